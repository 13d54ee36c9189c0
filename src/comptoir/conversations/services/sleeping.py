"""The rows of what is set aside, for verbs that hold the conversation's lock."""

from comptoir.conversations.models import Conversation, Message, Snooze
from comptoir.conversations.policies.thanks import is_plain_thanks
from comptoir.conversations.states import Category
from comptoir.kit.clock import now

# Who a buyer or a seller is, in a message; nobody else's thanks count.
_CUSTOMERS = ("buyer", "seller")


def open_snooze(conversation: Conversation) -> Snooze | None:
    return Snooze.objects.filter(conversation=conversation, ended_at=None).first()


def end_snooze(conversation: Conversation) -> None:
    """It is awake, whatever woke it: its time counts no more."""
    Snooze.objects.filter(conversation=conversation, ended_at=None).update(ended_at=now())


def sleeps_through(conversation: Conversation, message: Message) -> bool:
    """Whether this message is but a thank-you that wakes nobody; files are never thanks alone."""
    if conversation.category != Category.SNOOZED or message.author_kind not in _CUSTOMERS:
        return False
    if message.files or not is_plain_thanks(message.text):
        return False
    found = open_snooze(conversation)
    return found is not None and found.sleeps_through_thanks
