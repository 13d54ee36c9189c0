"""One conversation as the agent reads it: the newest messages, windowed, with what happened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member, Team
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.conversations import access
from comptoir.conversations.errors import NoSuchConversation
from comptoir.conversations.models import Attachment, Conversation, Message, MessageDelivery
from comptoir.conversations.policies.mentions import whole_names
from comptoir.conversations.queries.beside import SIDES, calls_of, sides_of
from comptoir.conversations.queries.clocks import clock_of
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.doors import conversation_for, messages_for, messages_in
from comptoir.conversations.queries.files import attachments_of, files_of
from comptoir.conversations.queries.following import people
from comptoir.conversations.queries.known_reasons import reason_name
from comptoir.conversations.queries.marks import (
    authenticity_of,
    mark_of,
    notices_of,
    sending_of,
    suspicion_in_words,
)
from comptoir.conversations.queries.timeline import lines_between
from comptoir.conversations.shapes import (
    ChannelBadge,
    Choice,
    Leaving,
    Letter,
    Person,
    Status,
    SystemLine,
    Thread,
)
from comptoir.conversations.shapes.beside import SideLine
from comptoir.conversations.states import (
    Category,
    MessageKind,
    ReasonSource,
)
from comptoir.kit.db import planned
from comptoir.kit.rows import fetch, select
from comptoir.ui.addresses import numbered

WINDOW = 30
# Whose messages go out by deliveries.
_OURS = frozenset({"agent", "system"})


def find(viewer: Viewer, number: int) -> Conversation:
    """The conversation with all that its page names; raises NoSuchConversation."""
    found = conversation_for(viewer, number)
    if found is None:
        raise NoSuchConversation(
            _("There is no conversation #%(number)s that you may see.") % {"number": number}
        )
    if (channel := directory().channels.get(found.channel_id)) is not None:
        found.channel = channel
    return found


def thread(identity: Identity, conversation: Conversation, *, before: int | None = None) -> Thread:
    """The newest WINDOW messages, or those before an id, with the events among them."""
    viewer = identity.viewer
    messages, previous = window(viewer, conversation, before=before)
    beside = _beside(viewer, conversation)
    letters = letters_of(viewer, messages, conversation)
    lines = lines_between(
        conversation,
        after=previous.received_at if previous else None,
        until=messages[-1].received_at if before and messages else None,
    )
    return replace(
        _head(identity, conversation, beside),
        items=_merged(letters, lines),
        earlier_than=messages[0].pk if previous else None,
        first_unread_id=next((m.pk for m in messages if m.pk > beside.last_read), None)
        if beside.last_read
        else None,
    )


def head(identity: Identity, conversation: Conversation) -> Thread:
    """What is said above the messages, without any of them: one query more than the row."""
    return _head(identity, conversation, _beside(identity.viewer, conversation))


def _head(identity: Identity, conversation: Conversation, beside: "_Beside") -> Thread:
    known = directory()
    return Thread(
        number=conversation.pk,
        house=known.house,
        subject=conversation.subject,
        who=who(conversation),
        channel=ChannelBadge(conversation.channel.profile, conversation.channel.name),
        status=status(conversation),
        items=(),
        last_message_id=conversation.operator_last_id,
        reason=_reason(conversation),
        reason_is_proposed=conversation.reason_source == ReasonSource.PROPOSED,
        order_number=conversation.order.external_id if conversation.order else "",
        clock=clock_of(conversation),
        assignee=_person(conversation.assignee_id, known.member_names, Member),
        team=_person(conversation.team_id, known.team_names, Team),
        tags=tuple(beside.tags),
        asleep=conversation.category == Category.SNOOZED,
        asleep_until=beside.asleep_until,
        leaving=beside.leaving,
        sides=beside.sides,
        side_of=conversation.side_of_id,
        third_party=conversation.third_party.name if conversation.third_party else "",
        followers=people(beside.followers),
        is_followed=identity.viewer.id in beside.followers,
        priority=conversation.priority,
        is_spam=conversation.is_spam,
        suspected_spam=suspicion_in_words(conversation.spam_reason),
        banner=_banner(conversation),
        merged_into=conversation.merged_into_id,
        is_paused=conversation.next_due_paused_left is not None,
        waits_for_us=conversation.category == "open" and conversation.waiting_since is not None,
        may=access.permissions_on(identity.actor, conversation),
    )


def _banner(conversation: Conversation) -> str:
    """What must be known before a word is said about the order."""
    if conversation.merged_into_id is not None:
        return _("This conversation was merged into #%(number)s. Go on there.") % {
            "number": conversation.merged_into_id
        }
    order, identity = conversation.order, conversation.identity
    if order is None or identity is None or order.buyer_id in (None, identity.buyer_id):
        return ""
    return _(
        "Order %(number)s belongs to another buyer: say nothing of it before you are sure."
    ) % {"number": order.external_id}


def window(
    viewer: Viewer, conversation: Conversation, *, before: int | None = None
) -> tuple[list[Message], Message | None]:
    """Messages oldest first, and the one before them, if there is one."""
    only = "TRUE" if before is None else "t.id < %(before)s"
    params = {"before": before}
    newest = messages_in(conversation, viewer, only=only, params=params, most=WINDOW + 1)
    return list(reversed(newest[:WINDOW])), newest[WINDOW] if len(newest) > WINDOW else None


def newer(viewer: Viewer, conversation: Conversation, *, after: int) -> list[Message]:
    """What came in behind a message; at most a window of it."""
    found = messages_for(viewer).filter(conversation=conversation, pk__gt=after)
    return list(found.defer("html", "search").order_by("pk")[:WINDOW])


def among(viewer: Viewer, conversation: Conversation, ids: Iterable[int]) -> list[Message]:
    """Those of these messages that are his to see; at most a window of them."""
    found = messages_for(viewer).filter(conversation=conversation, pk__in=list(ids)[:WINDOW])
    return list(found.defer("html", "search").order_by("pk"))


def news_after(
    viewer: Viewer, conversation: Conversation, came: Sequence[Message], *, after: int
) -> tuple[Letter | SystemLine, ...]:
    """What came, and the lines since the last message that was shown.

    Lines that were shown already are among them: an entry that commits late has no place of its
    own by which it could be asked for, so the page drops what it knows.
    """
    shown = messages_for(viewer).filter(conversation=conversation, pk=after)
    since = shown.values_list("received_at", flat=True).first()
    lines = lines_between(conversation, after=since, until=None)
    return _merged(letters_of(viewer, came, conversation), lines)


_BESIDE = """SELECT
  (SELECT array_agg(t.name ORDER BY t.name)
     FROM conversations_conversationtag ct JOIN conversations_tag t ON t.id = ct.tag_id
     WHERE ct.conversation_id = %(conversation)s),
  (SELECT r.last_read_id FROM conversations_reading r
     WHERE r.conversation_id = %(conversation)s AND r.member_id = %(member)s),
  (SELECT s.until FROM conversations_snooze s
     WHERE s.conversation_id = %(conversation)s AND s.ended_at IS NULL),
  (SELECT array_agg(ARRAY[d.member_id::text, d.send_at::text] ORDER BY d.send_at)
     FROM conversations_draft d
     WHERE d.conversation_id = %(conversation)s AND d.member_id <> %(member)s
       AND d.send_at IS NOT NULL),
  (SELECT array_agg(f.member_id ORDER BY f.since, f.id)
     FROM conversations_follow f WHERE f.conversation_id = %(conversation)s),
  /* sides */""".replace("/* sides */", SIDES)


@dataclass(frozen=True, slots=True)
class _Beside:
    """The names of its tags, how far this member has read, until when it sleeps, what leaves, and
    who follows it."""

    tags: Sequence[str]
    last_read: int
    asleep_until: datetime | None
    leaving: tuple[Leaving, ...]
    followers: Sequence[int]
    sides: tuple[SideLine, ...]


def _beside(viewer: Viewer, conversation: Conversation) -> _Beside:
    told = {"conversation": conversation.pk, "member": viewer.id}
    ((tags, last_read, until, leaving, followers, sides),) = planned(_BESIDE, told)
    names = directory().member_names if leaving else {}
    others = (
        Leaving(names.get(int(who), ""), datetime.fromisoformat(at)) for who, at in leaving or ()
    )
    beside = sides_of(sides)
    return _Beside(tags or (), last_read or 0, until, tuple(others), followers or (), beside)


def letters_of(
    viewer: Viewer, messages: Sequence[Message], conversation: Conversation
) -> tuple[Letter, ...]:
    """Messages as letters: two more queries, for files and deliveries where there may be any."""
    ids = [message.pk for message in messages if message.author_kind in _OURS]
    files: Mapping[int, list[Attachment]] = attachments_of(messages)
    deliveries = _deliveries(ids)
    calls = calls_of(messages)
    has_menu = access.may_act(viewer, conversation)
    letters = (
        _letter(viewer, message, conversation, files[message.pk], deliveries[message.pk])
        for message in messages
    )
    return tuple(
        replace(
            letter,
            call=calls.get(letter.id),
            more_url=numbered("conversations:message_menu", letter.id) if has_menu else "",
        )
        for letter in letters
    )


def _deliveries(ids: list[int]) -> Mapping[int, list[MessageDelivery]]:
    found: dict[int, list[MessageDelivery]] = defaultdict(list)
    if ids:
        of_these = "WHERE t.message_id = ANY(%s) ORDER BY t.id"
        for link in select(MessageDelivery, of_these, [ids], beside=("delivery",)):
            found[link.message_id].append(link)
    return found


def _letter(
    viewer: Viewer,
    message: Message,
    conversation: Conversation,
    files: Sequence[Attachment],
    deliveries: Sequence[MessageDelivery],
) -> Letter:
    audience = Party(message.audience)
    named = message.recipients or {}
    below, inside = files_of(viewer, files, text=message.text)
    return Letter(
        id=message.pk,
        author=author_of(message, conversation),
        audience=_others(audience, _party_of(message)),
        at=message.received_at,
        text=message.text,
        language=message.language,
        is_note=is_note(message),
        called=_called(message),
        outside=_outside(message, conversation),
        is_misdirected="misdirected" in message.facts,
        is_mine=message.author_kind == "agent" and message.author_id == viewer.id,
        address=message.address,
        to=tuple(named.get("to", ())),
        cc=tuple(named.get("cc", ())),
        subject=_changed_subject(message, conversation),
        quoted=message.quoted,
        html_url=numbered("conversations:mail_frame", message.pk) if message.envelope_id else "",
        files=below,
        pictures=inside,
        sending=sending_of(message, [link.delivery for link in deliveries]),
        awaits_approval=_awaits_approval(message, deliveries),
        authenticity=authenticity_of(message),
        mark=mark_of(message),
        notices=notices_of(message),
        raw_url=numbered("conversations:raw", message.pk) if message.envelope_id else "",
    )


def _called(message: Message) -> tuple[str, ...]:
    """Colleagues whom a note calls by more than one word."""
    if not is_note(message):
        return ()
    return whole_names(message.text, directory().member_names.values())


def is_note(message: Message) -> bool:
    """Written among colleagues: for nobody outside, ever."""
    for_colleagues = message.audience == Party.OPERATOR and message.author_kind == "agent"
    return for_colleagues and message.kind == MessageKind.ORDINARY


def _outside(message: Message, conversation: Conversation) -> str:
    """The third party that a letter of ours went to."""
    is_ours = message.kind == MessageKind.OUTSIDE and message.author_kind == "agent"
    return conversation.third_party.name if is_ours and conversation.third_party else ""


def _awaits_approval(message: Message, deliveries: Sequence[MessageDelivery]) -> bool:
    """Written by a member, not released, and nothing of it is on its way."""
    return message.author_kind == "agent" and message.released_at is None and not deliveries


@lru_cache(64)
def _others(audience: Party, party: Party) -> tuple[Party, ...]:
    """Who reads it besides its author."""
    return tuple(Party(each) for each in audience if Party(each) != party)


def _changed_subject(message: Message, conversation: Conversation) -> str:
    bare = message.subject.casefold()
    return "" if conversation.subject.casefold() in bare else message.subject


_PARTIES = {"buyer": Party.BUYER, "seller": Party.SELLER}


def _party_of(message: Message) -> Party:
    return _PARTIES.get(message.author_kind, Party.OPERATOR)


def author_of(message: Message, conversation: Conversation) -> Person:
    name = message.author_name
    party = _party_of(message)
    if not name and party is Party.BUYER and conversation.identity:
        name = conversation.identity.buyer.name
    return Person(message.author_id or 0, name or message.address or _("Unknown sender"), party)


def who(conversation: Conversation) -> Person:
    """The person the conversation is with: its buyer, else its seller."""
    identity, seller = conversation.identity, conversation.seller
    if conversation.third_party is not None:
        return Person(0, conversation.third_party.name, Party.OPERATOR)
    if identity is not None:
        name = identity.buyer.name or identity.display or identity.value
        return Person(identity.buyer_id, name, Party.BUYER)
    if seller is not None:
        return Person(seller.pk, seller.name, Party.SELLER)
    return Person(0, _("Unknown sender"), Party.OPERATOR)


def status(conversation: Conversation) -> Status:
    return status_named(conversation.status_id or "", conversation.category)


def status_named(key: str, category: str) -> Status:
    """A status by its own label, or by the one that ships, in the reader's language."""
    return Status(key, directory().status_label(key), category)


def _reason(conversation: Conversation) -> Choice | None:
    if not conversation.reason:
        return None
    return Choice(conversation.reason, reason_name(conversation.reason))


def _person(id: int | None, names: Mapping[int, str], model: type[Member | Team]) -> Person | None:
    """By the directory, or by his own row if he came after it was read."""
    if id is None:
        return None
    return Person(id, names.get(id) or str(fetch(model, id)))


def _merged(
    letters: Sequence[Letter], lines: Sequence[SystemLine]
) -> tuple[Letter | SystemLine, ...]:
    """Letters keep their order; a line stands where its time falls."""
    items: list[Letter | SystemLine] = []
    waiting = list(lines)
    for letter in letters:
        while waiting and waiting[0].at < letter.at:
            items.append(waiting.pop(0))
        items.append(letter)
    return (*items, *waiting)


def unsettled(viewer: Viewer, conversation: Conversation, *, up_to: int) -> list[Message]:
    """Our newest messages up to one: their sending may have changed since they were shown."""
    found = messages_for(viewer).filter(conversation=conversation, pk__lte=up_to)
    ours = found.filter(author_kind="agent").exclude(deliveries=None)
    return list(reversed(ours.defer("html", "search").order_by("-pk").distinct()[:3]))
