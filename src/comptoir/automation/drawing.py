"""What automation draws inside the composer."""

import re
from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from comptoir.accounts.identity import Identity
from comptoir.automation import access
from comptoir.automation.queries.picking import OpenUse, open_uses
from comptoir.conversations.models import Conversation
from comptoir.conversations.slots import ComposerTool
from comptoir.kit.pictures import Mark, pieces

_PLACE = re.compile(r"\{\{[^{}\n]{1,90}\}\}")


def composer_tool(identity: Identity, conversation: Conversation) -> ComposerTool | None:
    """The button that opens the picker, the picker, and what was picked and not sent."""
    if not access.may(identity.actor, access.USE, team_id=conversation.team_id):
        return None
    context = {"number": conversation.pk, "uses": open_uses(identity, conversation)}
    button = render_to_string("automation/picker.html#button", context)
    return ComposerTool(button, render_to_string("automation/picker.html", context))


def draw_uses(uses: list[OpenUse], number: int) -> SafeString:
    """What was picked, with its actions, as it stands under the words."""
    return render_to_string("automation/picker.html#uses", {"uses": uses, "number": number})


def marked(text: str, pictures: Mapping[str, str] | None = None) -> SafeString:
    """Words with their placeholders marked, and the pictures that are known by name."""
    return mark_safe("".join(_drawn(each, pictures or {}) for each in pieces(text)))


def _drawn(piece: str | Mark, pictures: Mapping[str, str]) -> str:
    if isinstance(piece, Mark) and piece.name in pictures:
        said = '<img class="in-words" src="{}" alt="{}" loading="lazy">'
        return format_html(said, pictures[piece.name], piece.alt)
    escaped = conditional_escape(str(piece))
    return _PLACE.sub(lambda place: f"<mark>{place.group()}</mark>", escaped)
