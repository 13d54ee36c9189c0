"""What the house decides for all its conversations, and does to many at once."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.conversations.states import Category, Intent
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
class ReasonAdded(Event):
    """The house has a contact reason of its own."""

    SUBJECT: ClassVar = ("reason", "reason_id")
    SAID: ClassVar = _("Contact reason added")
    reason_id: int
    reason: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonWorded(Event):
    """A contact reason is called otherwise in some languages."""

    SUBJECT: ClassVar = ("reason", "reason_id")
    SAID: ClassVar = _("Words of a contact reason changed")
    reason_id: int
    reason: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonMoved(Event):
    """A contact reason stands at another place among those of its side; 0 is the first."""

    SUBJECT: ClassVar = ("reason", "reason_id")
    SAID: ClassVar = _("Contact reason moved in the menus")
    reason_id: int
    reason: Intent
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRetired(Event):
    """A contact reason is offered and proposed no more."""

    SUBJECT: ClassVar = ("reason", "reason_id")
    SAID: ClassVar = _("Contact reason retired")
    reason_id: int
    reason: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonOffered(Event):
    """A retired contact reason is offered again."""

    SUBJECT: ClassVar = ("reason", "reason_id")
    SAID: ClassVar = _("Contact reason offered again")
    reason_id: int
    reason: Intent


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
