"""Contents stored once, complete or not at all."""

import os
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage

from comptoir.kit import files
from comptoir.kit.files import blobs
from comptoir.kit.files.folder import Folder

KEY = "mail/2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture(params=["folder", "other storage"])
def storage(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Storage:
    chosen = Folder(location=tmp_path) if request.param == "folder" else InMemoryStorage()
    monkeypatch.setattr(blobs, "default_storage", chosen)
    return chosen


@pytest.mark.usefixtures("storage")
def test_a_content_is_read_as_it_was_put() -> None:
    key = files.put(b"hello", folder="mail")

    assert key == KEY
    assert files.read(key) == b"hello"


def test_a_packed_content_takes_less_room_and_is_read_as_it_was_put(storage: Storage) -> None:
    content = b"Received: from somewhere\r\n" * 1000

    key = files.put(content, folder="mail", compress=True)

    assert key.endswith(".gz")
    assert storage.size(key) < 500
    assert files.read(key) == content
    with files.open_blob(key) as blob:
        assert blob.read(8) == b"Received"


def test_equal_contents_are_stored_once(storage: Storage) -> None:
    keys = {files.put(b"hello", folder="mail") for _ in range(3)}

    assert keys == {KEY}
    assert storage.listdir("mail/2c") == ([], [Path(KEY).name])


def test_a_second_writer_who_comes_at_the_same_moment_leaves_nothing_behind(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.put(b"hello", folder="mail")
    seen = storage.exists
    answers = iter([False])
    monkeypatch.setattr(storage, "exists", lambda name: next(answers, None) or seen(name))

    assert files.put(b"hello", folder="mail") == KEY

    assert storage.listdir("mail/2c") == ([], [Path(KEY).name])


@pytest.mark.usefixtures("storage")
def test_a_deleted_content_is_missing_and_deleting_again_does_nothing() -> None:
    key = files.put(b"hello", folder="mail")

    files.delete(key)
    files.delete(key)

    with pytest.raises(files.BlobMissing):
        files.read(key)


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize("key", ["", "../secret_key", "mail/../../x", "/etc/passwd", "mail/2c/x"])
def test_a_key_that_is_none_reaches_no_file(key: str) -> None:
    with pytest.raises(files.BlobMissing):
        files.read(key)
    with pytest.raises(files.BlobMissing):
        files.delete(key)


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize("folder", ["", "..", "a/b", "Über", "/tmp"])
def test_a_folder_has_a_plain_name(folder: str) -> None:
    with pytest.raises(ValueError, match="not a folder"):
        files.put(b"hello", folder=folder)


def test_a_file_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    storage = Folder(location=tmp_path)
    tmp_path.joinpath("a").write_bytes(b"first")

    storage._save("a", ContentFile(b"second"))

    assert tmp_path.joinpath("a").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_crash_while_writing_leaves_no_file_under_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(number: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="disk full"):
        Folder(location=tmp_path).save("mail/a", ContentFile(b"hello"))

    assert list(tmp_path.joinpath("mail").iterdir()) == []


def test_a_folder_without_hard_links_still_takes_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)

    Folder(location=tmp_path).save("mail/a", ContentFile(b"hello"))

    assert tmp_path.joinpath("mail/a").read_bytes() == b"hello"


def test_many_writers_of_one_content_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "default_storage", Folder(location=tmp_path))
    keys: list[str] = []
    threads = [
        threading.Thread(target=lambda: keys.append(files.put(b"hello", folder="mail")))
        for _ in range(20)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert keys == [KEY] * 20
    assert files.read(KEY) == b"hello"
    assert [path.name for path in tmp_path.joinpath("mail/2c").iterdir()] == [Path(KEY).name]
