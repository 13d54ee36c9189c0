"""What `comptoir mail parse` prints: one row a mail, from files, folders and mbox files."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from comptoir.channels.mail.read import read_mail
from comptoir.channels.mail.shapes import DEFAULT_LIMITS, Address, Bounce, Limits, Mail

type Row = dict[str, object]

_MBOX_ENDINGS = frozenset({".mbox", ".mbx"})
_CHUNK = 1 << 16


def parse_paths(paths: Iterable[Path | str], *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Row]:
    """A row for every mail, in the order given; folders are walked, their files sorted.

    A file that cannot be read gives a row with `error`; it stops no other. See design 9.
    """
    for path in paths:
        for file in mail_files(Path(path)):
            yield from _rows(file, limits)


def mail_files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if (
            file.is_file()
            and not file.name.startswith(".")
            and file.suffix.lower() in {".eml", *_MBOX_ENDINGS}
        ):
            yield file


def _rows(file: Path, limits: Limits) -> Iterator[Row]:
    try:
        for name, raw in read_raw(file, limits):
            yield _row(name, raw, limits)
    except OSError as error:
        yield _empty(str(file), error.strerror or str(error))


def read_raw(file: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[str, bytes]]:
    """(name, raw mail) of each mail in a file; in an mbox the name ends in `#` and a number.

    At most one byte more than `limits.size` is read of each. Raises OSError.
    """
    with file.open("rb") as stream:
        if not _is_mbox(file, stream):
            yield str(file), stream.read(limits.size + 1)
            return
        for number, raw in enumerate(_mbox(stream, limits), start=1):
            yield f"{file}#{number}", raw


def _is_mbox(file: Path, stream: BinaryIO) -> bool:
    """By its ending, or because it begins as one. An .eml may carry a `From ` line too."""
    head = stream.read(_CHUNK)
    stream.seek(0)
    if file.suffix.lower() in _MBOX_ENDINGS:
        return True
    return file.suffix.lower() != ".eml" and head.startswith(b"From ")


def _mbox(stream: BinaryIO, limits: Limits) -> Iterator[bytes]:
    """Mails begin at a `From ` line after an empty one; `>From ` is unescaped (mboxrd)."""
    lines: list[bytes] = []
    size = 0
    after_blank = True
    for line in stream:
        if after_blank and line.startswith(b"From "):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= limits.size:
            lines.append(line[1:] if _escaped(line) else line)
            size += len(line)
        after_blank = line in {b"\n", b"\r\n"}
    if lines:
        yield b"".join(lines)


def _escaped(line: bytes) -> bool:
    return line[:1] == b">" and line.lstrip(b">").startswith(b"From ")


def _row(name: str, raw: bytes, limits: Limits) -> Row:
    return to_row(name, read_mail(raw, limits=limits))


def to_row(name: str, mail: Mail) -> Row:
    """The fields of design 9, ready for JSON."""
    return {
        "file": name,
        "error": None,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "date": mail.date.isoformat() if mail.date else None,
        "from": _address(mail.sender),
        "to": [_address(address) for address in mail.to],
        "cc": [_address(address) for address in mail.cc],
        "subject": mail.subject,
        "text": mail.text,
        "reply": mail.reply,
        "quoted": mail.quoted,
        "signature": mail.signature,
        "attachments": [
            {"name": file.name, "content_type": file.content_type, "size": file.size}
            for file in mail.attachments
        ],
        "auto_reply": mail.auto_reply.value if mail.auto_reply else None,
        "bounce": _bounce(mail.bounce),
        "notices": [notice.value for notice in mail.notices],
    }


def _empty(name: str, error: str) -> Row:
    row = to_row(name, Mail(sender=Address()))
    return {**row, "error": error}


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}


def _bounce(bounce: Bounce | None) -> Row | None:
    if bounce is None:
        return None
    return {
        "kind": bounce.kind.value,
        "status": bounce.status,
        "reason": bounce.reason.value,
        "recipients": [recipient.address for recipient in bounce.recipients if recipient.address],
    }
