"""What figures are counted from: messages, the journal, and how promises were kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comptoir.accounts.parties import Party
from comptoir.accounts.roles import Role
from comptoir.accounts.viewers import Viewer
from comptoir.channels.mail.shapes import AutoReply
from comptoir.conversations.events import ReplyDeclaredNeedless, StatusChanged
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import conversations_for, messages_for
from comptoir.conversations.states import Category
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.states import REPLIES, Source, State, SubjectKind
from comptoir.insights.policies.questions import Happened, What
from comptoir.journal.models import Entry
from comptoir.kit.actor import Grant

_EVERYTHING = Viewer(Party.OPERATOR, 0, (Grant(Role.ADMINISTRATOR),))
_CUSTOMERS = {"buyer": Party.BUYER, "seller": Party.SELLER}
_COLUMNS = ("pk", "conversation_id", "author_kind", "author_id", "audience", "received_at", "facts")


@dataclass(frozen=True, slots=True)
class KeptPromise:
    target_seconds: int
    kept: bool


@dataclass(slots=True)
class Matter:
    """What figures need of one conversation; `promises` by the moment a reply was written."""

    conversation: Conversation
    happened: list[Happened] = field(default_factory=list)
    promises: dict[datetime, KeptPromise] = field(default_factory=dict)


def sources_of(conversation_ids: Collection[int]) -> Mapping[int, Matter]:
    """Conversations that count, in four queries: spam and merged ones do not."""
    found = {row.pk: Matter(row) for row in _counted(conversation_ids)}
    _add_messages(found)
    _add_ends(found)
    _add_promises(found)
    return found


def _counted(conversation_ids: Collection[int]) -> Collection[Conversation]:
    rows = conversations_for(_EVERYTHING).filter(
        pk__in=conversation_ids, is_spam=False, merged_into=None
    )
    return rows.select_related("channel").only("reason", "team", "identity", "channel__settings")


def _add_messages(found: Mapping[int, Matter]) -> None:
    """What customers wrote themselves, and what agents sent them; nothing else is told."""
    said = messages_for(_EVERYTHING).filter(
        conversation__in=found, author_kind__in=("agent", *_CUSTOMERS), released_at__isnull=False
    )
    for pk, number, kind, author_id, audience, at, facts in said.values_list(*_COLUMNS):
        source = found[number]
        # What was answered on the phone was answered (`answers`: to whom).
        told = Party(audience) | Party(facts.get("answers", 0))
        what = _what(kind, told, facts, _customer(source.conversation))
        if what is not None:
            source.happened.append(Happened(at, what, pk, pk, author_id))


def _customer(conversation: Conversation) -> Party:
    """The buyer; where there is none, the seller."""
    return Party.BUYER if conversation.identity_id is not None else Party.SELLER


def _what(
    author_kind: str, audience: Party, facts: Mapping[str, Any], customer: Party
) -> What | None:
    if author_kind == "agent":
        return What.REPLIED if audience & customer else None
    is_asked = _CUSTOMERS[author_kind] is customer and not _is_automatic(facts)
    return What.ASKED if is_asked else None


def _is_automatic(facts: Mapping[str, Any]) -> bool:
    """Surely written by a machine: the desk starts no promise for it either."""
    sign = facts.get("auto")
    return sign is not None and AutoReply(sign).is_certain


def _add_ends(found: Mapping[int, Matter]) -> None:
    """Questions that ended without a reply, as the journal tells it."""
    ends = {ReplyDeclaredNeedless.name(): What.NEEDLESS, StatusChanged.name(): What.RESOLVED}
    entries = Entry.objects.filter(
        subject_kind="conversation", subject_id__in=list(found), event__in=ends
    )
    for pk, number, event, at, data in entries.values_list(
        "pk", "subject_id", "event", "at", "data"
    ):
        if data.get("category", Category.RESOLVED) == Category.RESOLVED:
            found[number].happened.append(Happened(at, ends[event], pk))


def _add_promises(found: Mapping[int, Matter]) -> None:
    """Our own promises about replies that were kept or broken; a marketplace's has its own page."""
    ended: Mapping[int, dict[datetime, KeptPromise]] = defaultdict(dict)
    clocks = Deadline.objects.filter(
        subject_kind=SubjectKind.CONVERSATION,
        subject_id__in=list(found),
        kind__in=REPLIES,
        source=Source.POLICY,
        state__in=(State.MET, State.MISSED),
        ended_at__isnull=False,
    )
    for number, at, minutes, state in clocks.values_list(
        "subject_id", "ended_at", "target_minutes", "state"
    ):
        if at is not None:
            ended[number][at] = KeptPromise(60 * minutes, state == State.MET)
    for number, source in found.items():
        source.promises = ended[number]
