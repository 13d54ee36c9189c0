"""The actions that conversations offer to macros: each asks its own right before it is promised."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.automation.errors import TemplateUnclear
from comptoir.automation.policies.values import halves
from comptoir.automation.queries.wanting import check_names
from comptoir.automation.shapes import Choice
from comptoir.automation.slots import ACTIONS, Action
from comptoir.conversations import access
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import known_reasons
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.services import named_times
from comptoir.conversations.slots import BULK_VERBS
from comptoir.conversations.states import (
    OUTCOME_NAMES,
    PRIORITY_NAMES,
    Intent,
    Outcome,
    Priority,
)
from comptoir.kit.actor import Actor
from comptoir.kit.errors import ComptoirError

type Step = tuple[str, str]

MOST_ACTIONS = 10
_LONGEST_VALUE = 4_000
ME = "me"


def checked_actions(steps: Iterable[Step]) -> list[Step]:
    """The actions of a template; raises TemplateUnclear for one that nobody offers."""
    checked = [(name, value.strip()) for name, value in steps if name]
    if len(checked) > MOST_ACTIONS:
        raise TemplateUnclear(
            _("A macro does at most %(number)d things.") % {"number": MOST_ACTIONS}
        )
    for name, value in checked:
        if name not in ACTIONS:
            raise TemplateUnclear(_("Choose each action from the list."))
        _check_value(ACTIONS.get(name), value)
    return checked


def _check_value(action: Action, value: str) -> None:
    key, words = halves(value) if action.words else (value, "")
    allowed = None if action.choices is None else {choice.key for choice in action.choices()}
    is_strange = not key or (allowed is not None and key not in allowed)
    if is_strange or len(value) > _LONGEST_VALUE or (action.proposes and not words):
        raise TemplateUnclear(
            _("Say what “%(action)s” is to do, or take it out.") % {"action": action.name}
        )
    if action.proposes:
        check_names(words)


def check_all(steps: Iterable[Step], *, by: Actor, conversation: Conversation) -> None:
    """Raise the refusal of the first action that may not be done here."""
    for name, value in steps:
        if name in ACTIONS:
            ACTIONS.get(name).check(by=by, conversation=conversation, value=value)


def run_all(
    steps: Iterable[Step], *, by: Actor, conversation_id: int, kept: list[Any] | None = None
) -> list[str]:
    """Do each one; returns what was refused, in words. What was done stays done.

    `kept` collects what `undo_all` needs.
    """
    refused = []
    for name, value in steps:
        try:
            with transaction.atomic():
                _run(name, value, by=by, conversation_id=conversation_id, kept=kept)
        except (ComptoirError, KeyError) as refusal:
            refused.append(f"{say(name, value)}: {refusal}")
    return refused


def _run(name: str, value: str, *, by: Actor, conversation_id: int, kept: list[Any] | None) -> None:
    action = ACTIONS.get(name)
    if kept is None or not action.undone_as:
        action.run(by=by, conversation_id=conversation_id, value=value)
        return
    before = BULK_VERBS.get(action.undone_as).run(by, conversation_id, value)
    if before is not None:
        kept.append([action.undone_as, value, before])


def undo_all(kept: Sequence[Any], *, by: Actor, conversation_id: int) -> None:
    """Put back what they changed, the last first; raises what somebody changed since."""
    for verb, value, before in reversed(kept):
        if verb in BULK_VERBS and (undo := BULK_VERBS.get(verb).undo) is not None:
            undo(by=by, conversation_id=conversation_id, value=value, before=before)


def proposes(name: str) -> bool:
    """Whether it is a letter that leaves by hand alone."""
    return name in ACTIONS and ACTIONS.get(name).proposes


def say(name: str, value: str) -> str:
    """What an action will do, in words; one that nobody offers any more by its name."""
    return ACTIONS.get(name).say(value) if name in ACTIONS else name


def may_handle(*, by: Actor, conversation: Conversation, value: str) -> None:
    access.require(by, access.HANDLE, conversation)


def may_note(*, by: Actor, conversation: Conversation, value: str) -> None:
    access.require(by, access.NOTE, conversation)


def _labels(choices: Iterable[Choice]) -> dict[str, str]:
    return {choice.key: choice.label for choice in choices}


def assign_choices() -> tuple[Choice, ...]:
    known = directory()
    return (
        Choice(ME, _("To whoever uses it")),
        *(Choice(f"team:{pk}", name, _("Teams")) for pk, name in known.teams),
        *(Choice(f"member:{person.id}", person.name, _("People")) for person in known.members),
    )


def say_assign(value: str) -> str:
    to = _labels(assign_choices()).get(value, "?")
    return _("Assign to you") if value == ME else _("Assign to %(name)s") % {"name": to}


def run_assign(*, by: Actor, conversation_id: int, value: str) -> None:
    kind, _colon, number = value.partition(":")
    if kind == "team":
        desk.assign(
            by=by,
            conversation_id=conversation_id,
            member_id=None,
            team_id=int(number),
            keep_team=False,
        )
    else:
        member_id = by.row_id if kind == ME else int(number)
        desk.assign(by=by, conversation_id=conversation_id, member_id=member_id)


def status_choices() -> tuple[Choice, ...]:
    """Every status but the one that needs a time."""
    found = directory().statuses
    return tuple(Choice(s.key, s.for_agents) for s in found if s.key != "snoozed")


def say_status(value: str) -> str:
    return _("Status: %(name)s") % {"name": _labels(status_choices()).get(value, value)}


def run_status(*, by: Actor, conversation_id: int, value: str) -> None:
    desk.set_status(by=by, conversation_id=conversation_id, status=value)


def reason_choices() -> tuple[Choice, ...]:
    return tuple(Choice(key, name) for key, name in known_reasons.reason_names().items())


def say_reason(value: str) -> str:
    return _("Contact reason: %(name)s") % {"name": known_reasons.reason_name(value)}


def run_reason(*, by: Actor, conversation_id: int, value: str) -> None:
    desk.set_reason(by=by, conversation_id=conversation_id, reason=Intent(value))


def priority_choices() -> tuple[Choice, ...]:
    return tuple(Choice(str(p.value), str(PRIORITY_NAMES[p])) for p in Priority)


def say_priority(value: str) -> str:
    return _("Priority: %(name)s") % {"name": PRIORITY_NAMES[Priority(int(value))]}


def run_priority(*, by: Actor, conversation_id: int, value: str) -> None:
    desk.set_priority(by=by, conversation_id=conversation_id, priority=Priority(int(value)))


def say_tag(value: str) -> str:
    return _("Add the tag %(name)s") % {"name": value}


def run_tag(*, by: Actor, conversation_id: int, value: str) -> None:
    desk.tag(by=by, conversation_id=conversation_id, name=value)


def say_untag(value: str) -> str:
    return _("Remove the tag %(name)s") % {"name": value}


def run_untag(*, by: Actor, conversation_id: int, value: str) -> None:
    desk.untag(by=by, conversation_id=conversation_id, name=value)


def snooze_choices() -> tuple[Choice, ...]:
    return tuple(Choice(each.key, each.label) for each in named_times.snooze_choices())


def say_snooze(value: str) -> str:
    return _("Set aside: %(until)s") % {"until": _labels(snooze_choices()).get(value, value)}


def run_snooze(*, by: Actor, conversation_id: int, value: str) -> None:
    """A time counts from the moment the macro runs, on the clock of whoever sent it."""
    named_times.snooze_by_name(by=by, conversation_id=conversation_id, name=value)


def outcome_choices() -> tuple[Choice, ...]:
    return tuple(Choice(each, str(OUTCOME_NAMES[each])) for each in Outcome)


def say_outcome(value: str) -> str:
    return _("Resolve: %(outcome)s") % {"outcome": OUTCOME_NAMES[Outcome(value)]}


def run_outcome(*, by: Actor, conversation_id: int, value: str) -> None:
    desk.resolve(by=by, conversation_id=conversation_id, outcome=Outcome(value))


def say_note(value: str) -> str:
    return _("Internal note: %(text)s") % {"text": value}


def run_note(*, by: Actor, conversation_id: int, value: str) -> None:
    desk.write_note(by=by, conversation_id=conversation_id, text=value)
