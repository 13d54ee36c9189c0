"""The fields that conversations offer: their own, their people’s, orders’, parcels’, promises’."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.conversations.filters import values as v
from comptoir.conversations.filters.asking import (
    DUE_CHOICES,
    HAS,
    HAS_CHOICES,
    IS_CHOICES,
    ME,
    ME_OR_NOBODY,
    PARCEL_STATES,
    Label,
    after,
    among,
    assignee,
    before,
    carrier,
    channel,
    column,
    country,
    due,
    follower,
    in_file,
    labelled,
    marketplace,
    of_order,
    of_parcel,
    order_number,
    order_total,
    read_due,
    seller,
    stands,
    subject,
    tagged,
    team,
    team_choices,
    unscanned,
    waited,
    written_by,
)
from comptoir.conversations.filters.facts import (
    ORDER_STATES,
    article,
    asked_outside,
    between,
    buyer_speaks,
    expected,
    known_since,
    late,
    order_state,
    orders_of_buyer,
    paid_out,
    place,
    placed,
    seller_country,
    tracking,
)
from comptoir.conversations.filters.shapes import FILTER_FIELDS, Choices, Field, Reader, Where
from comptoir.conversations.shapes import Choice
from comptoir.conversations.states import OUTCOME_NAMES, PRIORITY_NAMES
from comptoir.deadlines.states import KIND_NAMES, Source

_CLOCKS = among({Source.CHANNEL: _("The marketplace’s"), Source.POLICY: _("Ours")})
_priorities = among({key.name.lower(): name for key, name in PRIORITY_NAMES.items()})
_PRIORITY_NUMBERS = {key.name.lower(): int(key) for key in PRIORITY_NAMES}


def _statuses(reader: Reader) -> tuple[Choice, ...]:
    return reader.statuses


def _reasons(reader: Reader) -> tuple[Choice, ...]:
    return reader.reasons


def _labels(reader: Reader) -> tuple[Choice, ...]:
    return reader.labels


__all__ = ["FILTER_FIELDS"]

_ONE = _("Choose one of the list.")
_NAME = _("Part of a name.")
_DAY = _("A day like 2026-11-22, “today”, or 7d for a week ago.")
_DAYS = _("Days, like >5.")
_WHEN = _("A day like 2026-11-22 or >2026-11-22, or 7d for the last seven days.")
_SPAN = _("A time like 4h, 2d or >1w.")


def _choosing(word: Label, label: Label, choices: Choices, where: Where, **more: object) -> Field:
    return Field(
        word=word,
        label=label,
        expects=_ONE,
        read=v.one_of(choices),
        where=where,
        choices=choices,
        **more,  # type: ignore[arg-type]
    )


def _naming(word: Label, label: Label, where: Where, expects: Label = _NAME) -> Field:
    return Field(word=word, label=label, expects=expects, read=v.words, where=where)


def _counting(word: Label, label: Label, where: Where, expects: Label) -> Field:
    return Field(word=word, label=label, expects=expects, read=v.count, where=where)


def _dating(word: Label, label: Label, where: Where) -> Field:
    return Field(
        word=word,
        label=label,
        expects=_WHEN,
        read=v.when,
        where=where,
        choices=lambda _reader: v.DAYS,
    )


_FIELDS = {
    "is": _choosing(
        pgettext_lazy("search word", "is"),
        _("How it stands"),
        IS_CHOICES,
        stands,
        personal=frozenset({"mine", "unread"}),
    ),
    "from": _naming(
        pgettext_lazy("search word", "from"),
        _("Buyer or seller who writes"),
        written_by,
        _("Part of a name or an address."),
    ),
    "subject": _naming(
        pgettext_lazy("search word", "subject"), _("Subject"), subject, _("Part of the subject.")
    ),
    "status": _choosing(
        pgettext_lazy("search word", "status"), _("Status"), _statuses, column("c.status_id")
    ),
    "assignee": Field(
        word=pgettext_lazy("search word", "assignee"),
        label=_("Assignee"),
        expects=_("“me”, “nobody” or part of a name."),
        read=v.one_of_or_words(ME_OR_NOBODY),
        where=assignee,
        choices=ME_OR_NOBODY,
        personal=frozenset({"me"}),
    ),
    "follower": Field(
        word=pgettext_lazy("search word", "follower"),
        label=_("Who follows it"),
        expects=_("“me” or part of a name."),
        read=v.one_of_or_words(ME),
        where=follower,
        choices=ME,
        personal=frozenset({"me"}),
    ),
    "team": _choosing(pgettext_lazy("search word", "team"), _("Team"), team_choices, team),
    "channel": _naming(pgettext_lazy("search word", "channel"), _("Channel"), channel),
    "reason": _choosing(
        pgettext_lazy("search word", "reason"),
        _("Contact reason"),
        _reasons,
        column("c.reason"),
    ),
    "priority": _choosing(
        pgettext_lazy("search word", "priority"),
        _("Priority"),
        _priorities,
        lambda value, _reader, bind: f"c.priority = {bind(_PRIORITY_NUMBERS[value])}",
    ),
    "tag": _naming(
        pgettext_lazy("search word", "tag"),
        pgettext_lazy("search value", "Tag"),
        tagged,
        _("The whole tag."),
    ),
    "label": _choosing(
        pgettext_lazy("search word", "label"), _("Label of the buyer"), _labels, labelled
    ),
    "has": _choosing(
        pgettext_lazy("search word", "has"),
        _("What belongs to it"),
        HAS_CHOICES,
        lambda value, _reader, _bind: HAS[value][1],
    ),
    "file": _naming(
        pgettext_lazy("search word", "file"),
        _("Name of a file"),
        in_file,
        _("Part of the file’s name."),
    ),
    "order": _naming(
        pgettext_lazy("search word", "order"),
        _("Order number"),
        of_order(order_number),
        _("Part of the number."),
    ),
    "order-state": _choosing(
        pgettext_lazy("search word", "order-state"),
        _("How the order stands"),
        among(ORDER_STATES),
        of_order(order_state),
    ),
    "placed": _dating(
        pgettext_lazy("search word", "placed"), _("When the order was placed"), placed
    ),
    "total": _counting(
        pgettext_lazy("search word", "total"),
        _("Total of the order"),
        of_order(order_total),
        _("An amount like >100."),
    ),
    "article": _naming(
        pgettext_lazy("search word", "article"),
        _("Article of the order"),
        of_order(article),
        _("Part of its title or of its SKU."),
    ),
    "place": _naming(
        pgettext_lazy("search word", "place"),
        _("Where the order goes"),
        of_order(place),
        _("Part of the city, or the postal code."),
    ),
    "marketplace": _naming(
        pgettext_lazy("search word", "marketplace"), _("Marketplace"), of_order(marketplace)
    ),
    "seller": _naming(pgettext_lazy("search word", "seller"), _("Seller"), seller),
    "country": _naming(
        pgettext_lazy("search word", "country"),
        _("Country of the buyer"),
        country,
        _("Two letters, like FR."),
    ),
    "buyer-lang": _naming(
        pgettext_lazy("search word", "buyer-lang"),
        _("Language of the buyer"),
        buyer_speaks,
        _("Two letters, like fr."),
    ),
    "orders": _counting(
        pgettext_lazy("search word", "orders"),
        _("Orders of the buyer"),
        orders_of_buyer,
        _("A number, like >3."),
    ),
    "known": _dating(
        pgettext_lazy("search word", "known"), _("Since when the buyer is known"), known_since
    ),
    "seller-country": _naming(
        pgettext_lazy("search word", "seller-country"),
        _("Country of the seller"),
        seller_country,
        _("Two letters, like FR."),
    ),
    "carrier": _naming(pgettext_lazy("search word", "carrier"), _("Carrier"), of_parcel(carrier)),
    "parcel": _choosing(
        pgettext_lazy("search word", "parcel"),
        _("Where a parcel is"),
        among(PARCEL_STATES),
        of_parcel(lambda value, _reader, bind: f"p.state = {bind(value)}"),
    ),
    "unscanned": _counting(
        pgettext_lazy("search word", "unscanned"),
        _("Days without a scan"),
        of_parcel(unscanned),
        _DAYS,
    ),
    "late": _counting(
        pgettext_lazy("search word", "late"),
        _("Days past the promised day of delivery"),
        of_parcel(late),
        _DAYS,
    ),
    "expected": _dating(
        pgettext_lazy("search word", "expected"), _("When a parcel is expected"), expected
    ),
    "tracking": _naming(
        pgettext_lazy("search word", "tracking"),
        _("Tracking number"),
        of_parcel(tracking),
        _("Part of the number."),
    ),
    "third-party": _naming(
        pgettext_lazy("search word", "third-party"),
        _("Third party that was asked"),
        asked_outside,
        _("Part of a name or an address."),
    ),
    "outcome": _choosing(
        pgettext_lazy("search word", "outcome"),
        _("Outcome"),
        among({str(key): name for key, name in OUTCOME_NAMES.items()}),
        column("c.outcome"),
    ),
    "amount": _counting(
        pgettext_lazy("search word", "amount"),
        _("Amount of the outcome"),
        paid_out,
        _("An amount like >100."),
    ),
    "due": Field(
        word=pgettext_lazy("search word", "due"),
        label=_("When the promise is due"),
        expects=_("“overdue”, “today”, “tomorrow”, “none”, or a time like 4h."),
        read=read_due,
        where=due,
        choices=DUE_CHOICES,
    ),
    "promise": _choosing(
        pgettext_lazy("search word", "promise"),
        _("What is promised next"),
        among({str(key): name for key, name in KIND_NAMES.items()}),
        column("c.next_due_kind"),
    ),
    "clock": _choosing(
        pgettext_lazy("search word", "clock"),
        _("Whose clock runs"),
        _CLOCKS,
        column("c.next_due_source"),
    ),
    "waited": Field(
        word=pgettext_lazy("search word", "waited"),
        label=_("How long somebody waits"),
        expects=_SPAN,
        read=v.span,
        where=waited,
    ),
    "opened": _dating(
        pgettext_lazy("search word", "opened"),
        _("When it was opened"),
        between("c.opened_at"),
    ),
    "resolved": _dating(
        pgettext_lazy("search word", "resolved"),
        _("When it was resolved"),
        between("c.resolved_at"),
    ),
    "before": Field(
        word=pgettext_lazy("search word", "before"),
        label=_("Last message before"),
        expects=_DAY,
        read=v.day,
        where=before,
        choices=lambda _reader: v.DAYS,
    ),
    "after": Field(
        word=pgettext_lazy("search word", "after"),
        label=_("Last message since"),
        expects=_DAY,
        read=v.day,
        where=after,
        choices=lambda _reader: v.DAYS,
    ),
    "lang": _naming(
        pgettext_lazy("search word", "lang"),
        _("Language"),
        lambda value, _reader, bind: f"c.language = {bind(value.lower())}",
        _("Two letters, like fr."),
    ),
}
for _name, _field in _FIELDS.items():
    FILTER_FIELDS.plug(_name, _field)
