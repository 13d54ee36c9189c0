"""What the house did with its figures."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.insights.states import Figure
from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresExported(Event):
    """A member took the figures of so many days as a file."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Figures of the service copied")
    member_id: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsExported(Event):
    """A member took the rows behind a figure: who wrote, and about what."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Rows behind a figure copied")
    member_id: int
    figure: Figure
    days: int
    entries: int
