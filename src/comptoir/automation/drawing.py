"""What automation draws inside the desk: in the composer, and for a selection."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from comptoir.accounts.identity import Identity
from comptoir.automation import access
from comptoir.automation.policies.many import Asked, written
from comptoir.automation.queries.many import Outlook, outlook, usable_templates
from comptoir.automation.queries.picking import OpenUse, open_uses
from comptoir.automation.queries.wanting import check_own_words
from comptoir.automation.variables import NAMES, VOUCHER
from comptoir.conversations.models import Conversation
from comptoir.conversations.slots import ComposerTool
from comptoir.kit.errors import ComptoirError
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


class TemplateForm:
    """A template for a selection: which one, and what would come of it."""

    template = "automation/many.html"

    def context(
        self, identity: Identity, numbers: Sequence[int], told: QueryDict
    ) -> dict[str, Any]:
        asked = _asked(told)
        return {
            "templates": usable_templates(identity),
            "asked": asked,
            "look": _look(identity, numbers, asked) if asked.template else None,
        }

    def value(self, told: QueryDict) -> str:
        return written(_asked(told))


class ReplyForm:
    """Words of one's own for a selection."""

    template = "automation/many.html"

    def context(
        self, identity: Identity, numbers: Sequence[int], told: QueryDict
    ) -> dict[str, Any]:
        asked = _asked(told)
        return {
            "names": [each for each in NAMES.items() if each[0] not in VOUCHER],
            "asked": asked,
            "look": _look(identity, numbers, asked) if asked.text.strip() else None,
            "trouble": _trouble(asked),
        }

    def value(self, told: QueryDict) -> str:
        return written(_asked(told))


def _asked(told: QueryDict) -> Asked:
    seen = told.get("seen", "")
    return Asked(
        template=told.get("template", "")[:40],
        text=told.get("text", ""),
        audience=2 if told.get("to") == "seller" else 1,
        values=dict(zip(told.getlist("blank_name"), told.getlist("blank"), strict=False)),
        seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else None,
    )


def _look(identity: Identity, numbers: Sequence[int], asked: Asked) -> Outlook | None:
    return outlook(identity, numbers, asked) if numbers else None


def _trouble(asked: Asked) -> str:
    """What nobody could be written to, said while it is typed."""
    if not asked.text.strip():
        return ""
    try:
        check_own_words(asked.text.strip())
    except ComptoirError as refusal:
        return str(refusal)
    return ""
