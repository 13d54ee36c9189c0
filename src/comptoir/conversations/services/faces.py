"""What a row repeats of its messages, counted anew where messages moved."""

from comptoir.accounts.parties import Party
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.services import rows


def count_anew(conversation: Conversation) -> None:
    """Excerpt, last message and number for each party, as its messages are now."""
    for party, name in rows.FACES:
        bits = [audience for audience in range(1, 8) if audience & party]
        seen = Message.objects.filter(conversation=conversation, audience__in=bits)
        if party is not Party.OPERATOR:
            seen = seen.filter(released_at__isnull=False)
        last = seen.order_by("-pk").first()
        setattr(conversation, f"{name}_excerpt", rows.gist_of(last) if last else "")
        setattr(conversation, f"{name}_last_id", last.pk if last else 0)
        setattr(conversation, f"{name}_count", seen.count())
