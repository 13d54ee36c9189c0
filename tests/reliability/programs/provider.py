"""A mail provider: pushes each mail until it is acknowledged, and remembers only that."""

import hashlib
import hmac
import http.client
import json
import os
import sys
import time
from pathlib import Path

from tests.reliability.mails import mail


def main(told: dict[str, str]) -> None:
    journal, stop = Path(told["mails"]), Path(told["stop"])
    number = len(journal.read_text().splitlines())
    with journal.open("a") as written:
        while not stop.exists():
            deliver(told, number)
            written.write(f"{number}\n")
            written.flush()
            os.fsync(written.fileno())
            number += 1
            time.sleep(float(told["pause"]))
            while number - answered(told) > 60 and not stop.exists():
                time.sleep(0.05)


def answered(told: dict[str, str]) -> int:
    """The last mail that the agent has answered: he is not to be buried in mail."""
    return max(map(int, Path(told["replies"]).read_text().splitlines()), default=0)


def deliver(told: dict[str, str], number: int) -> None:
    while not taken(told, mail(number)):
        time.sleep(0.05)


def taken(told: dict[str, str], body: bytes) -> bool:
    timestamp = str(int(time.time()))
    signed = timestamp.encode() + b"." + body
    headers = {
        "X-Comptoir-Timestamp": timestamp,
        "X-Comptoir-Signature": hmac.new(
            told["secret"].encode(), signed, hashlib.sha256
        ).hexdigest(),
        "Content-Type": "message/rfc822",
    }
    connection = http.client.HTTPConnection("127.0.0.1", int(told["port"]), timeout=15)
    try:
        connection.request("POST", f"/hooks/mail/{told['public_id']}/raw", body, headers)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
