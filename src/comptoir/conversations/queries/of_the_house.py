"""All rows, whoever may read them: for what the house does with its records, shown to nobody.

Counting, erasing and keeping concern everything that is stored; what is read by people goes
through `doors`.
"""

from django.db.models import QuerySet

from comptoir.conversations.models import Conversation, Message


def all_conversations() -> QuerySet[Conversation]:
    return Conversation.objects.all()


def all_messages() -> QuerySet[Message]:
    return Message.objects.all()
