"""An agent whose browser repeats a form until it hears that it was taken, then goes on."""

import json
import os
import sys
import time
from enum import Enum, auto
from pathlib import Path

from comptoir.config.desk import set_up_django
from tests.reliability.mails import answer_to, opens_conversation, subject


def main(told: dict[str, str]) -> None:
    set_up_django()
    journal, stop = Path(told["replies"]), Path(told["stop"])
    done = [int(line) for line in journal.read_text().splitlines()]
    number = done[-1] + 1 if done else 0
    # What died with the one before may be committed: he does not stop before he has asked.
    is_in_doubt = True
    with journal.open("a") as written:
        while is_in_doubt or not stop.exists():
            if opens_conversation(number):
                waits = not is_in_doubt and is_far_ahead(told, number)
                answer = Answer.NOT_YET if waits else write_to(number)
                is_in_doubt = answer is Answer.NONE
                if answer is not Answer.WRITTEN:
                    time.sleep(0.05)
                    continue
                written.write(f"{number}\n")
                written.flush()
                os.fsync(written.fileno())
            number += 1


class Answer(Enum):
    """What the desk said to a reply; with none it may be committed all the same."""

    WRITTEN = auto()
    NOT_YET = auto()
    NONE = auto()


def is_far_ahead(told: dict[str, str], number: int) -> bool:
    """More letters than this wait to be sent already: the test asks for losses, not for load."""
    return number - len(Path(told["accepted"]).read_text().splitlines()) * 3 // 2 > 60


def write_to(number: int) -> Answer:
    """Reply to this mail; not yet while it is not there, no answer while the database is away."""
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
            return Answer.NOT_YET
        by = identify(Member.objects.get(email="agent@shop.example")).actor
        services.reply(
            by=by,
            conversation_id=found.pk,
            text=answer_to(number),
            audience=Party.BUYER,
            token=f"form-{number}",
        )
    except (InterfaceError, OperationalError, PoolTimeout):
        return Answer.NONE
    finally:
        connection.close()
    return Answer.WRITTEN


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
