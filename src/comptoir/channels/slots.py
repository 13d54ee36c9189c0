"""What channels ask of others: the desk that takes messages in, the connectors that carry them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.forms import Form
from django.utils.functional import Promise

from comptoir.channels.mail.compose import Letter
from comptoir.channels.mail.shapes import Bounce, Mail
from comptoir.channels.models import Channel, Delivery
from comptoir.kit.actor import Actor
from comptoir.kit.slots import Slot

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that passed intake and waits for its conversation.

    `thread_key` is the conversation that a reply address signed by us names; `order_numbers` were
    found by the profile's patterns; `is_relay` marks a sender address that is no person's.
    """

    channel: Channel
    envelope_id: int
    mail: Mail
    received_at: datetime
    profile: str = "generic"
    is_relay: bool = False
    thread_key: int | None = None
    order_numbers: tuple[str, ...] = ()
    suspicion: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    conversation_id: int
    message_id: int
    opened: bool


class Desk(Protocol):
    """Plugged once, by `conversations`. Every call runs in the caller's transaction."""

    def take_in(self, *, by: Actor, incoming: Incoming) -> TakenIn: ...

    def hold_still(self, *, delivery_id: int) -> None:
        """Lock what the delivery belongs to. Asked before a delivery that the desk hears of is
        locked: a conversation comes before its deliveries, or two who meet wait for ever."""
        ...

    def letter_for(self, *, delivery: Delivery) -> Letter | None:
        """The words of a delivery, or None when its message is gone."""
        ...

    def release(self, *, by: Actor, delivery: Delivery) -> None:
        """The time to undo is over: the message leaves the house now."""
        ...

    def note_delivery(self, *, by: Actor, delivery: Delivery) -> None:
        """A delivery was sent, failed for good or came back."""
        ...

    def came_back(self, *, by: Actor, delivery: Delivery, bounce: Bounce) -> None:
        """A mail of ours came back."""
        ...


class Connector(Protocol):
    """One kind of channel."""

    def send(self, *, channel: Channel, letter: Letter, recipients: Sequence[str]) -> None:
        """Hand one letter over for these of its recipients; raises ConnectorError."""
        ...

    def fetch(self, *, channel: Channel) -> int:
        """Receive what is new; returns how many. Raises ConnectorError."""
        ...

    def load(self, *, channel: Channel, external_id: str) -> bytes:
        """One thing once more that could not be loaded before; raises ConnectorError."""
        ...


@dataclass(frozen=True, slots=True)
class Connection:
    """How a channel is reached: settings to keep (None forgets one) and secrets to seal."""

    settings: Mapping[str, Any]
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setup:
    """The part of a channel's page that only its connector knows.

    `check` tries both ways and says in a sentence what it found, or raises ConnectorError.
    `sign_in_url` leads to the provider's own sign-in, "" where there is none.
    """

    form: type[Form]
    template: str
    initial: Callable[[Channel], dict[str, Any]]
    connection: Callable[[Form], Connection]
    check: Callable[[Channel], str]
    sign_in_url: Callable[[Channel], str]
    facts: Callable[[Channel | None], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """A page that a connector has for its channels; `url_name` takes the channel's id."""

    url_name: str
    add_url_name: str
    add_label: str | Promise
    icon: str


# By kind of channel.
CHANNEL_PAGES: Slot[ChannelPage] = Slot("pages of channels")
SETUPS: Slot[Setup] = Slot("set-up of channels")
DESK: Slot[Desk] = Slot("desk")
CONNECTORS: Slot[Connector] = Slot("connectors")


# Ids of envelopes whose originals nobody may take away, whatever their channel says.
HELD_ORIGINALS: Slot[Callable[[], "QuerySet[Any, Any]"]] = Slot("originals that are held back")


@dataclass(frozen=True, slots=True)
class Check:
    """What somebody who looked at the machine says: `level` is ok, warn or fail; `about` its key,
    `name` that in the reader's language; `todo` what to do next where it is not well."""

    level: str
    about: str
    text: str
    name: str = ""
    todo: str = ""


# What looks deeper than the program itself: the doctor of the command line.
CHECKS: Slot[Callable[[], Sequence[Check]]] = Slot("checks of the machine")
