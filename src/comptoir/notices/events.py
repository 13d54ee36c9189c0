"""What members change about how they are told. Notices are no events: they follow them."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesChanged(Event):
    """A member chose how he wants to be told."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Notification settings changed")
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserAdded(Event):
    """A member lets us push to one of his browsers."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Browser added for push")
    member_id: int
    browser_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserRemoved(Event):
    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Browser for push removed")
    member_id: int
    browser_id: int
