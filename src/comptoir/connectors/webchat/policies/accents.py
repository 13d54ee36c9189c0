"""The colours a chat may wear: each bears white words in the light, and dark ones at night."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Accent:
    name: str | Promise
    light: str
    dark: str


ACCENTS = {
    "teal": Accent(_("Teal"), "#0f6b66", "#5cc7bf"),
    "blue": Accent(_("Blue"), "#1f5fae", "#86b8f0"),
    "violet": Accent(_("Violet"), "#6a4bb0", "#bda6ee"),
    "plum": Accent(_("Plum"), "#8d3568", "#e59ec4"),
    "brick": Accent(_("Brick"), "#a13e22", "#eea58c"),
    "moss": Accent(_("Moss"), "#456b1f", "#a9cf80"),
    "slate": Accent(_("Slate"), "#475363", "#b3bfcd"),
}
USUAL = "teal"
# What is written on them.
ON_LIGHT, ON_DARK = "#ffffff", "#14181c"


def accent(key: str) -> Accent:
    return ACCENTS.get(key, ACCENTS[USUAL])
