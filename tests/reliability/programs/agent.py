"""An agent whose browser repeats a form until it hears that it was taken, then goes on."""

import json
import os
import sys
import time
from pathlib import Path

from comptoir.config.desk import set_up_django
from tests.reliability.mails import answer_to, opens_conversation, subject


def main(told: dict[str, str]) -> None:
    set_up_django()
    journal, stop = Path(told["replies"]), Path(told["stop"])
    done = [int(line) for line in journal.read_text().splitlines()]
    number = done[-1] + 1 if done else 0
    with journal.open("a") as written:
        while not stop.exists():
            if opens_conversation(number):
                if is_far_ahead(told, number) or not written_to(number):
                    time.sleep(0.05)
                    continue
                written.write(f"{number}\n")
                written.flush()
                os.fsync(written.fileno())
            number += 1


def is_far_ahead(told: dict[str, str], number: int) -> bool:
    """More letters than this wait to be sent already: the test asks for losses, not for load."""
    return number - len(Path(told["accepted"]).read_text().splitlines()) * 3 // 2 > 60


def written_to(number: int) -> bool:
    """Whether the reply is committed; False while its mail is not there, or the database away."""
    from django.db import InterfaceError, OperationalError, connection
    from psycopg_pool import PoolTimeout

    from comptoir.accounts.identity import identify
    from comptoir.accounts.models import Member
    from comptoir.accounts.parties import Party
    from comptoir.conversations import services
    from comptoir.conversations.models import Conversation

    try:
        found = Conversation.objects.filter(subject=subject(number)).first()
        if found is None:
            return False
        by = identify(Member.objects.get(email="agent@shop.example")).actor
        services.reply(
            by=by,
            conversation_id=found.pk,
            text=answer_to(number),
            audience=Party.BUYER,
            token=f"form-{number}",
        )
    except (InterfaceError, OperationalError, PoolTimeout):
        return False
    finally:
        connection.close()
    return True


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
