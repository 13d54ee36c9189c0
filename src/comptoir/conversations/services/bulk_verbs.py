"""What can be done to many conversations: the desk's own verbs, with what an undo needs."""

from typing import Any

from django.utils.translation import gettext as _

from comptoir.accounts.models import Team
from comptoir.conversations import access
from comptoir.conversations.errors import ChangedMeanwhile, UnknownChoice
from comptoir.conversations.models import Conversation, ConversationTag
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.known_reasons import reason_choices
from comptoir.conversations.services import (
    handling,
    named_times,
    outcomes,
    reading,
    rows,
    snoozing,
    spam,
)
from comptoir.conversations.services.meanwhile import Seen
from comptoir.conversations.shapes import Choice
from comptoir.conversations.states import (
    OUTCOME_NAMES,
    PRIORITY_NAMES,
    Intent,
    Outcome,
    Priority,
)
from comptoir.kit.actor import Actor

ME, NOBODY = "me", "nobody"


def label_of(choices: tuple[Choice, ...], value: str) -> str:
    return next((choice.label for choice in choices if choice.key == value), value)


def takers() -> tuple[Choice, ...]:
    known = directory()
    return (
        Choice(ME, _("To me")),
        Choice(NOBODY, _("To nobody")),
        *(Choice(f"member:{person.id}", person.name, _("Colleagues")) for person in known.members),
        *(Choice(f"team:{pk}", name, _("Teams")) for pk, name in known.teams),
    )


def assign(by: Actor, number: int, value: str) -> Any:
    row = rows.lock(number)
    was = [row.assignee_id, row.team_id]
    kind, _colon, key = value.partition(":")
    if kind == "team":
        row = handling.assign(
            by=by, conversation_id=number, member_id=None, team_id=int(key), keep_team=False
        )
    else:
        member_id = by.row_id if kind == ME else int(key) if key else None
        row = handling.assign(by=by, conversation_id=number, member_id=member_id)
    left = [row.assignee_id, row.team_id]
    return None if left == was else {"was": was, "now": left}


def unassign(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    member_id, team_id = before["was"]
    team_exists = team_id is None or Team.objects.filter(pk=team_id, is_active=True).exists()
    handling.assign(
        by=by,
        conversation_id=conversation_id,
        member_id=member_id,
        team_id=team_id if team_exists else None,
        keep_team=False,
        seen=Seen(tuple(before["now"])),
    )


def statuses() -> tuple[Choice, ...]:
    """Every status but those that need a time."""
    found = directory().statuses
    return tuple(Choice(s.key, s.for_agents) for s in found if s.category != "snoozed")


def set_status(by: Actor, number: int, value: str) -> Any:
    was = rows.lock(number).status_id
    handling.set_status(by=by, conversation_id=number, status=value)
    return None if was == value else {"was": was}


def put_status_back(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    _unchanged(rows.lock(conversation_id).status_id == value, "conversations.StatusChanged")
    handling.set_status(by=by, conversation_id=conversation_id, status=before["was"])


def _unchanged(is_so: bool, event: str) -> None:
    if not is_so:
        raise ChangedMeanwhile(event)


def reasons() -> tuple[Choice, ...]:
    return reason_choices()


def set_reason(by: Actor, number: int, value: str) -> Any:
    row = rows.lock(number)
    was = [row.reason, row.reason_source]
    handling.set_reason(by=by, conversation_id=number, reason=Intent(value))
    return None if was == [value, "person"] else {"was": was}


def put_reason_back(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    _unchanged(rows.lock(conversation_id).reason == value, "conversations.ReasonSet")
    reason, _source = before["was"]
    if not reason:
        raise UnknownChoice(_("It had no contact reason: choose one that fits."))
    handling.set_reason(by=by, conversation_id=conversation_id, reason=Intent(reason))


def priorities() -> tuple[Choice, ...]:
    return tuple(Choice(str(each.value), str(PRIORITY_NAMES[each])) for each in Priority)


def set_priority(by: Actor, number: int, value: str) -> Any:
    was = rows.lock(number).priority
    handling.set_priority(by=by, conversation_id=number, priority=Priority(int(value)))
    return None if was == int(value) else {"was": was}


def put_priority_back(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    handling.set_priority(
        by=by,
        conversation_id=conversation_id,
        priority=Priority(before["was"]),
        seen=Seen(int(value)),
    )


def tags() -> tuple[str, ...]:
    return directory().tags


def tag(by: Actor, number: int, value: str) -> Any:
    conversation = rows.lock(number)
    had = set(_tags(conversation))
    name = handling.tag(by=by, conversation_id=number, name=value).name
    return None if name in had else {"tag": name}


def _tags(conversation: Conversation) -> list[str]:
    links = ConversationTag.objects.filter(conversation=conversation)
    return list(links.values_list("tag__name", flat=True))


def take_tag_off(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    handling.untag(by=by, conversation_id=conversation_id, name=before["tag"])


def untag(by: Actor, number: int, value: str) -> Any:
    name = value.casefold()
    has_it = name in _tags(rows.lock(number))
    handling.untag(by=by, conversation_id=number, name=name)
    return {"tag": name} if has_it else None


def put_tag_back(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    handling.tag(by=by, conversation_id=conversation_id, name=before["tag"])


def mark_as_spam(by: Actor, number: int, value: str) -> Any:
    was = rows.lock(number).is_spam
    spam.mark_as_spam(by=by, conversation_id=number)
    return None if was else {}


def unmark_as_spam(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    spam.unmark_as_spam(by=by, conversation_id=conversation_id)


def outcome_choices() -> tuple[Choice, ...]:
    return tuple(Choice(each, str(OUTCOME_NAMES[each])) for each in Outcome)


def resolve(by: Actor, number: int, value: str) -> Any:
    row = rows.lock(number)
    was = {"status": row.status_id, "outcome": row.outcome}
    outcomes.resolve(by=by, conversation_id=number, outcome=Outcome(value))
    return None if was == {"status": "resolved", "outcome": value} else was


def reopen(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    """The status comes back; what was noted stays until another outcome is."""
    row = rows.lock(conversation_id)
    _unchanged(row.category == "resolved", "conversations.StatusChanged")
    handling.set_status(by=by, conversation_id=conversation_id, status=before["status"])


def set_aside(by: Actor, number: int, value: str) -> Any:
    was = rows.lock(number).status_id
    named_times.snooze_by_name(by=by, conversation_id=number, name=value)
    return {"status": was}


def take_back(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    """What slept already is awake then: its former time is not known any more."""
    _unchanged(rows.lock(conversation_id).category == "snoozed", "conversations.ConversationWoke")
    snoozing.wake(by=by, conversation_id=conversation_id)
    if before["status"] not in ("snoozed", "open"):
        handling.set_status(by=by, conversation_id=conversation_id, status=before["status"])


def mark_read(by: Actor, number: int, value: str) -> Any:
    last = _readable(by, number).operator_last_id
    was = reading.last_read(by=by, conversation_id=number)
    if was >= last:
        return None
    reading.mark_read(by=by, conversation_id=number, up_to=last)
    return {"read": was}


def mark_unread(by: Actor, number: int, value: str) -> Any:
    last = _readable(by, number).operator_last_id
    was = reading.last_read(by=by, conversation_id=number)
    if was < last:
        return None
    reading.mark_unread(by=by, conversation_id=number, from_id=last)
    return {"read": was}


def read_as_before(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    """He alone reads for himself: nobody else has changed it since."""
    _readable(by, conversation_id)
    reading.mark_unread(by=by, conversation_id=conversation_id, from_id=before["read"] + 1)


def _readable(by: Actor, number: int) -> Conversation:
    row = rows.lock(number)
    access.require(by, access.READ, row)
    return row
