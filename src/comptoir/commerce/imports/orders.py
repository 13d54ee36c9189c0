"""Orders from a file: a CSV has one row a line item, JSON one object an order."""

import dataclasses
from collections.abc import Hashable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.commerce.cells import BadValue, Row
from comptoir.commerce.services.facts import (
    OURSELVES,
    OWN_SHOP,
    BuyerFacts,
    LineFacts,
    OrderFacts,
    PaymentFacts,
)
from comptoir.commerce.services.orders import store_orders
from comptoir.commerce.slots import Importer
from comptoir.commerce.states import IdentityKind, Outcome
from comptoir.kit.actor import Actor
from comptoir.kit.money import Money

MOST_LINES = 1000

_HEAD = (
    "order_number",
    "marketplace",
    "basket",
    "seller_id",
    "seller_name",
    "buyer_id",
    "buyer_name",
    "buyer_email",
    "buyer_phone",
    "buyer_language",
    "placed_at",
    "currency",
    "total",
    "shipping",
    "state",
    "delivery_name",
    "delivery_city",
    "delivery_postal_code",
    "delivery_country",
    "expected_on",
)
_LINE = ("line_id", "listing_id", "sku", "title", "quantity", "unit_price")
_PAYMENT = ("payment_id", "payment_method", "paid_amount", "paid_at")


def read_order(row: Row) -> OrderFacts:
    currency = row.currency("currency")
    listed = row.rows("lines", most=MOST_LINES)
    return OrderFacts(
        number=row.id("order_number", required=True),
        marketplace=row.text("marketplace", most=60) or OWN_SHOP,
        basket=row.text("basket", most=120),
        seller=row.id("seller_id") or OURSELVES,
        seller_name=row.text("seller_name"),
        buyer=_buyer(row),
        placed_at=row.need("placed_at", row.moment("placed_at")),
        total=row.need("total", row.amount("total", currency)),
        shipping=row.amount("shipping", currency),
        state=row.text("state", most=40),
        delivery_name=row.text("delivery_name"),
        city=row.text("delivery_city", most=120),
        postal_code=row.text("delivery_postal_code", most=20),
        country=row.country("delivery_country"),
        expected_on=row.day("expected_on"),
        lines=_line(row, currency) if listed is None else _lines(listed, currency),
        all_lines=listed is not None,
        payments=_payments(row, currency),
    )


def _buyer(row: Row) -> BuyerFacts | None:
    told = (
        (IdentityKind.MARKETPLACE, row.id("buyer_id")),
        (IdentityKind.EMAIL, row.address("buyer_email")),
        (IdentityKind.PHONE, row.text("buyer_phone", most=40)),
    )
    identities = tuple((kind, value) for kind, value in told if value)
    if not identities:
        return None
    return BuyerFacts(
        identities=identities,
        name=row.text("buyer_name"),
        language=row.language("buyer_language"),
        country=row.country("delivery_country"),
    )


def _line(row: Row, currency: str) -> tuple[LineFacts, ...]:
    """The line item of one row; a row may also have none."""
    listing, sku = row.id("listing_id"), row.text("sku", most=120)
    title, line_id = row.text("title", most=500), row.id("line_id")
    if not (listing or sku or title or line_id):
        return ()
    line = LineFacts(
        key=line_id or (sku or listing or title)[:110],
        title=title,
        quantity=row.whole("quantity", least=1, most=1_000_000, default=1),
        unit_price=row.need("unit_price", row.amount("unit_price", currency)),
        listing=listing,
        sku=sku,
    )
    return (line,)


def _lines(rows: Sequence[Row], currency: str) -> tuple[LineFacts, ...]:
    lines: list[LineFacts] = []
    for row in rows:
        read = _line(row, currency)
        if not read:
            raise row.fault("title", _("is missing"))
        lines.append(_apart(read[0], lines))
    return tuple(lines)


def _apart(line: LineFacts, others: Sequence[LineFacts]) -> LineFacts:
    """The same article twice in one order is two lines."""
    keys = {other.key for other in others}
    if line.key not in keys:
        return line
    number = next(n for n in range(2, MOST_LINES + 2) if f"{line.key}#{n}" not in keys)
    return dataclasses.replace(line, key=f"{line.key}#{number}")


def _payments(row: Row, currency: str) -> tuple[PaymentFacts, ...]:
    listed = row.rows("payments", most=100)
    if listed is not None:
        return tuple(_payment(payment, currency) for payment in listed)
    return (_payment(row, currency),) if row.text("paid_amount", most=40) else ()


def _payment(row: Row, currency: str) -> PaymentFacts:
    return PaymentFacts(
        external_id=row.id("payment_id") or "1",
        amount=row.need("paid_amount", row.amount("paid_amount", currency)),
        captured_at=row.need("paid_at", row.moment("paid_at")),
        method=row.text("payment_method", most=60),
    )


def join_orders(order: OrderFacts, later: OrderFacts) -> OrderFacts:
    """The next row of the same order adds its line and payment. Raises BadValue."""
    for column, one, other in (
        ("seller_id", order.seller, later.seller),
        ("currency", order.total.currency, later.total.currency),
        ("total", _shown(order.total), _shown(later.total)),
    ):
        if one != other:
            told = {"one": one, "other": other}
            reason = _("“%(other)s”, but an earlier row of this order says “%(one)s”")
            raise BadValue(column, reason % told)
    lines = order.lines
    for line in later.lines:
        if len(lines) >= MOST_LINES:
            raise BadValue("order_number", _("more than %d lines in one order") % MOST_LINES)
        lines = (*lines, _apart(line, lines))
    paid = {payment.external_id: payment for payment in (*order.payments, *later.payments)}
    return dataclasses.replace(order, lines=lines, payments=tuple(paid.values()))


def _shown(money: Money) -> str:
    return f"{money.amount} {money.currency}"


def _key(order: OrderFacts) -> Hashable:
    return order.marketplace, order.number


def _store(*, by: Actor, facts: Sequence[OrderFacts]) -> list[Outcome]:
    return [stored.outcome for stored in store_orders(by=by, facts=facts)]


ORDERS: Importer[OrderFacts] = Importer(
    columns=(*_HEAD, *_LINE, *_PAYMENT),
    required=("order_number", "placed_at", "currency", "total"),
    read=read_order,
    key=_key,
    join=join_orders,
    store=_store,
    name=gettext_lazy("Orders"),
)
