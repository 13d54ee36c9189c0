"""What the composer offers: the templates that fit this conversation, best first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation.models import Template, Use
from comptoir.automation.names import name_of
from comptoir.automation.policies import languages
from comptoir.automation.policies.filling import Filled, fill, plain
from comptoir.automation.policies.languages import primary
from comptoir.automation.queries.variables import Facts, facts_of, values_in
from comptoir.automation.slots import ACTIONS
from comptoir.automation.states import Reach, UseState
from comptoir.channels.queries import content_findings
from comptoir.conversations.models import Conversation
from comptoir.kit.text import fold

MOST_OFFERED = 30
MOST_RECENT = 5


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


def templates_for(identity: Identity, conversation: Conversation) -> QuerySet[Template]:
    """All that this member may use here: everybody's, those of his teams, his own."""
    member = identity.member
    theirs = Q(team__members=member) | Q(team=conversation.team_id)
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
    """Those that fit reader, language and channel: for its reason first, then lately used ones."""
    wanted = reader_language(conversation, audience)
    facts = facts_of(identity, conversation, audience)
    rows = [row for row in templates_for(identity, conversation) if row.audience & audience]
    rows = _in_language(rows, wanted)
    recent = _recent(identity, [row.pk for row in rows])
    ordered = sorted(rows, key=lambda row: _rank(row, conversation, recent))
    found = (_offer(row, facts, wanted, recent) for row in ordered if _matches(row, query, wanted))
    fitting = [offer for offer in found if _is_allowed(offer, facts)]
    return tuple(fitting[:limit])


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
    used = used.exclude(state=UseState.DROPPED).values("template").annotate(last=Max("picked_at"))
    newest = used.order_by("-last").values_list("template", flat=True)[:MOST_RECENT]
    return {template_id: place for place, template_id in enumerate(newest)}


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
    name = fold(name_of(row)).replace("::", " ").split()
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


def open_uses(identity: Identity, conversation: Conversation) -> list[Use]:
    """What this member has put into his draft here and not sent."""
    found = Use.objects.filter(
        conversation=conversation, member=identity.member, state=UseState.PICKED
    )
    return list(found.select_related("revision", "template").order_by("pk"))
