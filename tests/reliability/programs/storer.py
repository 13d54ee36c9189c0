"""Puts mails through the intake, at a rate or as fast as it can, and writes down when each was stored."""

import json
import sys
import time
from pathlib import Path

from comptoir.config.desk import set_up_django
from tests.reliability.mails import letter


def main(told: dict) -> None:
    """`numbers` first and last, `conversations` they belong to, `per_second` (0: at once)."""
    set_up_django()
    from comptoir.channels.models import Channel
    from comptoir.channels.services import receive
    from comptoir.kit.actor import Actor, ActorKind

    channel = Channel.objects.get(public_id=told["public_id"])
    by = Actor(ActorKind.CHANNEL, channel.pk)
    first, last = told["numbers"]
    begin = time.monotonic()
    with Path(told["stored"]).open("a") as journal:
        for number in range(first, last):
            if told["per_second"]:
                due = begin + (number - first) / told["per_second"]
                time.sleep(max(0.0, due - time.monotonic()))
            raw = letter(number, opening=number % told["conversations"])
            receive(by=by, channel=channel, raw=raw)
            journal.write(f"{number} {time.time()}\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
