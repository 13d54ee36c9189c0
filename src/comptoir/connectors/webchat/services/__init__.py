"""The verbs of the web chat."""

from comptoir.connectors.webchat.services.leaving import forget_visits, mail_if_left
from comptoir.connectors.webchat.services.pacing import forget_pace, keep_pace
from comptoir.connectors.webchat.services.proving import ask_for_code, prove
from comptoir.connectors.webchat.services.settings import (
    ChatValues,
    add_chat,
    change_chat,
    renew_secret,
)
from comptoir.connectors.webchat.services.talking import end, say
from comptoir.connectors.webchat.services.visits import (
    PageSeen,
    agent_types,
    be_here,
    open_visit,
    visitor_types,
)

__all__ = [
    "ChatValues",
    "PageSeen",
    "add_chat",
    "agent_types",
    "ask_for_code",
    "be_here",
    "change_chat",
    "end",
    "forget_pace",
    "forget_visits",
    "keep_pace",
    "mail_if_left",
    "open_visit",
    "prove",
    "renew_secret",
    "say",
    "visitor_types",
]
