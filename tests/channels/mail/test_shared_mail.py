"""What is reached on the published mails in ../shared/data (skipped where they are absent)."""

import json
from pathlib import Path

import pytest

from comptoir.channels.mail import read_mail, split_reply
from comptoir.channels.mail.html_quotes import html_to_marked_text
from comptoir.channels.mail.report import parse_paths
from tests.shared_data import shared

FOLDERS = ("mail-bounces", "mime-enmime", "mime-mikel", "mail-chatwoot")


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _same(left: str, right: str) -> bool:
    return left.split() == right.split()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mail_in_shared_data_becomes_a_row_without_error(folder: str) -> None:
    path = shared(folder) / "eml"

    rows = list(parse_paths([path]))

    assert len(rows) == len(list(path.rglob("*.eml")))
    assert [row["file"] for row in rows if row["error"]] == []
    json.dumps(rows).encode()


@pytest.mark.parametrize(("source", "least"), [("discourse", 0.95), ("crisp", 0.94)])
def test_replies_in_shared_data_are_exact(source: str, least: float) -> None:
    rows = [
        row
        for row in _rows(shared("mail-quotes") / "quotes.jsonl")
        if str(row["id"]).startswith(source)
    ]

    exact = [
        row
        for row in rows
        if _same(split_reply(str(row["text"])).reply, str(row["expected_reply"]))
    ]

    assert len(exact) / len(rows) >= least


def test_replies_of_mail_programs_in_shared_data_are_exact() -> None:
    wrong = []

    for row in _rows(shared("mail-talon") / "replies.jsonl"):
        if "html" in row:
            split = split_reply(html_to_marked_text(str(row["html"])))
            found = f"{split.reply}\n{split.signature}"
        else:
            mail = read_mail(str(row["mail"]).encode())
            found = f"{mail.reply}\n{mail.signature}"
        if not _same(found, str(row["expected_reply"])):
            wrong.append(row["id"])

    assert wrong == []


def test_bounces_in_shared_data_are_found_and_judged() -> None:
    folder = shared("mail-bounces")
    rows = [row for row in _rows(folder / "expected.jsonl") if row["class"] == "bounce"]
    found = {
        str(row["file"]): read_mail((folder / "eml" / str(row["file"])).read_bytes()).bounce
        for row in rows
    }

    detected = sum(bounce is not None for bounce in found.values())
    right = sum(
        (bounce := found[str(row["file"])]) is not None
        and bounce.kind.value == row["recipients"][0]["kind"]  # type: ignore[index]
        for row in rows
    )

    assert detected / len(rows) >= 0.98
    assert right / len(rows) >= 0.95


def test_complaints_and_vacation_in_shared_data_are_no_bounces() -> None:
    folder = shared("mail-bounces")

    for row in _rows(folder / "expected.jsonl"):
        if row["class"] == "bounce":
            continue
        mail = read_mail((folder / "eml" / str(row["file"])).read_bytes())
        assert mail.bounce is None, row["file"]
        assert (mail.complaint is not None) == (row["class"] == "feedback"), row["file"]
        assert mail.auto_reply is not None, row["file"]


@pytest.mark.parametrize("folder", ["mime-enmime", "mime-mikel", "mail-chatwoot"])
def test_ordinary_mails_in_shared_data_are_no_bounces(folder: str) -> None:
    reports = ("multipart_report_emails", "bounced", "multipart-wo-boundary", "mimepart_without")

    bounced = [
        str(path)
        for path in (shared(folder) / "eml").rglob("*.eml")
        if read_mail(path.read_bytes()).bounce and not any(name in str(path) for name in reports)
    ]

    assert bounced == []
