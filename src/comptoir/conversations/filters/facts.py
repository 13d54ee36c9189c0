"""What fields ask of the facts around a conversation: buyer, order, parcel, seller, as SQL."""

from collections.abc import Callable

from comptoir.commerce.states import OrderState, order_state_name
from comptoir.conversations.filters import values as v
from comptoir.conversations.filters.asking import Label, of_order, of_parcel
from comptoir.conversations.filters.shapes import Reader, Values, Where

ORDER_STATES: dict[str, Label] = {state.value: order_state_name(state) for state in OrderState}


def between(column: str) -> Callable[[str, Reader, Values], str]:
    """A moment that lies within what `values.when` read."""

    def where(value: str, reader: Reader, bind: Values) -> str:
        begins, ends = v.within(value, reader)
        told = [f"{column} >= {bind(begins)}"] if begins else []
        told += [f"{column} < {bind(ends)}"] if ends else []
        return " AND ".join(told)

    return where


def on_days(column: str) -> Callable[[str, Reader, Values], str]:
    """A day, which has no zone of its own: what was read is turned into days."""

    def where(value: str, reader: Reader, bind: Values) -> str:
        begins, ends = v.within(value, reader)
        told = [f"{column} >= {bind(begins.date())}"] if begins else []
        told += [f"{column} < {bind(ends.date())}"] if ends else []
        return " AND ".join(told)

    return where


def placed(value: str, reader: Reader, bind: Values) -> str:
    asked = between("o.placed_at")(value, reader, bind)
    return of_order(lambda _value, _bind: asked)(value, reader, bind)


def order_state(value: str, bind: Values) -> str:
    return f"o.state = {bind(value)}"


def article(value: str, bind: Values) -> str:
    like = bind(v.containing(value.lower()))
    return f"""EXISTS (SELECT FROM commerce_orderline ol
      LEFT JOIN commerce_listing li ON li.id = ol.listing_id
      WHERE ol.order_id = o.id AND (lower(ol.title) LIKE {like} OR lower(li.sku) LIKE {like}))"""


def place(value: str, bind: Values) -> str:
    return f"""(lower(o.city) LIKE {bind(v.containing(value.lower()))}
      OR o.postal_code = {bind(value.upper())})"""


def tracking(value: str, _reader: Reader, bind: Values) -> str:
    key = "".join(letter for letter in value if letter.isalnum()).upper()
    # Nothing but signs is no number, and a pattern of nothing would fit every parcel.
    return f"p.tracking_key LIKE {bind(v.containing(key))}" if key else "FALSE"


def late(value: str, reader: Reader, bind: Values) -> str:
    """Days past the first promise, until it came or until now."""
    sign, days = v.comparison(value)
    came = f"coalesce(p.delivered_at, {bind(reader.now)})::date"
    return f"p.expected_on < {came} AND {came} - p.expected_on {sign} {bind(days)}"


expected: Where = of_parcel(on_days("coalesce(p.expected_now, p.expected_on)"))


def orders_of_buyer(value: str, _reader: Reader, bind: Values) -> str:
    sign, count = v.comparison(value)
    asked = "(SELECT count(*) FROM commerce_order o WHERE o.buyer_id = b.id)"
    return _of_buyer(f"{asked} {sign} {bind(count)}")


def known_since(value: str, reader: Reader, bind: Values) -> str:
    return _of_buyer(between("b.since")(value, reader, bind))


def buyer_speaks(value: str, _reader: Reader, bind: Values) -> str:
    return _of_buyer(f"lower(b.language) LIKE {bind(value.lower() + '%')}")


def _of_buyer(asked: str) -> str:
    return f"""EXISTS (SELECT FROM commerce_buyeridentity i
      JOIN commerce_buyer b ON b.id = i.buyer_id WHERE i.id = c.identity_id AND {asked})"""


def seller_country(value: str, _reader: Reader, bind: Values) -> str:
    return f"""EXISTS (SELECT FROM commerce_seller s WHERE s.country = {bind(value.upper())}
      AND (s.id = c.seller_id
        OR s.id = (SELECT o.seller_id FROM commerce_order o WHERE o.id = c.order_id)))"""  # noqa: S608


def paid_out(value: str, _reader: Reader, bind: Values) -> str:
    sign, amount = v.comparison(value)
    return f"c.outcome_minor {sign} {bind(amount * 100)}"


def asked_outside(value: str, _reader: Reader, bind: Values) -> str:
    """A third party of the book, in the side conversation and where it stands beside."""
    like = bind(v.containing(value.lower()))
    return f"""EXISTS (SELECT FROM conversations_conversation sc
      JOIN conversations_thirdparty tp ON tp.id = sc.third_party_id
      WHERE (sc.id = c.id OR sc.side_of_id = c.id)
        AND (lower(tp.name) LIKE {like} OR lower(tp.address) LIKE {like}))"""
