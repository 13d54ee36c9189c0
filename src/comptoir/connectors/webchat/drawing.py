"""The line over a chat's conversation: is he here, on which page, what is known of him."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity
from comptoir.channels.states import CHAT_KIND
from comptoir.connectors.webchat.forms import LANGUAGE_NAMES
from comptoir.connectors.webchat.queries import VisitorSeen, visitor_of
from comptoir.conversations.models import Conversation


def strip(identity: Identity, conversation: Conversation) -> SafeString | None:
    """None for what is no chat, without asking the database."""
    return draw_strip(conversation) if conversation.channel.kind == CHAT_KIND else None


def draw_strip(conversation: Conversation) -> SafeString | None:
    if conversation.channel.kind != CHAT_KIND:
        return None
    found = visitor_of(conversation)
    page = {
        "number": conversation.pk,
        "visitor": found,
        "language": _language(found),
        "known": _known(found),
    }
    return SafeString(render_to_string("webchat/strip.html", page))


def _language(found: VisitorSeen | None) -> str:
    told = found.language[:2] if found else ""
    return str(LANGUAGE_NAMES.get(told, told))


def _known(found: VisitorSeen | None) -> str:
    """How sure it is who writes."""
    if found is None:
        return ""
    if found.is_identified:
        return _("Signed in at the shop")
    if found.is_proved:
        return _("%(address)s, proved by a code") % {"address": found.address}
    if found.address:
        return _("%(address)s, not proved") % {"address": found.address}
    return _("Has not said who it is")
