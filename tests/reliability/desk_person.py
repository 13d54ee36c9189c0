"""A process beside the desk that nobody kills: sets it up, answers its mail, counts at the end.

Arguments: what to do (`set_up`, `answer`, `count`) and a folder for its notes.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from comptoir.config.desk import desk

PAUSE = 0.2


def set_up(told: dict[str, Any]) -> dict[str, Any]:
    """One agent, one mailbox that reads and sends at the servers of the test."""
    from comptoir.accounts.models import Member, MemberGrant
    from comptoir.channels.models import Channel
    from comptoir.kit.secrets import seal

    member = Member.objects.create_user("ines@shop.example", "secret", name="Inès Bernard")
    MemberGrant.objects.create(member=member, role="agent")
    channel = Channel.objects.create(
        key="shop",
        name="Shop",
        address="desk@shop.example",
        undo_seconds=0,
        settings=told["settings"],
        sealed=seal(json.dumps(told["secrets"])),
    )
    return {"public_id": str(channel.public_id)}


def answer(notes: Path) -> None:
    """One reply to each conversation, whatever breaks meanwhile, until `stop` is there."""
    from django.db import DatabaseError, InterfaceError, connection

    while not (notes / "stop").exists():
        try:
            _answer_all()
        except (DatabaseError, InterfaceError, OSError) as error:
            sys.stderr.write(f"the person waits: {type(error).__name__}\n")
            connection.close()
        time.sleep(PAUSE)


def _answer_all() -> None:
    from comptoir.accounts.identity import identify
    from comptoir.accounts.models import Member
    from comptoir.accounts.parties import Party
    from comptoir.conversations import services
    from comptoir.conversations.models import Conversation, Message

    by = identify(Member.objects.get()).actor
    answered = Message.objects.filter(author_kind="agent").values("conversation_id")
    for conversation in Conversation.objects.exclude(pk__in=answered).order_by("pk")[:20]:
        services.reply(
            by=by,
            conversation_id=conversation.pk,
            text=f"Answer to {conversation.subject}.",
            audience=Party.BUYER,
        )


def count() -> dict[str, Any]:
    """What the desk holds."""
    from comptoir.channels.models import Delivery, Envelope
    from comptoir.conversations.models import Conversation, Message
    from comptoir.kit.db import rows

    bought = Message.objects.filter(author_kind="buyer").order_by("pk")
    jobs = rows("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
    return {
        "mails": list(bought.values_list("subject", flat=True)),
        "conversations": Conversation.objects.count(),
        "answers": list(Message.objects.filter(author_kind="agent").values_list("text", flat=True)),
        "deliveries": list(Delivery.objects.values_list("message_id", "state")),
        "envelopes": list(Envelope.objects.values_list("state", flat=True)),
        "jobs": dict(jobs),
    }


def main() -> None:
    task, notes = sys.argv[1], Path(sys.argv[2])
    with desk(migrated=False):
        if task == "answer":
            answer(notes)
            return
        told = json.loads((notes / "told.json").read_text()) if task == "set_up" else {}
        sys.stdout.write(json.dumps(set_up(told) if task == "set_up" else count()) + "\n")


if __name__ == "__main__":
    main()
