"""A mail server of its own process: writes down each Message-ID before it says that it took it.

Arguments: port, journal. It lives until it is stopped.
"""

import os
import re
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*<([^>]+)>")


class Journal:
    def __init__(self, path: Path) -> None:
        self.file = path.open("ab", buffering=0)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        found = MESSAGE_ID.search(raw)
        self.file.write((found.group(1) if found else b"none") + b"\n")
        os.fsync(self.file.fileno())
        return "250 taken"


def main() -> None:
    port, journal = int(sys.argv[1]), Path(sys.argv[2])
    Controller(Journal(journal), hostname="127.0.0.1", port=port).start()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
