"""Reading a mail: any bytes in, a `Mail` out. What is broken becomes a notice, never an error."""

import re
from collections.abc import Collection
from datetime import datetime

from comptoir.channels.mail.addresses import parse_addresses
from comptoir.channels.mail.authentication import read_authentication
from comptoir.channels.mail.auto_replies import find_auto_reply, is_list_mail
from comptoir.channels.mail.bodies import Bodies, note_protection, take, texts
from comptoir.channels.mail.bounces import Letterhead, find_bounce, find_complaint
from comptoir.channels.mail.dates import parse_date
from comptoir.channels.mail.forwards import find_forwarded
from comptoir.channels.mail.headers import Headers, decode_words
from comptoir.channels.mail.html_quotes import without_marks
from comptoir.channels.mail.replies import split_reply
from comptoir.channels.mail.shapes import (
    DEFAULT_LIMITS,
    Address,
    AutoReply,
    Bounce,
    Complaint,
    Limits,
    Mail,
    Notice,
)
from comptoir.channels.mail.structure import Structure, read_structure

_ID = re.compile(r"<([^<>]{1,2000})>")
_BARE_ID = re.compile(r"[^\s<>,;]{1,998}@[^\s<>,;]{1,255}")
_LONGEST_ID = 998
_KEPT_HEADERS = frozenset(
    {
        "delivered-to",
        "envelope-to",
        "return-path",
        "list-id",
        "list-unsubscribe",
        "user-agent",
        "importance",
        "priority",
    }
)
_MAX_KEPT = 80
_CONTROLS = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def read_mail(
    raw: bytes, *, limits: Limits = DEFAULT_LIMITS, trusted_servers: Collection[str] = ()
) -> Mail:
    """Everything the desk wants to know of a mail, whatever the bytes are. Never raises.

    Read in one pass over at most `limits.size` bytes; nothing is ever unpacked. `trusted_servers`
    are the names by which our own mail servers sign their Authentication-Results.
    """
    notices: dict[Notice, None] = {}
    if len(raw) > limits.size:
        notices[Notice.TOO_BIG] = None
        raw = raw[: limits.size]
    structure = read_structure(raw, limits)
    notices.update(structure.notices)
    bodies = Bodies(limits, notices)
    for part in structure.leaves:
        take(raw, part, bodies)
    note_protection(structure, bodies)
    return _mail(structure, bodies, notices, limits, trusted_servers)


def _mail(
    structure: Structure,
    bodies: Bodies,
    notices: dict[Notice, None],
    limits: Limits,
    trusted_servers: Collection[str],
) -> Mail:
    headers = structure.headers
    subject = headers.text("subject")[:2_000]
    sender = _sender(headers, notices)
    marked, html = texts(bodies)
    text = without_marks(marked)
    split = split_reply(marked)
    letter = Letterhead(headers, sender, subject, structure.kind, structure.leaf_kinds)
    complaint = find_complaint(letter, text, bodies.reports)
    bounce = find_bounce(letter, text, bodies.reports) if complaint is None else None
    in_reply_to = _ids(headers.get("in-reply-to"), 20, notices)
    references = _ids(" ".join(headers.all("references")), limits.references, notices)
    return Mail(
        message_id=next(iter(_ids(headers.get("message-id"), 1, notices)), ""),
        in_reply_to=in_reply_to[0] if in_reply_to else "",
        references=tuple(dict.fromkeys((*references, *in_reply_to[1:]))),
        date=_date(headers, notices),
        sender=sender,
        reply_to=parse_addresses(headers.get("reply-to"), 20),
        to=_recipients(headers, "to", limits, notices),
        cc=_recipients(headers, "cc", limits, notices),
        subject=subject,
        text=text,
        html=html,
        reply=split.reply,
        quoted=split.quoted,
        signature=split.signature,
        attachments=tuple(bodies.attachments),
        auto_reply=_auto_reply(letter, bounce, complaint),
        bounce=bounce,
        complaint=complaint,
        authentication=read_authentication(headers, trusted_servers),
        is_list=is_list_mail(headers),
        precedence=headers.get("precedence").strip().lower()[:60],
        forwarded=find_forwarded(text, split.quoted, subject) if bounce is None else None,
        notices=tuple(notices),
        headers=_kept(headers),
    )


def _auto_reply(
    letter: Letterhead, bounce: Bounce | None, complaint: Complaint | None
) -> AutoReply | None:
    if bounce is not None:
        return AutoReply.BOUNCE
    if complaint is not None:
        return AutoReply.COMPLAINT
    if "message/disposition-notification" in letter.leaf_kinds:
        return AutoReply.RECEIPT
    return find_auto_reply(letter.headers, letter.subject)


def _date(headers: Headers, notices: dict[Notice, None]) -> datetime | None:
    value = headers.get("date")
    date = parse_date(value)
    if value and date is None:
        notices[Notice.BAD_DATE] = None
    return date


def _sender(headers: Headers, notices: dict[Notice, None]) -> Address:
    """The first author with an address; else the first name; From before Sender."""
    authors = parse_addresses(headers.get("from"), 10) or parse_addresses(headers.get("sender"), 10)
    sender = next((a for a in authors if "@" in a.address), authors[0] if authors else Address())
    if not sender.address:
        notices[Notice.NO_SENDER] = None
    return sender


def _recipients(
    headers: Headers, name: str, limits: Limits, notices: dict[Notice, None]
) -> tuple[Address, ...]:
    found = tuple(
        address
        for value in headers.all(name)
        for address in parse_addresses(value, limits.addresses)
    )
    if len(found) >= limits.addresses:
        notices[Notice.TOO_MANY_ADDRESSES] = None
    return found[: limits.addresses]


def _ids(value: str, most: int, notices: dict[Notice, None]) -> tuple[str, ...]:
    """Message ids without brackets; too long ones are dropped, the newest are kept."""
    if not value:
        return ()
    if "=?" in value:
        value = decode_words(value)
    found = [" ".join(match.split()).replace(" ", "") for match in _ID.findall(value)]
    if not found and "<" not in value[:1]:
        found = _BARE_ID.findall(value[:20_000]) or (
            [value.strip()] if len(value) <= 200 and " " not in value.strip() else []
        )
    kept = [identity for identity in found if 0 < len(identity) <= _LONGEST_ID]
    if len(kept) < len(found) or (not found and len(value) > _LONGEST_ID):
        notices[Notice.ID_TOO_LONG] = None
    return tuple(dict.fromkeys(kept))[-most:] if most > 1 else tuple(kept[:1])


def _kept(headers: Headers) -> dict[str, str]:
    """The headers that marketplace profiles look at: the first of each name, decoded, short."""
    kept: dict[str, str] = {}
    for name, value in headers.first.items():
        if (name[:2] == "x-" or name in _KEPT_HEADERS) and len(kept) < _MAX_KEPT:
            kept[name] = _plain(value[:1_000])
    return kept


def _plain(value: str) -> str:
    if "=?" in value:
        return decode_words(value)
    return value if value.isprintable() else _CONTROLS.sub(" ", value)
