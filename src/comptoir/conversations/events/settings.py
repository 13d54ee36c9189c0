"""What the house decides for all its conversations, and does to many at once."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.conversations.states import Category
from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeAsked(Event):
    """A team notes an outcome whenever it resolves something, or does so no more."""

    SUBJECT: ClassVar = ("team", "team_id")
    team_id: int
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdPartyChanged(Event):
    """A third party is called otherwise, or is offered no more."""

    SUBJECT: ClassVar = ("third_party", "third_party_id")
    third_party_id: int
    is_offered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkStarted(Event):
    """A member does one thing to many conversations; each tells what became of it itself."""

    SUBJECT: ClassVar = ("bulk", "run_id")
    run_id: int
    conversations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkUndone(Event):
    """He took it back, as far as nobody changed it since."""

    SUBJECT: ClassVar = ("bulk", "run_id")
    run_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusAdded(Event):
    """The house has a status of its own more."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int
    category: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusDefined(Event):
    """A status has other words, or, while nobody used it, another category."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int
    category: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMoved(Event):
    """A status stands at another place of the menus; 0 is the first."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRemoved(Event):
    """A status that no conversation had is gone."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSaved(Event):
    """A view was made or changed; `is_shared`: others see it too."""

    SUBJECT: ClassVar = ("view", "view_id")
    view_id: int
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRemoved(Event):
    SUBJECT: ClassVar = ("view", "view_id")
    view_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerOptedOut(Event):
    """A buyer wants answers only, or no more."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    buyer_id: int
    is_so: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsShared(Event):
    """Colleagues read the drafts of a team's conversations, or do so no more."""

    SUBJECT: ClassVar = ("team", "team_id")
    team_id: int
    is_shared: bool
