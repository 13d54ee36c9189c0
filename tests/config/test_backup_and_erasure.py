"""Somebody who was erased does not come back with an older backup (I1, H7)."""

import gzip
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from comptoir.config.backup.programs import program
from comptoir.config.postgres.cluster import Cluster
from tests.config.test_backup import FURNISH, Desk

WORDS = ("Camille", "camille@buyer.example", "Where is my parcel")

ERASE = """
from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member
from comptoir.commerce.models import Buyer
from comptoir.conversations.models import Conversation
from comptoir.conversations.services import set_status
from comptoir.records import services
by = identify(Member.objects.get()).actor
set_status(by=by, conversation_id=Conversation.objects.get().pk, status="resolved")
erasure = services.ask_erasure(by=by, buyer_id=Buyer.objects.get().pk, name="Camille")
services.erase(erasure_id=erasure.pk)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    desk.python(FURNISH)
    yield desk
    Cluster(desk.folder).destroy()


def everything_kept(desk: Desk) -> str:
    """The whole database as SQL and every file of the store, unpacked."""
    with Cluster(desk.folder, durable=False) as cluster:
        pg_dump = program("pg_dump", cluster.url, own=True)
        dump = subprocess.run([pg_dump, cluster.url], capture_output=True, check=True).stdout
    contents = [dump]
    for path in (desk.folder / "files").rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            contents.append(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    return b"\n".join(contents).decode(errors="replace")


def test_i1_who_was_erased_after_a_backup_is_erased_again_when_it_comes_back(
    shop: Desk, tmp_path: Path
) -> None:
    archive = tmp_path / "desk.tar.gz"
    assert shop.run("backup", str(archive)).returncode == 0
    before = everything_kept(shop)
    shop.python(ERASE)
    (shop.folder / "erasures.jsonl").unlink()

    done = shop.run("restore", str(archive), "--over")

    assert done.returncode == 0, done.stderr
    after = everything_kept(shop)
    assert [word for word in WORDS if word not in before] == []
    assert [word for word in WORDS if word in after] == []
    assert after.count("conversations.MessageReceived") == 1
    assert len((shop.folder / "erasures.jsonl").read_text().splitlines()) == 1
