"""Templates as programs find them, and how one would be used in a conversation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation import access
from comptoir.automation.errors import NoSuchTemplate, NoSuchTemplateFile, NoSuchVersion
from comptoir.automation.models import Revision, Template, TemplateFile
from comptoir.automation.names import SHIPPED
from comptoir.automation.policies import languages
from comptoir.automation.policies.filling import Filled, fill, plain
from comptoir.automation.queries.library import bans_of, known_templates, uses_of
from comptoir.automation.queries.picking import find_offered, reader_language, templates_for
from comptoir.automation.queries.variables import facts_of, values_in
from comptoir.automation.shapes import Ban
from comptoir.automation.slots import ACTIONS
from comptoir.automation.states import Reach, Step
from comptoir.channels.queries import content_findings
from comptoir.conversations.models import Conversation
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a list of templates is narrowed to; None and "" narrow nothing."""

    name: str = ""
    reach: Reach | None = None
    team: int | None = None
    audience: Party | None = None
    reason: str | None = None
    language: str = ""
    is_macro: bool | None = None
    is_proposed: bool | None = None
    is_archived: bool = False
    review_before: date | None = None


def templates_told(
    identity: Identity, wanted: Narrowed, conversation: Conversation | None = None
) -> QuerySet[Template]:
    """All but other people's own; with a conversation, those that may be used in it."""
    if conversation is None:
        found = known_templates(identity)
    else:
        found = templates_for(identity, conversation).select_related("owner", "team")
    found = _with_proposals(found).filter(archived_at__isnull=not wanted.is_archived)
    for narrowing in _narrowings(wanted):
        found = found.filter(narrowing)
    return found


def _with_proposals(found: QuerySet[Template]) -> QuerySet[Template]:
    proposed = Revision.objects.filter(template=OuterRef("pk"), step=Step.PROPOSED)
    return found.annotate(is_proposed=Exists(proposed))


def _narrowings(wanted: Narrowed) -> Iterator[Q]:
    if wanted.name:
        yield _named(wanted.name)
    if wanted.reach is not None:
        yield Q(reach=wanted.reach)
    if wanted.team is not None:
        yield Q(team=wanted.team)
    if wanted.audience is not None:
        yield Q(audience=int(wanted.audience))
    if wanted.reason is not None:
        yield Q(reasons__contains=[wanted.reason])
    if wanted.language:
        yield Q(current__texts__has_key=wanted.language)
    if wanted.is_macro is not None:
        has_none = Q(current=None) | Q(current__actions=[])
        yield ~has_none if wanted.is_macro else has_none
    if wanted.is_proposed is not None:
        yield Q(is_proposed=wanted.is_proposed)
    if wanted.review_before is not None:
        yield Q(review_on__lt=wanted.review_before)


def _named(part: str) -> Q:
    """Those that ship are called in the reader's language until they are edited."""
    shipped = Q(key__in=SHIPPED, edited_at=None)
    called = [key for key, name in SHIPPED.items() if fold(part) in fold(str(name))]
    return (shipped & Q(key__in=called)) | (~shipped & Q(name__icontains=part))


def template_told(identity: Identity, public_id: UUID) -> Template:
    """Raises NoSuchTemplate for none, and for somebody else's own."""
    found = _with_proposals(known_templates(identity)).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchTemplate
    return found


def files_told(template: Template, language: str | None = None) -> list[TemplateFile]:
    """What goes along; with a language, what goes along in it."""
    held = TemplateFile.objects.filter(template=template, is_inline=False).order_by("pk")
    return list(held if language is None else held.filter(language__in=("", language)))


@dataclass(frozen=True, slots=True)
class Whole:
    """One template with all that is known of it; its pictures stand among `files`."""

    template: Template
    newest: int
    uses: Mapping[int, tuple[int, int]]
    bans: tuple[Ban, ...]
    files: tuple[TemplateFile, ...]


def whole_told(identity: Identity, public_id: UUID) -> Whole:
    """Raises NoSuchTemplate for none, and for somebody else's own."""
    found = template_told(identity, public_id)
    newest = revisions_told(found).order_by("-number").values_list("number", flat=True).first()
    return Whole(
        template=found,
        newest=newest or 0,
        uses=uses_of([found]),
        bans=bans_of(found) if found.audience == Party.BUYER else (),
        files=tuple(TemplateFile.objects.filter(template=found).order_by("pk")),
    )


def revisions_told(template: Template) -> QuerySet[Revision]:
    return Revision.objects.filter(template=template).select_related("author", "decided_by")


def find_revision(template: Template, number: int) -> Revision:
    """Raises NoSuchVersion."""
    found = revisions_told(template).filter(number=number).first()
    if found is None:
        raise NoSuchVersion
    return found


def newest_words(template: Template) -> tuple[int, Revision]:
    """The newest number, and the version to go on with: what waits for approval, else what counts.

    A template has a version from its first moment on.
    """
    rows = list(revisions_told(template).order_by("-number")[:1])
    newest = rows[0]
    if newest.step == Step.PROPOSED or template.current is None:
        return newest.number, newest
    return newest.number, template.current


def approved_before(revision: Revision) -> Revision | None:
    """What it is compared with."""
    earlier = Revision.objects.filter(
        template=revision.template_id, number__lt=revision.number, step=Step.APPROVED
    )
    return earlier.order_by("-number").first()


def find_template_file(template: Template, public_id: UUID) -> TemplateFile:
    """A file that goes along, or a picture in its words. Raises NoSuchTemplateFile."""
    found = TemplateFile.objects.filter(template=template, public_id=public_id).first()
    if found is None:
        raise NoSuchTemplateFile
    return found


@dataclass(frozen=True, slots=True)
class Planned:
    """One action: what it would do, and why it would be refused, or ""."""

    said: str
    refusal: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A template as it would be used; `findings` is what the marketplace forbids."""

    filled: Filled
    language: str
    is_foreign: bool
    findings: tuple[str, ...]
    actions: tuple[Planned, ...]
    files: tuple[str, ...]


def rehearse(
    identity: Identity,
    conversation: Conversation,
    public_id: UUID,
    *,
    audience: Party,
    language: str = "",
) -> Rehearsal:
    """Nothing is written. `conversation` comes from `conversations.queries.thread.find`. Without
    an audience it is for whom the template is.

    Raises NoSuchTemplate for one that is not offered here.
    """
    access.require(identity.actor, access.USE, team_id=conversation.team_id)
    template = find_offered(identity, conversation, public_id)
    audience = audience or Party(template.audience)
    texts = template.current.texts if template.current is not None else {}
    wanted = language or reader_language(conversation, audience)
    language = languages.chosen(texts, wanted, template.language)
    facts = facts_of(identity, conversation, audience)
    filled = fill(languages.words(texts, language), values_in(facts, language))
    to_buyer = audience & Party.BUYER
    return Rehearsal(
        filled=filled,
        language=language,
        is_foreign=bool(texts) and language != wanted,
        findings=content_findings(conversation.channel, plain(filled.text)) if to_buyer else (),
        actions=_planned(identity, conversation, template),
        files=tuple(each.name for each in files_told(template, language)),
    )


def _planned(
    identity: Identity, conversation: Conversation, template: Template
) -> tuple[Planned, ...]:
    steps: Sequence[Sequence[str]] = template.current.actions if template.current else ()
    return tuple(
        Planned(ACTIONS.get(name).say(value), _refusal(identity, conversation, name, value))
        for name, value in steps
        if name in ACTIONS
    )


def _refusal(identity: Identity, conversation: Conversation, name: str, value: str) -> str:
    try:
        ACTIONS.get(name).check(by=identity.actor, conversation=conversation, value=value)
    except ComptoirError as refusal:
        return str(refusal)
    return ""
