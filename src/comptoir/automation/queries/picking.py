"""What the composer offers: the templates that fit this conversation, best first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation.errors import NoSuchTemplate
from comptoir.automation.models import Template, TemplateFile, Use
from comptoir.automation.names import name_of
from comptoir.automation.policies import languages
from comptoir.automation.policies.filling import (
    LATE,
    Filled,
    Missing,
    fill,
    harmless,
    places,
    plain,
)
from comptoir.automation.policies.languages import primary
from comptoir.automation.queries.letters import ReadyLetter, is_letter, ready_letters
from comptoir.automation.queries.pictures import picture_urls
from comptoir.automation.queries.variables import Facts, facts_of, values_in
from comptoir.automation.slots import ACTIONS
from comptoir.automation.states import LACK_NAMES, Lack, Reach, UseState
from comptoir.automation.variables import NAMES
from comptoir.channels.queries import content_findings
from comptoir.conversations.models import Conversation
from comptoir.kit.pictures import marks
from comptoir.kit.rows import select
from comptoir.kit.text import fold
from comptoir.ui.slots import Words

MOST_OFFERED = 30
MOST_RECENT = 5
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ActionChip:
    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the picker: where it stands (“Delivery › Late”), its words as they will read."""

    id: int
    name: str
    path: tuple[str, ...]
    filled: Filled
    language: str
    actions: tuple[ActionChip, ...]
    is_recent: bool = False
    is_foreign: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)


def templates_for(identity: Identity, conversation: Conversation) -> QuerySet[Template]:
    """All that this member may use here: everybody's, those of his teams, his own."""
    return _usable(identity, Q(team=conversation.team_id))


def find_offered(identity: Identity, conversation: Conversation, public_id: UUID) -> Template:
    """Raises NoSuchTemplate for one that this member may not use here."""
    found = templates_for(identity, conversation).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchTemplate
    return found


def reachable_by(identity: Identity) -> QuerySet[Template]:
    """All that this member may use wherever it is: everybody's, those of his teams, his own."""
    return _usable(identity, Q())


def _usable(identity: Identity, also: Q) -> QuerySet[Template]:
    member = identity.member
    theirs = Q(team__members=member) | also
    reachable = (
        Q(reach=Reach.ALL) | (Q(reach=Reach.TEAM) & theirs) | Q(reach=Reach.PERSONAL, owner=member)
    )
    found = Template.objects.filter(reachable, archived_at=None, current__isnull=False)
    return found.select_related("current").distinct()


def offers(
    identity: Identity,
    conversation: Conversation,
    *,
    audience: Party,
    query: str = "",
    limit: int = MOST_OFFERED,
) -> tuple[Offer, ...]:
    """Those that fit reader, language and channel.

    Lately used ones for its reason come first, others for its reason, lately used ones, the rest.
    """
    wanted = reader_language(conversation, audience)
    facts = facts_of(identity, conversation, audience)
    rows = [row for row in templates_for(identity, conversation) if row.audience & audience]
    rows = _in_language(rows, wanted)
    recent = _recent(identity, [row.pk for row in rows])
    ordered = sorted(rows, key=lambda row: _rank(row, conversation, recent))
    found = (_offer(row, facts, wanted, recent) for row in ordered if _matches(row, query, wanted))
    fitting = [offer for offer in found if _is_allowed(offer, facts)]
    return _illustrated(fitting[:limit])


def _illustrated(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """With the pictures of their words: a query where there are any."""
    wanted = [offer.id for offer in offers if marks(offer.filled.text)]
    found = picture_urls(wanted) if wanted else {}
    return tuple(replace(offer, pictures=found.get(offer.id, {})) for offer in offers)


def reader_language(conversation: Conversation, audience: Party) -> str:
    """The language the reader is known to read, else the conversation's, else the channel's."""
    if not audience & Party.BUYER and conversation.seller is not None:
        return primary(conversation.seller.language or conversation.channel.language)
    buyer = conversation.identity.buyer if conversation.identity is not None else None
    said = conversation.language or (buyer.language if buyer is not None else "")
    return primary(said or conversation.channel.language)


def _in_language(rows: Sequence[Template], wanted: str) -> list[Template]:
    """Those with words in it and those without any words; all of them where none has."""
    fitting = [row for row in rows if _speaks(row, wanted)]
    has_words = any(_texts(row) for row in fitting)
    return fitting if has_words else list(rows)


def _texts(row: Template) -> Mapping[str, Mapping[str, str]]:
    return row.current.texts if row.current is not None else {}


def _speaks(row: Template, language: str) -> bool:
    texts = _texts(row)
    return not texts or bool(languages.words(texts, language))


def _recent(identity: Identity, ids: Sequence[int]) -> dict[int, int]:
    """The places of the templates this member used last, the newest first."""
    used = Use.objects.filter(member=identity.member, template__in=ids)
    kept = used.exclude(state=UseState.DROPPED).values("template")
    newest = kept.annotate(last=Max("picked_at")).order_by("-last")[:MOST_RECENT]
    return {row["template"]: place for place, row in enumerate(newest)}


def _rank(
    row: Template, conversation: Conversation, recent: Mapping[int, int]
) -> tuple[bool, int, bool, str]:
    fits = bool(conversation.reason) and conversation.reason in row.reasons
    return not fits, recent.get(row.pk, MOST_RECENT), not row.reasons, fold(name_of(row))


def _matches(row: Template, query: str, language: str) -> bool:
    """Every word of the query begins a word of the name, or stands in the text."""
    asked = fold(query).split()
    if not asked:
        return True
    name = _WORDS.findall(fold(name_of(row)))
    text = fold(languages.words(_texts(row), language))
    return all(any(part.startswith(word) for part in name) or word in text for word in asked)


def _offer(row: Template, facts: Facts, wanted: str, recent: Mapping[int, int]) -> Offer:
    texts = _texts(row)
    language = languages.chosen(texts, wanted, row.language)
    path = tuple(part.strip() for part in name_of(row).split("::") if part.strip())
    steps = row.current.actions if row.current is not None else []
    return Offer(
        id=row.pk,
        name=path[-1] if path else row.name,
        path=path[:-1],
        filled=fill(languages.words(texts, language), values_in(facts, language)),
        language=language,
        actions=chips(steps),
        is_recent=row.pk in recent,
        is_foreign=bool(texts) and language != wanted,
    )


def chips(steps: Iterable[Sequence[str]]) -> tuple[ActionChip, ...]:
    """What a macro will do, in words."""
    return tuple(
        ActionChip(ACTIONS.get(name).icon, ACTIONS.get(name).say(value))
        for name, value in steps
        if name in ACTIONS
    )


def _is_allowed(offer: Offer, facts: Facts) -> bool:
    """What the marketplace forbids is not offered to be sent there."""
    if not facts.audience & Party.BUYER:
        return True
    return not content_findings(facts.conversation.channel, plain(offer.filled.text))


@dataclass(frozen=True, slots=True)
class OpenUse:
    """What was picked and not sent. `runs_alone`: it has no words, so nothing has to be sent.

    `letters` to third parties stand ready; of what `is_sent` they are all that is left.
    """

    id: int
    name: str
    actions: tuple[ActionChip, ...]
    missing: tuple[Missing, ...]
    runs_alone: bool
    letters: tuple[ReadyLetter, ...] = ()
    is_sent: bool = False


def open_uses(identity: Identity, conversation: Conversation) -> list[OpenUse]:
    """What this member has put into his draft here and not sent, and letters that stand ready:
    one query, and one more where there are such letters."""
    told = [conversation.pk, identity.member.pk, UseState.PICKED]
    found = select(Use, _PICKED, told, beside=("revision", "template"))
    ready = ready_letters(identity, conversation, found)
    shown = (_open(use, ready.get(use.pk, ())) for use in found)
    return [use for use in shown if use.letters or not use.is_sent]


_PICKED = """
WHERE t.conversation_id = %s AND t.member_id = %s AND (t.state = %s OR t.proposes)
ORDER BY t.id"""


def _open(use: Use, letters: tuple[ReadyLetter, ...]) -> OpenUse:
    left = (name for name in places(use.inserted) if name not in LATE)
    steps = [step for step in use.revision.actions if not is_letter(step)]
    return OpenUse(
        id=use.pk,
        name=name_of(use.template).rpartition("::")[2],
        actions=chips(steps),
        missing=tuple(Missing(n, Lack.BLANK if n[0] == "?" else Lack.UNKNOWN) for n in left),
        runs_alone=not use.inserted and bool(steps),
        letters=letters,
        is_sent=use.state != UseState.PICKED,
    )


@dataclass(frozen=True, slots=True)
class VariableOffer:
    """One variable with what it says here, or why it says nothing."""

    name: str
    help: Words
    value: str
    lack: Words


def variable_offers(
    identity: Identity, conversation: Conversation, *, audience: Party, query: str
) -> tuple[VariableOffer, ...]:
    """All that can be put in by name, those that are known first. Vouchers come by templates."""
    facts = facts_of(identity, conversation, audience)
    values = values_in(facts, reader_language(conversation, audience))
    found = [
        VariableOffer(
            name=name,
            help=help,
            value=harmless(values.known.get(name, "")),
            lack=LACK_NAMES[lack] if (lack := values.lack(name)) is not None else "",
        )
        for name, help in NAMES.items()
        if name not in LATE and fold(query) in fold(f"{name} {help}")
    ]
    return tuple(sorted(found, key=lambda offer: not offer.value))


def use_of(identity: Identity, use_id: int) -> Use | None:
    """A use of this member's own."""
    return Use.objects.filter(pk=use_id, member=identity.member).first()


def has_files(template_id: int) -> bool:
    """Whether something joins the draft with its words."""
    return TemplateFile.objects.filter(template=template_id).exists()
