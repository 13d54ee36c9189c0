"""A row, a letter, the composer: what the workspace draws."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.safestring import SafeString

from comptoir.accounts.parties import Party
from comptoir.commerce.queries.labels import Label
from comptoir.conversations.shapes.beside import CallLine, SideLine
from comptoir.conversations.states import Being


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu: what is sent, what is read."""

    key: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """`party` gives hue and icon, `name` the initials."""

    id: int
    name: str
    party: Party = Party.OPERATOR


@dataclass(frozen=True, slots=True)
class Here:
    """A colleague who has the conversation open."""

    who: Person
    being: Being


@dataclass(frozen=True, slots=True)
class Clock:
    """The promise that is due next. `left_when_paused` counts seconds while it stands still."""

    started_at: datetime
    due_at: datetime
    promise: str
    by_whose_clock: str
    left_when_paused: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelBadge:
    """`profile` names the marketplace (amazon, ebay, mirakl, generic) and so the icon."""

    profile: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in a list."""

    number: int
    who: Person
    channel: ChannelBadge
    subject: str
    gist: str
    language: str
    last_at: datetime
    unread: bool
    country: str = ""
    order_number: str = ""
    tags: tuple[str, ...] = ()
    assignee: Person | None = None
    clock: Clock | None = None
    priority: int = 0
    status: str = ""
    category: str = ""
    reason: str = ""
    files: int = 0
    is_back: bool = False
    seller: str = ""
    status_name: str = ""
    team: str = ""
    waiting_since: datetime | None = None
    labels: tuple[Label, ...] = ()


class FileKind(StrEnum):
    PICTURE = "picture"
    PDF = "pdf"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class File:
    """`thumb_url` and `page_urls` serve the safe copy; `download_url` the original (signed)."""

    public_id: str
    name: str
    kind: FileKind
    size: int
    download_url: str
    thumb_url: str = ""
    page_urls: tuple[str, ...] = ()
    waiting: bool = False
    refused: str = ""
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """How an outgoing message fares. `undo_until` is set while it can still be taken back."""

    state: str
    label: str
    tone: str
    explanation: str = ""
    undo_until: datetime | None = None
    can_resend: bool = False


@dataclass(frozen=True, slots=True)
class Authenticity:
    """What the receiving server found: is the sender who he says he is."""

    label: str
    tone: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. A note is a letter that only the operator's side may ever see."""

    id: int
    author: Person
    audience: tuple[Party, ...]
    at: datetime
    text: str
    language: str
    is_note: bool = False
    called: tuple[str, ...] = ()
    is_mine: bool = False
    address: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    quoted: str = ""
    html_url: str = ""
    files: tuple[File, ...] = ()
    pictures: tuple[File, ...] = ()
    sending: Sending | None = None
    awaits_approval: bool = False
    authenticity: Authenticity | None = None
    mark: str = ""
    notices: tuple[str, ...] = ()
    raw_url: str = ""
    outside: str = ""
    call: CallLine | None = None
    is_misdirected: bool = False
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class SystemLine:
    """One quiet line of the timeline: an icon and a sentence; `id` is its entry's."""

    at: datetime
    icon: str
    text: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    key: str
    label: str
    category: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """A colleague's reply that leaves by itself."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation as the agent reads it. `items` are letters and system lines in order."""

    number: int
    subject: str
    who: Person
    channel: ChannelBadge
    status: Status
    items: tuple[Letter | SystemLine, ...]
    last_message_id: int
    reason: Choice | None = None
    reason_is_proposed: bool = False
    order_number: str = ""
    house: str = ""
    clock: Clock | None = None
    assignee: Person | None = None
    team: Person | None = None
    tags: tuple[str, ...] = ()
    priority: int = 0
    is_spam: bool = False
    suspected_spam: str = ""
    is_paused: bool = False
    waits_for_us: bool = False
    earlier_than: int | None = None
    first_unread_id: int | None = None
    banner: str = ""
    merged_into: int | None = None
    may: frozenset[str] = frozenset()
    asleep: bool = False
    asleep_until: datetime | None = None
    leaving: tuple[Leaving, ...] = ()
    sides: tuple[SideLine, ...] = ()
    side_of: int | None = None
    third_party: str = ""
    followers: tuple[Person, ...] = ()
    is_followed: bool = False


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Somebody was faster: who did what, and the form that does it nevertheless."""

    text: str
    at: datetime | None
    url: str
    fields: tuple[tuple[str, str], ...]
    label: str


@dataclass(frozen=True, slots=True)
class PartySwitch:
    """One audience chip of the composer. `asks` is the question shown before it is turned on;
    `address` is where the party is reached, as far as it is known.
    """

    party: Party
    name: str
    is_on: bool
    is_fixed: bool = False
    asks: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ComposerTool:
    """What a later package adds: a button at the composer's foot, a panel under its words."""

    button: SafeString
    panel: SafeString


@dataclass(frozen=True, slots=True)
class Composer:
    """`limit` is in characters; `plain_only` forbids formatting; `rules` are shown as hints.

    `instead` is where the buyer's letter goes rather than to his own address.
    `companions` also got the last mail: they are offered in Cc while its author's party reads the
    answer (`companions_of`).

    `token` goes back with what is sent: the same form twice is one message. `outside` is who reads
    it in a side conversation, `send_outside` what its button says. With `opens_next` the next
    conversation opens when this one's reply was sent.
    """

    mode: str
    audience: tuple[PartySwitch, ...]
    text: str
    language: str
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    has_buyer: bool = False
    companions: tuple[str, ...] = ()
    companions_of: str = ""
    files: tuple[File, ...] = ()
    saved_at: datetime | None = None
    limit: int | None = None
    plain_only: bool = False
    rules: tuple[str, ...] = ()
    colleagues: tuple[Person, ...] = ()
    refusal: str = ""
    needs_approval: bool = False
    token: str = ""
    tools: tuple[ComposerTool, ...] = ()
    leaves_at: datetime | None = None
    outside: str = ""
    send_outside: str = ""
    opens_next: bool = False


@dataclass(frozen=True, slots=True)
class Menus:
    """The choices of the menus of one conversation."""

    reasons: tuple[Choice, ...] = ()
    teams: tuple[Choice, ...] = ()
    members: tuple[Choice, ...] = ()
    statuses: tuple[Choice, ...] = ()
    tags: tuple[str, ...] = ()
    priorities: tuple[Choice, ...] = field(default=())
