"""The receiving mail server: writes down what it accepts before it says so, and has its moods."""

import asyncio
import os
import random
import sys
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """A line of the journal: the Message-ID, and `cut` where the answer never left."""

    def __init__(self, journal: Path, seed: int) -> None:
        self.journal = journal.open("a")
        self.chance = random.Random(seed)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mood = self.chance.random()
        if mood < 0.08:
            return "451 come back later"
        if mood < 0.12:
            server.transport.abort()
            return "451 gone"
        if mood < 0.30:
            await asyncio.sleep(self.chance.uniform(0.1, 0.8))
        is_cut = mood > 0.95
        self.write_down(envelope.content, "cut" if is_cut else "answered")
        if is_cut:
            server.transport.abort()
        return "250 taken"

    def write_down(self, raw: bytes, how: str) -> None:
        number = str(message_from_bytes(raw)["Message-ID"]).strip()
        self.journal.write(f"{number} {how}\n")
        self.journal.flush()
        os.fsync(self.journal.fileno())


def main(port: int, journal: Path, seed: int) -> None:
    controller = Controller(Postbox(journal, seed), hostname="127.0.0.1", port=port)
    controller.start()
    sys.stdout.write("open\n")
    sys.stdout.flush()
    sys.stdin.read()
    controller.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
