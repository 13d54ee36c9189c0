"""What later stages may add to the desk and to the doors: a look at what is sent, tools of the
composer, panels of an order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.filters.shapes import FILTER_FIELDS, Field
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.shapes import Choice, ComposerTool
from comptoir.journal.models import Entry
from comptoir.kit.actor import Actor
from comptoir.kit.cards import Kind
from comptoir.kit.slots import Slot

__all__ = [
    "BEFORE_SEND",
    "BULK_VERBS",
    "BUYER_LINKS",
    "COMPOSER_TOOLS",
    "DESK_SCRIPTS",
    "FILTER_FIELDS",
    "MASKED_KINDS",
    "ORDER_PANELS",
    "PROPOSALS",
    "STRIPS",
    "TIMELINE",
    "BulkCheck",
    "BulkForm",
    "BulkVerb",
    "ComposerTool",
    "Field",
    "Names",
    "OrderPanel",
    "Outgoing",
    "Prepared",
    "Proposal",
    "SendStep",
    "Wording",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A reply that is about to be stored: its conversation is locked, nothing is written yet.

    `writer_id` is the member who wrote it, where another one sends it: who approves.
    """

    by: Actor
    conversation: Conversation
    audience: Party
    text: str
    writer_id: int | None = None

    @property
    def member_id(self) -> int:
        return self.writer_id or self.by.row_id


@dataclass(frozen=True, slots=True)
class Prepared:
    """The words as they will be sent; `stored` is called with the message, in its transaction."""

    text: str
    stored: Callable[[Message], None] | None = None


class SendStep(Protocol):
    """Every call runs in the transaction of the reply."""

    def prepare(self, outgoing: Outgoing) -> Prepared:
        """Fill in what is known only now; raises NotReadyToSend, and nothing is sent."""
        ...

    def withdrawn(self, *, by: Actor, message: Message) -> None:
        """The reply was taken back: give back what it took. The message is deleted next."""
        ...


# What an entry names, by kind ("member", "team", "tag") and id.
type Names = Mapping[tuple[str, int], str]
# An icon and a sentence for an entry, who did it, and the names.
type Wording = Callable[[Entry, str, Names], tuple[str, str]]
# By an event's name: what later stages say of a conversation in its quiet lines.
TIMELINE: Slot[Wording] = Slot("lines of the timeline")

type ToolOf = Callable[[Identity, Conversation], ComposerTool | None]

BEFORE_SEND: Slot[SendStep] = Slot("before sending")
# Drawn with the composer of a reply, in the order of plugging; None where there is nothing to do.
COMPOSER_TOOLS: Slot[ToolOf] = Slot("composer tools")
# Lines between a conversation's head and its messages, drawn with the page; None for none.
STRIPS: Slot[Callable[[Identity, Conversation], SafeString | None]] = Slot("strips")
# Modules below a package's `static/` that the desk loads.
DESK_SCRIPTS: Slot[str] = Slot("desk scripts")


@dataclass(frozen=True, slots=True)
class OrderPanel:
    """What a later stage tells a buyer or a seller of an order: a return, a dispute.

    `lines` are read; `url` leads to the next step and `label` says what it does. `tone` is that
    of a chip.
    """

    title: str
    lines: tuple[str, ...] = ()
    state: str = ""
    tone: str = ""
    url: str = ""
    label: str = ""


# By package: the panels of these orders for this viewer, in few queries for any number of them.
ORDER_PANELS: Slot[Callable[[Viewer, Sequence[int]], Mapping[int, tuple[OrderPanel, ...]]]] = Slot(
    "panels of an order at the doors"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A letter to a third party that stands ready; it leaves when a person sends it."""

    address: str
    text: str


# By a name: what the form of such a letter opens with, found by a key; None where it is not his.
PROPOSALS: Slot[Callable[[Identity, Conversation, str], Proposal | None]] = Slot(
    "letters to third parties that stand ready"
)


class BulkUndo(Protocol):
    def __call__(self, *, by: Actor, conversation_id: int, value: str, before: Any) -> None: ...


class BulkCheck(Protocol):
    """What the value is kept as; raises the refusal that fits all of these conversations."""

    def __call__(self, *, by: Actor, viewer: Viewer, value: str, numbers: Sequence[int]) -> str: ...


class BulkForm(Protocol):
    """A form of its own, for a verb whose value is more than a word.

    `template` draws it from `context`; drawn anew while it is filled in, it is its partial `look`.
    `value` is what was filled in, as the verb's `check` reads it.
    """

    template: str

    def context(
        self, identity: Identity, numbers: Sequence[int], told: QueryDict
    ) -> dict[str, Any]: ...

    def value(self, told: QueryDict) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkVerb:
    """One thing that can be done to many conversations.

    `run` asks its own permission for each, and returns what an undo puts back: None where nothing
    changed. `undo` refuses what somebody changed since. `choices` is None where the value is typed.
    `permission` is what it takes, asked of a program's token; "" is the right to handle.
    `check` is asked once, before anything begins. `form` is its own, where one field is too little.
    `sends`: it writes to the parties, so that its result is told in other words.
    """

    name: str | Promise
    icon: str
    say: Callable[[str], str]
    run: Callable[[Actor, int, str], Any]
    undo: BulkUndo | None = None
    choices: Callable[[], tuple[Choice, ...]] | None = None
    needs_value: bool = True
    permission: str = ""
    check: BulkCheck | None = None
    form: BulkForm | None = None
    sends: bool = False


BULK_VERBS: Slot[BulkVerb] = Slot("actions on many conversations")

# Which kinds of numbers are masked; without a plug, those of cards.
MASKED_KINDS: Slot[Callable[[], frozenset[Kind]]] = Slot("kinds that are masked")

# Beside a buyer's tools: words and an address for who may; None for anybody else.
BUYER_LINKS: Slot[Callable[[Actor, int], tuple[str, str] | None]] = Slot("links beside a buyer")
