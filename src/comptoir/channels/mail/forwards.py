"""A colleague's forward: who wrote the mail inside, when and about what."""

import re

from comptoir.channels.mail.addresses import find_addresses, parse_address
from comptoir.channels.mail.dates import parse_date
from comptoir.channels.mail.quote_marks import MarkKind, banner, find_mark, header_block, label_role
from comptoir.channels.mail.replies import split_reply
from comptoir.channels.mail.shapes import Address, Forwarded

# Subject prefixes of forwards in many mail programs.
_SUBJECT = re.compile(
    r"\s*(?:\[?(?:fwd?|wg|tr|rv|i|enc|doorst|pd|vb|vs|vidarebefordrat|videresendt|továbbítás|továbbított|yml|ilt|προώθ|转发|轉寄"
    r"|転送|전달|пересл|пер|přep|rii|trs|переслано|redirecționat|res fwd|fs)\s?[:：])",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"\[(?:mailto:)?([^\[\]\s]{3,320})\]")
_MAX_LINES = 400


def is_forward_subject(subject: str) -> bool:
    return bool(_SUBJECT.match(subject[:40]))


def find_forwarded(text: str, quoted: str, subject: str) -> Forwarded | None:
    """The mail that was passed on; None when this is no forward or its sender is not named.

    A forward says so: by a banner, or by its subject with a block of headers in the body.
    `quoted` is what was split off the text.
    """
    if not is_forward_subject(subject) and not _begins_with_banner(quoted):
        return None
    lines = [_unquoted(line) for line in text[:200_000].splitlines()[:_MAX_LINES]]
    mark = find_mark(lines)
    if mark is None or mark.kind in {MarkKind.ATTRIBUTION, MarkKind.ABOVE}:
        return None
    if mark.kind is not MarkKind.FORWARD and not is_forward_subject(subject):
        return None
    start = mark.start
    while start < min(len(lines), mark.start + 6) and label_role(lines[start]) in {"", "other"}:
        start += 1
    end = header_block(lines, start) if start < len(lines) else 0
    return _read(lines, mark.start, start, end) if end else None


def _begins_with_banner(quoted: str) -> bool:
    line = quoted.partition("\n")[0].strip(" >")
    return bool(line) and banner(line) is MarkKind.FORWARD


def _unquoted(line: str) -> str:
    return re.sub(r"^(?:\s{0,3}>){1,3}\s?", "", line)


def _read(lines: list[str], above: int, start: int, end: int) -> Forwarded | None:
    fields = _fields(lines[start:end])
    sender = read_sender(fields.get("from", ""))
    if not sender.address:
        return None
    body = "\n".join(lines[end:]).strip()
    return Forwarded(
        sender=sender,
        subject=fields.get("subject", ""),
        date=parse_date(fields.get("date", "")),
        date_text=fields.get("date", ""),
        text=body,
        note=split_reply("\n".join(lines[:above])).reply,
    )


def _fields(lines: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    last = ""
    for line in lines:
        role = label_role(line)
        if role:
            last = role
            value = re.split(r"[:：]", line, maxsplit=1)[1].strip(" \t*_\xa0")
            fields.setdefault(role, value)
        elif last and line.strip():
            fields[last] = f"{fields[last]} {line.strip()}"[:2_000]
    return fields


def read_sender(text: str) -> Address:
    """`Jo <jo@example.com>`, Outlook's `Jo [mailto:jo@example.com]`, or a bare address."""
    bracket = _MAILTO.search(text)
    if bracket and "@" in bracket[1]:
        name = text[: bracket.start()].strip(" <\"'")
        return Address(
            "" if "@" in name else name,
            find_addresses(bracket[1])[0] if find_addresses(bracket[1]) else "",
        )
    found = parse_address(re.sub(r"<mailto:[^<>]{0,320}>", "", text).replace("mailto:", ""))
    if found.address and "@" in found.address:
        return found
    listed = find_addresses(text, most=1)
    return Address(found.name, listed[0]) if listed else Address(text.strip())
