"""What the house decides for all its conversations, and does to many at once."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.conversations.states import Category
from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeAsked(Event):
    """A team notes an outcome whenever it resolves something, or does so no more."""

    SUBJECT: ClassVar = ("team", "team_id")
    SAID: ClassVar = _("Asking for an outcome changed")
    team_id: int
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdPartyChanged(Event):
    """A third party is called otherwise, or is offered no more."""

    SUBJECT: ClassVar = ("third_party", "third_party_id")
    SAID: ClassVar = _("Third party changed")
    third_party_id: int
    is_offered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkStarted(Event):
    """A member does one thing to many conversations; each tells what became of it itself."""

    SUBJECT: ClassVar = ("bulk", "run_id")
    SAID: ClassVar = _("One action on many conversations started")
    run_id: int
    conversations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkUndone(Event):
    """He took it back, as far as nobody changed it since."""

    SUBJECT: ClassVar = ("bulk", "run_id")
    SAID: ClassVar = _("One action on many conversations undone")
    run_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusAdded(Event):
    """The house has a status of its own more."""

    SUBJECT: ClassVar = ("status", "status_number")
    SAID: ClassVar = _("Status added")
    status_number: int
    category: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusDefined(Event):
    """A status has other words, or, while nobody used it, another category."""

    SUBJECT: ClassVar = ("status", "status_number")
    SAID: ClassVar = _("Words of a status changed")
    status_number: int
    category: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMoved(Event):
    """A status stands at another place of the menus; 0 is the first."""

    SUBJECT: ClassVar = ("status", "status_number")
    SAID: ClassVar = _("Status moved in the menus")
    status_number: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRemoved(Event):
    """A status that no conversation had is gone."""

    SUBJECT: ClassVar = ("status", "status_number")
    SAID: ClassVar = _("Status removed")
    status_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSaved(Event):
    """A view was made or changed; `is_shared`: others see it too."""

    SUBJECT: ClassVar = ("view", "view_id")
    SAID: ClassVar = _("View saved")
    view_id: int
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRemoved(Event):
    SUBJECT: ClassVar = ("view", "view_id")
    SAID: ClassVar = _("View removed")
    view_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerOptedOut(Event):
    """A buyer wants answers only, or no more."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Buyer’s wish for answers only noted")
    buyer_id: int
    is_so: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsShared(Event):
    """Colleagues read the drafts of a team's conversations, or do so no more."""

    SUBJECT: ClassVar = ("team", "team_id")
    SAID: ClassVar = _("Sharing of drafts changed")
    team_id: int
    is_shared: bool
