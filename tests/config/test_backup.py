"""Backup and restore on a real cluster: what comes back, what is refused, what stays still (H7)."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from comptoir.config.backup.manifest import BadBackup
from comptoir.config.backup.restoring import check
from comptoir.config.postgres.addresses import known_socket_folder, local_url
from comptoir.config.postgres.cluster import Cluster

SECRET = "only-for-this-desk-" + "y" * 32

FURNISH = """
from comptoir.accounts.models import Member, MemberGrant
from comptoir.accounts.models import SystemMail
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.services import receive
from comptoir.connectors.webhooks.models import Endpoint, Notice
from comptoir.conversations.models import Conversation
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.accounts.identity import identify
from comptoir.accounts.parties import Party
from comptoir.conversations.services import reply
from comptoir.kit import files
from django.db import connection
from email.message import EmailMessage
from datetime import timedelta

member = Member.objects.create_user("ada@shop.example", "secret", name="Ada")
MemberGrant.objects.create(member=member, role="administrator")
shop = Channel.objects.create(
    key="shop", name="Shop", address="desk@shop.example", language="en", acknowledge=True,
    acknowledgements={"en": {"open": "We have it.", "closed": "We have it."}}, undo_seconds=0,
    cursor={"uidvalidity": 7, "uid": 41}, settings={"imap": {"host": "127.0.0.1", "port": 1}},
)
mail = EmailMessage()
mail["From"], mail["To"] = "Camille <camille@buyer.example>", "desk@shop.example"
mail["Subject"], mail["Message-ID"] = "My order", "<one@buyer.example>"
mail.set_content("Where is my parcel?")
receive(by=Actor(ActorKind.CHANNEL, shop.pk), channel=shop, raw=mail.as_bytes())
conversation = Conversation.objects.get()
reply(by=identify(member).actor, conversation_id=conversation.pk, text="It comes tomorrow.",
      audience=Party.BUYER | Party.OPERATOR, last_seen_id=conversation.operator_last_id)
SystemMail.objects.create(recipient="new@shop.example", sender="x@y.example", subject="s", text="t")
hook = Endpoint.objects.create(name="Shop", url="https://shop.example/hook", events=["MessageReceived"],
                               tx=1, entry_id=0, sealed_secret="")
Notice.objects.create(endpoint=hook, event="ping", next_attempt_at=now(), created_at=now())
"""


@dataclass
class Desk:
    """A desk in a folder of its own, driven through the command line as an administrator does."""

    folder: Path

    def environ(self) -> dict[str, str]:
        told = {"COMPTOIR_DATA_DIR": str(self.folder), "COMPTOIR_SECRET_KEY": SECRET}
        kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        return {**kept, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings", **told}

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "comptoir.config.cli", *arguments]
        return subprocess.run(
            command, env=self.environ(), capture_output=True, text=True, check=False
        )

    def python(self, code: str) -> str:
        wrapped = f"from comptoir.config.desk import desk\nwith desk():\n    exec({code!r})\n"
        done = subprocess.run(
            [sys.executable, "-c", wrapped],
            env=self.environ(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def rows_of(desk: Desk, query: str) -> list[list[object]]:
    with Cluster(desk.folder, durable=False) as cluster, psycopg.connect(cluster.url) as asked:
        return [list(row) for row in asked.execute(query).fetchall()]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("backup")
    yield folder
    for name in ("old", "new"):
        Cluster(folder / name).destroy()


@pytest.fixture(scope="module")
def old(room: Path) -> Desk:
    """A conversation with a reply on its way, a handler that waits, a mail and a notice."""
    desk = Desk(room / "old")
    desk.python(FURNISH)
    return desk


@pytest.fixture(scope="module")
def archive(old: Desk, room: Path) -> Path:
    path = room / "desk.tar.gz"
    done = old.run("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def new(archive: Path, room: Path) -> Desk:
    """Another desk, with the backup in it."""
    desk = Desk(room / "new")
    done = desk.run("restore", str(archive))
    assert done.returncode == 0, done.stderr + done.stdout
    return desk


def test_an_archive_holds_database_files_and_manifest_but_no_secret(archive: Path) -> None:
    manifest = check(archive)

    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert names[0] == "database.dump"
    assert names[-1] == "manifest.json"
    assert len([name for name in names if name.startswith("files/")]) == 1
    assert "secret_key" not in names
    assert sorted(manifest.checksums) == sorted(names[:-1])
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_backup_overwrites_no_file(old: Desk, archive: Path) -> None:
    before = archive.read_bytes()

    done = old.run("backup", str(archive))

    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert archive.read_bytes() == before


def test_all_comes_back(old: Desk, new: Desk) -> None:
    tables = "SELECT email FROM accounts_member"
    words = "SELECT text FROM conversations_message ORDER BY id"

    assert rows_of(new, tables) == [["ada@shop.example"]]
    assert rows_of(new, words) == rows_of(old, words)
    stored = sorted(p.relative_to(old.folder) for p in (old.folder / "files").rglob("*.gz"))
    assert stored == sorted(p.relative_to(new.folder) for p in (new.folder / "files").rglob("*.gz"))


def test_h7_a_restored_desk_sends_and_fetches_nothing(new: Desk) -> None:
    waiting = rows_of(new, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")

    new.python("from comptoir.journal.worker import run\nrun(wait=False)")

    assert rows_of(new, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") == waiting
    assert waiting[0][0] != 0
    assert rows_of(new, "SELECT state, next_attempt_at FROM channels_delivery") == [
        ["unsure", None]
    ]
    assert rows_of(new, "SELECT count(*) FROM accounts_systemmail") == [[0]]
    assert rows_of(new, "SELECT state FROM connectors_webhooks_notice") == [["dead"]]
    cursor = {"uidvalidity": 7, "uid": 41}
    assert rows_of(new, "SELECT cursor FROM channels_channel") == [[cursor]]


def test_h7_the_journal_of_another_server_is_readable_by_position(new: Desk) -> None:
    found = rows_of(
        new,
        "SELECT count(*) FILTER (WHERE tx < pg_snapshot_xmin(pg_current_snapshot())) = count(*),"
        " count(*) > 3 FROM journal_entry",
    )

    assert found == [[True, True]]


def test_a_desk_with_data_is_not_replaced_by_accident(new: Desk, archive: Path) -> None:
    before = rows_of(new, "SELECT restored_at FROM journal_restoration")

    done = new.run("restore", str(archive))

    assert done.returncode == 1
    assert "--over" in done.stderr
    assert rows_of(new, "SELECT restored_at FROM journal_restoration") == before


def test_h7_handlers_of_copied_entries_acknowledge_nothing_anew(new: Desk) -> None:
    new.python(
        "from comptoir.accounts.identity import identify\n"
        "from comptoir.accounts.models import Member\n"
        "from comptoir.channels.services import go_on\n"
        "from comptoir.connectors.email import slots\n"
        "go_on(by=identify(Member.objects.get()).actor)\n"
        "class Postman:\n"
        "    def __call__(self, channel, letter, recipients): raise SystemExit('sent')\n"
        "slots.POSTMAN.plug('postman', Postman())\n"
        "from comptoir.journal.worker import run\n"
        "run(wait=False)"
    )

    states = rows_of(new, "SELECT kind, state, attempts FROM channels_delivery ORDER BY id")
    assert states == [["reply", "unsure", 0], ["acknowledgement", "unsure", 0]]
    left = "SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at IS NULL"
    assert rows_of(new, left) == []
    assert rows_of(new, "SELECT count(*) FROM journal_entry WHERE event LIKE '%DeskWentOn'") == [
        [1]
    ]


def test_a_damaged_archive_is_refused(archive: Path, room: Path) -> None:
    damaged = room / "damaged.tar.gz"
    with tarfile.open(archive) as source, tarfile.open(damaged, "w:gz") as target:
        for member in source:
            content = source.extractfile(member)
            if member.name == "database.dump":
                (room / "other").write_bytes(b"x" * member.size)
                content = (room / "other").open("rb")
            target.addfile(member, content)

    with pytest.raises(BadBackup, match="checksums do not fit"):
        check(damaged)


def test_an_archive_that_was_cut_off_is_refused(archive: Path, room: Path) -> None:
    cut = room / "cut.tar.gz"
    cut.write_bytes(archive.read_bytes()[:-2000])

    with pytest.raises(BadBackup):
        check(cut)


def test_a_restore_that_fails_leaves_the_old_desk(new: Desk, archive: Path, room: Path) -> None:
    unknown = room / "unknown.tar.gz"
    _with_a_broken_dump(archive, unknown, room)
    before = rows_of(new, "SELECT restored_at FROM journal_restoration")
    files = sorted((new.folder / "files").rglob("*"))

    done = new.run("restore", str(unknown), "--over")

    assert done.returncode == 1
    assert "pg_restore failed" in done.stderr
    assert rows_of(new, "SELECT restored_at FROM journal_restoration") == before
    assert sorted((new.folder / "files").rglob("*")) == files
    names = rows_of(new, "SELECT datname FROM pg_database WHERE datname LIKE 'comptoir%'")
    assert names == [["comptoir"]]


def _with_a_broken_dump(archive: Path, target: Path, room: Path) -> None:
    """Its checksums fit, but PostgreSQL cannot read it."""
    dump = room / "broken"
    dump.write_bytes(b"PGDMP no dump at all")
    with tarfile.open(archive) as source, tarfile.open(target, "w:gz") as out:
        for member in source:
            content = source.extractfile(member)
            assert content is not None
            if member.name == "database.dump":
                member.size = dump.stat().st_size
                out.addfile(member, dump.open("rb"))
            elif member.name == "manifest.json":
                told = json.loads(content.read())
                told["checksums"]["database.dump"] = hashlib.sha256(dump.read_bytes()).hexdigest()
                (room / "told").write_text(json.dumps(told))
                member.size = (room / "told").stat().st_size
                out.addfile(member, (room / "told").open("rb"))
            else:
                out.addfile(member, content)


def test_an_open_desk_is_not_replaced(new: Desk, archive: Path) -> None:
    with (
        Cluster(new.folder, durable=False),
        psycopg.connect(local_url(known_socket_folder(new.folder))),
    ):
        done = new.run("restore", str(archive), "--over")

    assert done.returncode == 1
    assert "stop serve, web and worker" in done.stderr


def test_over_replaces_the_desk_and_its_files(new: Desk, archive: Path) -> None:
    new.python("from comptoir.accounts.models import Member\nMember.objects.update(name='Other')")
    stray = new.folder / "files" / "raw" / "stray"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("of the replaced desk")

    done = new.run("restore", str(archive), "--over")

    assert done.returncode == 0, done.stderr
    assert rows_of(new, "SELECT name FROM accounts_member") == [["Ada"]]
    assert not stray.exists()
    assert rows_of(new, "SELECT count(*) FROM journal_restoration WHERE went_on_at IS NULL") == [
        [1]
    ]


def test_with_secrets_the_key_is_in_it(old: Desk, room: Path) -> None:
    path = room / "secret.tar.gz"

    done = old.run("backup", str(path), "--with-secrets")

    assert "keep the file as you keep a password" in done.stdout
    with tarfile.open(path) as opened:
        kept = opened.extractfile("secret_key")
        assert kept is not None and kept.read().decode() == SECRET
