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
from comptoir.conversations.filters.shapes import FILTER_FIELDS, Choices, Field, Reader, Where
from comptoir.conversations.shapes import Choice
from comptoir.conversations.states import INTENT_NAMES, OUTCOME_NAMES, PRIORITY_NAMES
from comptoir.deadlines.states import KIND_NAMES, Source

_CLOCKS = among({Source.CHANNEL: _("The marketplace’s"), Source.POLICY: _("Ours")})
_priorities = among({key.name.lower(): name for key, name in PRIORITY_NAMES.items()})
_PRIORITY_NUMBERS = {key.name.lower(): int(key) for key in PRIORITY_NAMES}


def _statuses(reader: Reader) -> tuple[Choice, ...]:
    return reader.statuses


def _labels(reader: Reader) -> tuple[Choice, ...]:
    return reader.labels


__all__ = ["FILTER_FIELDS"]

_ONE = _("Choose one of the list.")
_NAME = _("Part of a name.")
_DAY = _("A day like 2026-11-22, “today”, or 7d for a week ago.")
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
        among({str(key): name for key, name in INTENT_NAMES.items()}),
        column("c.reason"),
    ),
    "priority": _choosing(
        pgettext_lazy("search word", "priority"),
        _("Priority"),
        _priorities,
        lambda value, _reader, bind: f"c.priority = {bind(_PRIORITY_NUMBERS[value])}",
    ),
    "tag": _naming(pgettext_lazy("search word", "tag"), _("Tag"), tagged, _("The whole tag.")),
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
    "total": Field(
        word=pgettext_lazy("search word", "total"),
        label=_("Total of the order"),
        expects=_("An amount like >100."),
        read=v.count,
        where=of_order(order_total),
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
    "carrier": _naming(pgettext_lazy("search word", "carrier"), _("Carrier"), of_parcel(carrier)),
    "parcel": _choosing(
        pgettext_lazy("search word", "parcel"),
        _("Where a parcel is"),
        among(PARCEL_STATES),
        of_parcel(lambda value, _reader, bind: f"p.state = {bind(value)}"),
    ),
    "unscanned": Field(
        word=pgettext_lazy("search word", "unscanned"),
        label=_("Days without a scan"),
        expects=_("Days, like >5."),
        read=v.count,
        where=of_parcel(unscanned),
    ),
    "outcome": _choosing(
        pgettext_lazy("search word", "outcome"),
        _("Outcome"),
        among({str(key): name for key, name in OUTCOME_NAMES.items()}),
        column("c.outcome"),
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
