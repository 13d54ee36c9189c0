"""The ways by which a member is told, and what a notice is about."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(StrEnum):
    APP = "app"
    PUSH = "push"
    MAIL = "mail"


WAY_NAMES: dict[Way, "str | Promise"] = {
    Way.APP: _("In the app"),
    Way.PUSH: pgettext_lazy("notifications", "Push"),
    Way.MAIL: pgettext_lazy("notifications", "Mail"),
}
EVERY_WAY = frozenset(Way)


@dataclass(frozen=True, slots=True)
class About:
    """What a notice is about, by the journal's name of its kind, and the very place in it.

    Team and channel are those of now: by them a member narrows what he is told.
    """

    kind: str
    id: int
    place_id: int | None = None
    team_id: int | None = None
    channel_id: int | None = None
