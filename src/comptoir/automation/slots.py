"""What later stages offer to macros: things that can be done to a conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from comptoir.automation.shapes import Choice
from comptoir.conversations.models import Conversation
from comptoir.kit.actor import Actor
from comptoir.kit.slots import Slot
from comptoir.ui.slots import Words


class Check(Protocol):
    def __call__(self, *, by: Actor, conversation: Conversation, value: str) -> None: ...


class Run(Protocol):
    def __call__(self, *, by: Actor, conversation_id: int, value: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing a macro can do.

    `say` tells in words what it will do, for the preview. `check` is asked before anything is sent
    and raises the refusal; `run` is called once, after the time to undo is over. An action that
    moves money asks its own permission and its own limit in `check` and again in `run`.
    `choices` is None where a person writes the value himself; `has_lines` asks for a larger field.
    `words` names a second field, for words behind the choice (`policies.values`); `proposes`: they
    are a letter that is filled in when used, and leaves only when a person sends it.
    `undone_as` names the action on many conversations (`conversations.slots.BULK_VERBS`) that does
    the same with the same value, and can be undone.
    """

    name: Words
    icon: str
    say: Callable[[str], str]
    check: Check
    run: Run
    choices: Callable[[], tuple[Choice, ...]] | None = None
    has_lines: bool = False
    words: Words = ""
    proposes: bool = False
    undone_as: str = ""


ACTIONS: Slot[Action] = Slot("macro actions")
