"""What the web chat plugs into earlier packages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.mail.compose import Letter
from comptoir.channels.models import Channel
from comptoir.channels.slots import CHANNEL_PAGES, CONNECTORS, ChannelPage
from comptoir.channels.states import CHAT_KIND
from comptoir.commerce.slots import PERSON_PARTS
from comptoir.connectors.webchat.drawing import strip
from comptoir.connectors.webchat.persons import PART
from comptoir.connectors.webchat.queries import viewers_of_chats
from comptoir.conversations.queries import conversations_for
from comptoir.conversations.slots import DESK_SCRIPTS, STRIPS, TIMELINE, Names
from comptoir.journal.models import Entry
from comptoir.live.slots import SESSIONS, TOPICS
from comptoir.ui.slots import STYLES


class ChatConnector:
    """Nothing is carried: what counts stands in the chat."""

    def send(self, *, channel: Channel, letter: Letter, recipients: Sequence[str]) -> None:
        return

    def fetch(self, *, channel: Channel) -> int:
        return 0

    def load(self, *, channel: Channel, external_id: str) -> bytes:
        return b""


def may_follow(viewer: Viewer, conversation_id: int | None) -> bool:
    """One chat, for the members who may see its conversation."""
    if viewer.party is not Party.OPERATOR or conversation_id is None:
        return False
    return conversations_for(viewer).filter(pk=conversation_id).exists()


def _ended(entry: Entry, who: str, names: Names) -> tuple[str, str]:
    return "check", _("The visitor ended the chat")


def _proved(entry: Entry, who: str, names: Names) -> tuple[str, str]:
    return "key", _("The visitor proved the e-mail address by a code")


CONNECTORS.plug(CHAT_KIND, ChatConnector())
CHANNEL_PAGES.plug(
    CHAT_KIND,
    ChannelPage("webchat:change_chat", "webchat:add_chat", gettext_lazy("Add a chat"), "chat"),
)
SESSIONS.plug("webchat", viewers_of_chats)
TOPICS.plug("chat", may_follow)
TIMELINE.plug("connectors.ChatEnded", _ended)
TIMELINE.plug("connectors.VisitorProved", _proved)
STRIPS.plug("webchat", strip)
DESK_SCRIPTS.plug("webchat", "webchat/desk.js")
PERSON_PARTS.plug("webchat", PART)
STYLES.plug("webchat", "webchat/webchat.css")
