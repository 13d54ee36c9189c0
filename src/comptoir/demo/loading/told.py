"""What the bell of those who sign in has to tell: some of it new, some of it read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from comptoir.conversations.models import Conversation, Mention
from comptoir.conversations.queries.of_the_house import all_messages
from comptoir.demo.content.house import AGENTS
from comptoir.demo.loading.house import House
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import freeze
from comptoir.notices import services as notices
from comptoir.notices.states import About

# Enough for a look at every kind, too little to frighten.
MOST_OF_A_KIND = 3
READ_AFTER = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class _Telling:
    kind: str
    member_id: int
    conversation: Conversation
    at: datetime
    place_id: int | None = None
    by: Actor = SYSTEM


def tell_of_lately(house: House, start: datetime) -> None:
    """Who was named, whose buyer wrote; broken promises the worker tells by itself."""
    _spare(house)
    members = {house.identities[each.key].member.pk for each in AGENTS if each.login}
    since = start - timedelta(days=1)
    found = [
        *_few(_named(members, since)),
        *_few(_written_to(members, since)),
    ]
    for each in sorted(found, key=lambda one: one.at):
        _tell(each, is_read=each.at < start - READ_AFTER)


def _spare(house: House) -> None:
    """A lead of a whole house hears of what is late, not of all that soon will be."""
    for each in AGENTS:
        if each.role == "lead":
            wanted = notices.Wanted(ways={"due_soon": ()})
            notices.choose(by=house.identities[each.key].actor, wanted=wanted)


def _few(found: Iterable[_Telling]) -> Iterator[_Telling]:
    """The newest of each member."""
    told: dict[int, int] = {}
    for each in sorted(found, key=lambda one: one.at, reverse=True):
        told[each.member_id] = told.get(each.member_id, 0) + 1
        if told[each.member_id] <= MOST_OF_A_KIND:
            yield each


def _named(members: set[int], since: datetime) -> Iterator[_Telling]:
    named = Mention.objects.filter(member__in=members, message__received_at__gt=since)
    for each in named.select_related("message", "conversation"):
        by = Actor(ActorKind.AGENT, each.message.author_id)
        at = each.message.received_at
        yield _Telling("mentioned", each.member_id, each.conversation, at, each.message_id, by)


def _written_to(members: set[int], since: datetime) -> Iterator[_Telling]:
    lately = all_messages().filter(
        conversation__assignee__in=members,
        conversation__category="open",
        author_kind__in=("buyer", "other"),
        received_at__gt=since,
    )
    for each in lately.select_related("conversation"):
        assignee_id = each.conversation.assignee_id
        if assignee_id is not None:
            yield _Telling(
                "message_mine", assignee_id, each.conversation, each.received_at, each.pk
            )


def _tell(told: _Telling, *, is_read: bool) -> None:
    about = About(
        "conversation",
        told.conversation.pk,
        told.place_id,
        team_id=told.conversation.team_id,
        channel_id=told.conversation.channel_id,
    )
    with freeze(told.at):
        notices.tell(by=told.by, kind=told.kind, about=about, members=[told.member_id])
        if is_read:
            reader = Actor(ActorKind.AGENT, told.member_id)
            notices.look_at(by=reader, kind="conversation", subject_id=told.conversation.pk)
