"""The words of routing."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mode(StrEnum):
    OFF = "off"
    SUGGEST = "suggest"
    ASSIGN = "assign"


MODE_NAMES = {
    Mode.OFF: pgettext_lazy("routing", "Everybody takes for himself"),
    Mode.SUGGEST: _("Say who is next"),
    Mode.ASSIGN: _("Give it to who is next"),
}


class Why(StrEnum):
    """Which rule decided between those who could take it."""

    ALONE = "alone"
    TURN = "turn"
    LOAD = "load"
    IDLE = "idle"


class Back(StrEnum):
    """Why a conversation of somebody who is away went back to the team."""

    MESSAGE = "message"
    PROMISE = "promise"
