"""Who else is at a conversation: a face for each, and a sentence."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.conversations.shapes import Here
from comptoir.conversations.states import Being
from comptoir.ui import render

SHOWN = 3
_STATES = {Being.COMPOSING: "typing", Being.VIEWING: "", Being.AWAY: "away"}
_SIGNS = {Being.COMPOSING: "pen", Being.VIEWING: "eye", Being.AWAY: "eye"}


def draw_here(people: Sequence[Here]) -> SafeString:
    """Faces behind the sign of what the first of them does; the words for who sees none of it."""
    if not people:
        return SafeString("")
    sign = render.icon(_SIGNS[people[0].being], "xs")
    said = " · ".join(in_words(one) for one in people)
    faces = "".join(
        render.face(one.who.name, "operator", tiny=True, state=_STATES[one.being])
        for one in people[:SHOWN]
    )
    more = len(people) - SHOWN
    count = f'<span class="num">+{more}</span>' if more > 0 else ""
    return mark_safe(
        f'<span class="faces" title="{escape(said)}" aria-hidden="true">{sign}{faces}{count}</span>'
        f'<span class="only-read">{escape(said)}</span>'
    )


def in_words(one: Here) -> str:
    name = {"name": one.who.name}
    match one.being:
        case Being.COMPOSING:
            return _("%(name)s is writing") % name
        case Being.VIEWING:
            return _("%(name)s is reading") % name
        case Being.AWAY:
            return _("%(name)s has it open in the background") % name


def who_writes(people: Sequence[Here]) -> str:
    """One short line for the head of the conversation; empty while nobody writes."""
    writing = [one for one in people if one.being is Being.COMPOSING]
    if len(writing) == 1:
        return in_words(writing[0])
    count = len(writing)
    if not count:
        return ""
    return ngettext("%(count)s is writing", "%(count)s are writing", count) % {"count": count}
