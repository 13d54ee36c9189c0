"""Kills while mail comes out of a real mailbox (Dovecot) and by webhook, at the desk's own pace.

Nothing may be lost, nothing stored twice; the receiving server may see a letter again only with
its own Message-ID. `COMPTOIR_KILL_ROUNDS` sets the number of kills.
"""

import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from imapclient import IMAPClient

from comptoir.connectors.email.webhooks import signature_of
from tests.connectors.email.dovecot import PASSWORD, Dovecot, dovecot
from tests.connectors.email.mail_servers import free_port
from tests.conversations.conftest import mail

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-webhook"
ROUNDS = int(os.environ.get("COMPTOIR_KILL_ROUNDS", "5"))
PARTS = ("worker", "web", "postgres")
START_SECONDS = 120
SETTLE_SECONDS = 240


@dataclass
class Stage:
    """The desk of the test with what surrounds it."""

    home: Path
    web_port: int
    smtp_port: int
    environ: dict[str, str]
    imap: Dovecot
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    public_id: str = ""

    @property
    def journal(self) -> Path:
        return self.home / "accepted"

    def spawn(self, *arguments: str, log: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environ,
            stdout=(self.home / log).open("ab"),
            stderr=subprocess.STDOUT,
        )
        self.processes.append(process)
        return process

    def person(self, task: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.reliability.desk_person", task, str(self.home)],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            check=False,
            timeout=90,
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return dict(json.loads(done.stdout.decode().splitlines()[-1]))


@contextmanager
def stage() -> Iterator[Stage]:
    # A short path: PostgreSQL's socket lives below it. Root's children are somebody else.
    home = Path(tempfile.mkdtemp(prefix="kills-", dir="/tmp"))
    home.chmod(0o755)
    with dovecot() as imap:
        web_port, smtp_port = free_port(), free_port()
        kept = {k: v for k, v in os.environ.items() if not k.startswith("COMPTOIR_")}
        kept.pop("DATABASE_URL", None)
        environ = kept | {
            "COMPTOIR_DATA_DIR": str(home / "data"),
            "COMPTOIR_SECRET_KEY": "only-for-tests-" + "x" * 32,
            "COMPTOIR_PORT": str(web_port),
            "COMPTOIR_OUTBOUND_ALLOW": "127.0.0.0/8",
            "COMPTOIR_LOG_LEVEL": "WARNING",
        }
        desk = Stage(home, web_port, smtp_port, environ, imap)
        try:
            yield desk
        finally:
            for process in reversed(desk.processes):
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            shutil.rmtree(home, ignore_errors=True)


def start(desk: Stage) -> "subprocess.Popen[bytes]":
    """Receiver, desk, mailbox and the person who answers."""
    receiver = ("-m", "tests.reliability.receiver", str(desk.smtp_port), str(desk.journal))
    desk.journal.touch()
    desk.spawn(*receiver, log="receiver.log")
    serving = desk.spawn("-m", "comptoir.config.cli", "serve", log="serve.log")
    _wait_for_web(desk, serving)
    imap = {"host": "127.0.0.1", "port": desk.imap.port, "security": "none"}
    smtp = {"host": "127.0.0.1", "port": desk.smtp_port, "security": "none"}
    told = {
        "settings": {"user": "killed", "imap": imap, "smtp": smtp},
        "secrets": {"password": PASSWORD, "webhook_secret": SECRET},
    }
    (desk.home / "told.json").write_text(json.dumps(told))
    desk.public_id = desk.person("set_up")["public_id"]
    desk.spawn("-m", "tests.reliability.desk_person", "answer", str(desk.home), log="person.log")
    return serving


def _wait_for_web(desk: Stage, serving: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert serving.poll() is None, (desk.home / "serve.log").read_text()[-3000:]
        try:
            if httpx.get(f"http://127.0.0.1:{desk.web_port}/health").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError((desk.home / "serve.log").read_text()[-3000:])


def buyers_mail(number: int) -> bytes:
    return mail(
        f"Where is parcel {number}?",
        sender=f"buyer-{number}@buyer.example",
        subject=f"Parcel {number}",
        message_id=f"<{number}@buyer.example>",
    )


def push(desk: Stage, raw: bytes) -> None:
    """As a provider does: again and again until it hears that the mail is taken."""
    address = f"http://127.0.0.1:{desk.web_port}/hooks/mail/{desk.public_id}/raw"
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        stamp = str(int(time.time()))
        headers = {
            "X-Comptoir-Timestamp": stamp,
            "X-Comptoir-Signature": signature_of(SECRET, stamp, raw),
        }
        try:
            if httpx.post(address, content=raw, headers=headers, timeout=10).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError("the webhook never took a mail")


def feed(desk: Stage, ended: threading.Event, sent: list[int], errors: list[str]) -> None:
    """Mails by turns through the webhook and into the mailbox at Dovecot."""
    try:
        with IMAPClient("127.0.0.1", desk.imap.port, ssl=False) as box:
            box.login("killed", PASSWORD)
            for number in itertools.count(1):
                if number % 2:
                    push(desk, buyers_mail(number))
                else:
                    box.append("INBOX", buyers_mail(number))
                sent.append(number)
                if ended.wait(random.uniform(0.1, 0.6)):
                    return
    except Exception as error:  # told by the test, in its own thread
        errors.append(f"{type(error).__name__}: {error}")


def children(serving: "subprocess.Popen[bytes]") -> dict[str, int]:
    """The parts that run now, by name."""
    found: dict[str, int] = {}
    for told in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(told.read_text().rpartition(")")[2].split()[1])
            command = (told.parent / "cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            continue
        if parent != serving.pid:
            continue
        words = [word.decode(errors="replace") for word in command if word]
        name = words[-1] if "comptoir.config.cli" in words else "postgres"
        found[name] = int(told.parent.name)
    return found


def kill_one(serving: "subprocess.Popen[bytes]", chance: random.Random) -> str:
    until = time.monotonic() + 60
    name = chance.choice(PARTS)
    while time.monotonic() < until:
        if pid := children(serving).get(name):
            os.kill(pid, signal.SIGKILL)
            return name
        time.sleep(0.1)
    raise AssertionError(f"{name} did not come back within a minute")


def settled(desk: Stage, sent: list[int]) -> dict[str, Any]:
    """What the desk holds when all is done, or after the longest time it may take."""
    until = time.monotonic() + SETTLE_SECONDS
    while True:
        held = desk.person("count")
        done = sum(state == "sent" for _id, state in held["deliveries"])
        if done >= len(sent) <= len(held["mails"]) or time.monotonic() > until:
            return held
        time.sleep(3)


def run(rounds: int) -> None:
    seed = int(os.environ.get("COMPTOIR_KILL_SEED", time.time()))
    chance = random.Random(seed)
    with stage() as desk:
        serving = start(desk)
        ended, sent, errors = threading.Event(), list[int](), list[str]()
        feeding = threading.Thread(target=feed, args=[desk, ended, sent, errors], daemon=True)
        feeding.start()
        killed = []
        for _ in range(rounds):
            time.sleep(chance.uniform(0.5, 4))
            killed.append(kill_one(serving, chance))
        time.sleep(2)
        ended.set()
        feeding.join(SETTLE_SECONDS)
        held = settled(desk, sent)
        (desk.home / "stop").touch()
        accepted = desk.journal.read_text().split()
        sys.stdout.write(f"\nseed {seed}: killed {' '.join(killed)}\n")
        _judge(desk, sent, errors, held, accepted)


def _judge(
    desk: Stage, sent: list[int], errors: list[str], held: dict[str, Any], accepted: list[str]
) -> None:
    ids = [message_id for message_id, _state in held["deliveries"]]
    repeats = len(accepted) - len(set(accepted))
    sys.stdout.write(
        f"{len(sent)} mails in, {len(held['mails'])} stored, {len(held['answers'])} answers, "
        f"{len(set(accepted))} letters received, {repeats} repeated, jobs left: {held['jobs']}\n"
    )
    told = (desk.home / "serve.log").read_text()[-1500:]
    assert errors == []
    assert len(sent) > 0
    assert sorted(held["mails"]) == sorted(f"Parcel {n}" for n in sent), told
    assert held["conversations"] == len(sent)
    assert set(held["envelopes"]) == {"stored"}
    assert sorted(held["answers"]) == sorted(f"Answer to Parcel {n}." for n in sent), told
    assert sorted(state for _id, state in held["deliveries"]) == ["sent"] * len(sent), told
    assert set(accepted) == set(ids), told
    assert held["jobs"].get("failed", 0) == 0, told


# Settling may take minutes here: the kills of every run are those of test_kills.py.
@pytest.mark.long
def test_nothing_is_lost_or_stored_twice_whatever_is_killed() -> None:
    run(ROUNDS)


@pytest.mark.long
def test_nothing_is_lost_or_stored_twice_in_fifty_rounds() -> None:
    run(50)
