"""The rows that `comptoir mail parse` prints."""

import json
from pathlib import Path

from comptoir.channels.mail.report import parse_paths

MAIL = b"From: Jo <jo@example.com>\nTo: desk@shop.example\nSubject: Vase\nMessage-ID: <1@x>\n\nHi\n"


def test_a_row_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(MAIL)

    (row,) = parse_paths([file])

    assert {key: value for key, value in row.items() if key != "notices"} == {
        "file": str(file),
        "error": None,
        "message_id": "1@x",
        "in_reply_to": "",
        "references": [],
        "date": None,
        "from": {"name": "Jo", "address": "jo@example.com"},
        "to": [{"name": "", "address": "desk@shop.example"}],
        "cc": [],
        "subject": "Vase",
        "text": "Hi",
        "reply": "Hi",
        "quoted": "",
        "signature": "",
        "attachments": [],
        "auto_reply": None,
        "bounce": None,
    }
    json.dumps(row)


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.eml", "a.eml", "b/1.EML", "notes.txt", ".hidden.eml"):
        (tmp_path / name).write_bytes(MAIL)

    rows = list(parse_paths([tmp_path]))

    assert [Path(str(row["file"])).name for row in rows] == ["a.eml", "1.EML", "2.eml"]


def test_an_mbox_holds_many_mails(tmp_path: Path) -> None:
    file = tmp_path / "all.mbox"
    quoted = MAIL + b">From here on it is broken\n\n"
    file.write_bytes(b"From jo Mon\n" + quoted + b"From jo Tue\n" + MAIL.replace(b"Vase", b"Cup"))

    rows = list(parse_paths([file]))

    assert [(row["file"], row["subject"]) for row in rows] == [
        (f"{file}#1", "Vase"),
        (f"{file}#2", "Cup"),
    ]
    assert rows[0]["text"] == "Hi\nFrom here on it is broken"


def test_a_file_that_is_missing_stops_no_other(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(MAIL)

    rows = list(parse_paths([tmp_path / "missing.eml", file]))

    assert [row["error"] for row in rows] == ["No such file or directory", None]


def test_one_saved_mail_may_begin_with_a_from_line(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(b"From jo@example.com Mon Nov  2 10:00:00 2026\n" + MAIL)

    (row,) = parse_paths([file])

    assert row["subject"] == "Vase"
