"""Letters to many: what each order's buyer would read, how far it has come, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.automation.models import Mailing, MailingRow, Template
from comptoir.automation.names import name_of
from comptoir.automation.policies import languages
from comptoir.automation.policies.filling import Missing, fill, plain, put
from comptoir.automation.queries.picking import ActionChip, chips, reachable_by, reader_language
from comptoir.automation.queries.pictures import picture_urls
from comptoir.automation.queries.variables import facts_of, values_in
from comptoir.automation.states import (
    LACK_NAMES,
    MAILING_NAMES,
    ROW_NAMES,
    Lack,
    MailingState,
    RowState,
)
from comptoir.channels.queries import content_findings
from comptoir.commerce.models import Order
from comptoir.commerce.queries import orders_for
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.writing_first import open_about, orders_to_write_about
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import excerpt, fold

PAGE = 100
MOST_LISTED = 30


@dataclass(frozen=True, slots=True)
class Letter:
    """What one buyer would read. `missing` stands in the words as it was written."""

    audience: Party
    subject: str
    text: str
    language: str
    missing: tuple[Missing, ...]
    findings: tuple[str, ...]

    @property
    def missing_names(self) -> str:
        return ", ".join(f"{{{{{each.name}}}}}" for each in self.missing)


def letter_to(
    identity: Identity, mailing: Mailing, order: Order, *, conversation: Conversation | None = None
) -> Letter:
    """Filled in for this order alone. Raises why its buyer may not be written to first."""
    audience = Party.BUYER
    talk = conversation or desk.imagined(order=order, to=audience)
    facts = facts_of(identity, talk, audience)
    language, words = _words(mailing, reader_language(talk, audience))
    values = values_in(facts, language)
    filled, subject = fill(words, values), fill(mailing.subject, values)
    return Letter(
        audience=audience,
        subject=subject.text,
        text=filled.text,
        language=language,
        missing=tuple(dict.fromkeys((*subject.missing, *filled.missing))),
        findings=content_findings(talk.channel, plain(filled.text)),
    )


def _words(mailing: Mailing, wanted: str) -> tuple[str, str]:
    template = mailing.template
    if template is None or template.current is None:
        return wanted, mailing.text
    texts = template.current.texts
    language = languages.chosen(texts, wanted, template.language)
    return language, languages.words(texts, language)


def offered_templates(identity: Identity) -> QuerySet[Template]:
    """Those with words for buyers that this member may use anywhere."""
    found = reachable_by(identity).filter(audience=1)
    return found.exclude(current__texts={})


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    id: int
    name: str


def template_choices(identity: Identity) -> tuple[TemplateChoice, ...]:
    rows = sorted(offered_templates(identity), key=lambda row: fold(name_of(row)))
    return tuple(TemplateChoice(row.pk, name_of(row).replace("::", " › ")) for row in rows)


def find_mailing(viewer: Viewer, mailing_id: int) -> Mailing | None:
    """A member's own; None for anybody else's."""
    found = Mailing.objects.select_related("template__current")
    return found.filter(pk=mailing_id, member=viewer.id).first()


def mailing_outward(viewer: Viewer, public_id: UUID) -> Mailing | None:
    return Mailing.objects.filter(public_id=public_id, member=viewer.id).first()


def rows_of_mailing(viewer: Viewer, mailing_id: int) -> QuerySet[MailingRow]:
    """With their orders and conversations, of orders that the viewer may still see."""
    found = MailingRow.objects.filter(mailing=mailing_id, order__in=orders_for(viewer))
    return found.select_related("order", "message__conversation")


@dataclass(frozen=True, slots=True)
class Progress:
    id: int
    public_id: UUID
    state: str
    state_name: str | Promise
    total: int
    waiting: int
    written: int
    refused: int
    title: str
    made_at: datetime
    started_at: datetime | None

    @property
    def is_draft(self) -> bool:
        return self.state == MailingState.DRAFT

    @property
    def is_running(self) -> bool:
        return self.state == MailingState.RUNNING

    @property
    def is_stopped(self) -> bool:
        return self.state == MailingState.STOPPED

    @property
    def ready(self) -> int:
        return self.total - self.waiting


def progress_of(viewer: Viewer, *, mailing_id: int | None = None) -> tuple[Progress, ...]:
    """A member's own letters to many, the newest first; or that one."""
    found = mailings_of(viewer)
    if mailing_id is not None:
        found = found.filter(pk=mailing_id)
    return tuple(progress_in(row) for row in found.order_by("-pk")[:MOST_LISTED])


def mailings_of(viewer: Viewer) -> QuerySet[Mailing]:
    """With how far each is."""
    found = Mailing.objects.filter(member=viewer.id).select_related("template")
    return found.annotate(
        total=Count("rows"),
        waiting=Count("rows", filter=Q(rows__state=RowState.WAITING)),
        written=Count("rows", filter=Q(rows__state=RowState.WRITTEN)),
        refused=Count("rows", filter=Q(rows__state=RowState.REFUSED)),
    )


def progress_in(row: Mailing) -> Progress:
    """Of a row of `mailings_of`."""
    name = name_of(row.template).rpartition("::")[2] if row.template else ""
    return Progress(
        id=row.pk,
        public_id=row.public_id,
        state=row.state,
        state_name=MAILING_NAMES[MailingState(row.state)],
        total=row.total,  # type: ignore[attr-defined]
        waiting=row.waiting,  # type: ignore[attr-defined]
        written=row.written,  # type: ignore[attr-defined]
        refused=row.refused,  # type: ignore[attr-defined]
        title=row.subject or name or excerpt(row.text, 60),
        made_at=row.made_at,
        started_at=row.started_at,
    )


def no_such_order() -> str:
    return _("You may not see this order any more.")


def said_of_open(number: int | None) -> str:
    """Why an order is left out that a conversation goes on about; "" where none does."""
    if number is None:
        return ""
    return _("Conversation #%(number)d is going on about it.") % {"number": number}


@dataclass(frozen=True, slots=True)
class RowLine:
    """What became of one order."""

    order_number: str
    buyer: str
    state: str
    state_name: str | Promise
    said: str
    conversation: int | None


def row_lines(mailing_id: int, *, state: str = "", after: int = 0) -> tuple[RowLine, ...]:
    """A page of rows in their order, of one state where it is named."""
    found = MailingRow.objects.filter(mailing=mailing_id)
    if state in tuple(RowState):
        found = found.filter(state=state)
    rows = found.select_related("order__buyer", "message").order_by("pk")[after : after + PAGE]
    return tuple(_row_line(row) for row in rows)


def _row_line(row: MailingRow) -> RowLine:
    return RowLine(
        order_number=row.order.external_id,
        buyer=row.order.buyer.name if row.order.buyer else row.order.delivery_name,
        state=row.state,
        state_name=ROW_NAMES[RowState(row.state)],
        said=row.said,
        conversation=row.message.conversation_id if row.message else None,
    )


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the letters, before it leaves: `trouble` says why it will not."""

    at: int
    total: int
    order_number: str
    buyer: str
    subject: str = ""
    text: str = ""
    language: str = ""
    lacks: tuple[tuple[str, str | Promise], ...] = ()
    findings: tuple[str, ...] = ()
    actions: tuple[ActionChip, ...] = ()
    trouble: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.at + 1

    @property
    def earlier(self) -> int | None:
        return self.at - 1 if self.at else None

    @property
    def later(self) -> int | None:
        return self.at + 1 if self.number < self.total else None


def _lacks(missing: Sequence[Missing]) -> tuple[tuple[str, str | Promise], ...]:
    """The placeholders that say nothing here, by their reason."""
    by_reason: dict[Lack, list[str]] = {}
    for each in missing:
        by_reason.setdefault(each.lack, []).append(f"{{{{{each.name}}}}}")
    return tuple((", ".join(names), LACK_NAMES[lack]) for lack, names in by_reason.items())


# What is taken only when a letter leaves, as a preview shows it.
_LATE = {"voucher": "••••••••", "voucher_value": "…", "voucher_until": "…"}


def sample_of(identity: Identity, mailing: Mailing, *, at: int) -> Sample:
    """The letter at one place of the selection, as far as it can be said now."""
    ids = list(mailing.rows.order_by("pk").values_list("order_id", flat=True))
    at = min(max(at, 0), len(ids) - 1)
    order = orders_to_write_about(identity.viewer).filter(pk=ids[at]).first()
    if order is None:
        return Sample(at, len(ids), "", "", trouble=no_such_order())
    steps: Sequence[Sequence[str]] = ()
    if mailing.template is not None and mailing.template.current is not None:
        steps = mailing.template.current.actions
    template_id = mailing.template_id
    shown = Sample(
        at,
        len(ids),
        order.external_id,
        order.buyer.name if order.buyer else order.delivery_name,
        actions=chips(steps),
        pictures=picture_urls([template_id]).get(template_id, {}) if template_id else {},
    )
    try:
        letter = letter_to(identity, mailing, order)
    except ComptoirError as refusal:
        return replace(shown, trouble=str(refusal))
    going_on = open_about(identity.viewer, [order.pk]) if mailing.skips_open else {}
    return replace(
        shown,
        subject=letter.subject or desk.imagined(order=order, to=Party.BUYER).subject,
        text=put(letter.text, _LATE),
        language=letter.language,
        lacks=_lacks(letter.missing),
        findings=letter.findings,
        trouble=said_of_open(going_on.get(order.pk)),
    )
