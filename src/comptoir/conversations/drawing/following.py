"""Who follows a conversation: a bell and small faces, and a sentence for who sees none of it."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comptoir.conversations.shapes import Person
from comptoir.ui import render

SHOWN = 3


def draw_followers(people: Sequence[Person]) -> SafeString:
    if not people:
        return SafeString("")
    said = _("Followed by %(names)s") % {"names": ", ".join(each.name for each in people)}
    faces = "".join(render.face(each.name, "operator", tiny=True) for each in people[:SHOWN])
    more = len(people) - SHOWN
    count = f'<span class="num">+{more}</span>' if more > 0 else ""
    return mark_safe(
        f'<span class="followers"><span class="faces" title="{escape(said)}" aria-hidden="true">'
        f"{render.icon('bell', 'xs')}{faces}{count}</span>"
        f'<span class="only-read">{escape(said)}</span></span>'
    )
