"""Writing a mail: a `Letter` in, bytes for SMTP out. No header can be smuggled in (B2)."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from comptoir.channels.mail.shapes import Address, AttachedFile
from comptoir.channels.mail.wording import quote, text_to_html
from comptoir.kit import clock
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import digest

__all__ = ["Letter", "LetterFile", "UnfitLetter", "compose", "quote", "text_to_html"]

_LINE = 76
_MAX_REFERENCES = 20
_UNSAFE = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")
_HEADER_NAME = re.compile(r"[!-9;-~]{1,76}")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]@]{1,64}@[^\s<>,;:\"()\[\]@]{1,255}")
_MESSAGE_ID = re.compile(r"[^\s<>]{1,900}")
_CONTENT_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}")
_RESERVED = frozenset(
    (
        *("from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id"),
        *("in-reply-to", "references", "mime-version", "content-type", "auto-submitted"),
        *("content-transfer-encoding", "content-disposition", "return-path"),
    )
)


class UnfitLetter(ComptoirError):
    """A letter that cannot become a mail: no recipient, or an address that is none."""


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file to send. `inline` with a `content_id` is an image inside the HTML."""

    name: str
    content_type: str
    content: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to be written. Ids are without angle brackets.

    Without `html` the text is turned into it, unless `plain_only`. `auto_submitted` marks a mail
    that no person sends (RFC 3834).
    """

    message_id: str
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    plain_only: bool = False
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[LetterFile | AttachedFile, ...] = ()
    auto_submitted: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    date: datetime | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everybody the server must deliver to, each once."""
        return tuple(dict.fromkeys(address.address for address in (*self.to, *self.cc)))


def compose(letter: Letter) -> bytes:
    """The mail with CRLF line ends, plain ASCII throughout: any server can carry it.

    The same letter with the same `date` gives the same bytes. Raises UnfitLetter.
    """
    _check(letter)
    body = _body(letter)
    lines = [*_headers(letter), "MIME-Version: 1.0"]
    return "\r\n".join(lines).encode("ascii") + b"\r\n" + body


def _check(letter: Letter) -> None:
    if not letter.to and not letter.cc:
        raise UnfitLetter("A mail needs at least one recipient.")
    for address in (letter.sender, *letter.to, *letter.cc, *letter.reply_to):
        if not _ADDRESS.fullmatch(address.address):
            raise UnfitLetter(f"This is no mail address: {safe(address.address)!r}")
    if not _MESSAGE_ID.fullmatch(letter.message_id.strip("<>")):
        raise UnfitLetter("A mail needs a message id without blanks.")


def safe(text: str) -> str:
    """One line without control characters: what may stand in a header."""
    return _UNSAFE.sub(" ", text).strip()


def _headers(letter: Letter) -> Iterator[str]:
    yield _address_header("From", (letter.sender,))
    if letter.to:
        yield _address_header("To", letter.to)
    if letter.cc:
        yield _address_header("Cc", letter.cc)
    if letter.reply_to:
        yield _address_header("Reply-To", letter.reply_to)
    yield _text_header("Subject", letter.subject)
    yield f"Date: {format_datetime(letter.date or clock.now())}"
    yield f"Message-ID: <{letter.message_id.strip('<>')}>"
    if letter.in_reply_to and _MESSAGE_ID.fullmatch(letter.in_reply_to.strip("<>")):
        yield f"In-Reply-To: <{_ascii_id(letter.in_reply_to)}>"
    if references := trimmed_references(letter.references, letter.in_reply_to):
        yield "References: " + "\r\n ".join(f"<{identity}>" for identity in references)
    if letter.auto_submitted:
        yield "Auto-Submitted: auto-replied"
        yield "X-Auto-Response-Suppress: All"
    yield from _more_headers(letter.headers)


def _more_headers(headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _RESERVED:
            raise UnfitLetter(f"This header cannot be set: {safe(name)!r}")
        yield _text_header(name, value)


def _ascii_id(identity: str) -> str:
    return identity.strip("<>").encode("ascii", "replace").decode()


def trimmed_references(references: Iterable[str], in_reply_to: str = "") -> list[str]:
    """The first mail of the thread and the latest ones; the answered one is the last."""
    found = dict.fromkeys(
        _ascii_id(identity)
        for identity in references
        if _MESSAGE_ID.fullmatch(identity.strip("<>"))
    )
    if in_reply_to and _MESSAGE_ID.fullmatch(in_reply_to.strip("<>")):
        found.pop(_ascii_id(in_reply_to), None)
        found[_ascii_id(in_reply_to)] = None
    ids = list(found)
    return ids if len(ids) <= _MAX_REFERENCES else [ids[0], *ids[1 - _MAX_REFERENCES :]]


def _text_header(name: str, value: str) -> str:
    text = safe(value)[:2_000]
    if text.isascii() and len(name) + 2 + len(text) <= _LINE and "=?" not in text:
        return f"{name}: {text}"
    charset = "us-ascii" if text.isascii() and "=?" not in text and _foldable(text) else "utf-8"
    encoded = Header(text, charset, maxlinelen=_LINE, header_name=name).encode(linesep="\r\n")
    return f"{name}: {encoded}"


def _foldable(text: str) -> bool:
    return all(len(word) < _LINE - 20 for word in text.split(" "))


def _address_header(name: str, addresses: Iterable[Address]) -> str:
    return f"{name}: " + ",\r\n ".join(format_address(address) for address in addresses)


def format_address(address: Address) -> str:
    """`Name <local@domain>`, the name quoted or encoded as needed, the domain in ASCII."""
    name = safe(address.name)[:200]
    bare = _ascii_address(address.address)
    if not name:
        return bare
    if not name.isascii() or "=?" in name:
        return f"{Header(name, 'utf-8', maxlinelen=_LINE).encode(linesep='\r\n')} <{bare}>"
    if _ATOM.fullmatch(name):
        return f"{name} <{bare}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{bare}>'


def _ascii_address(address: str) -> str:
    local, _, domain = address.rpartition("@")
    try:
        plain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise UnfitLetter(f"This is no mail domain: {safe(domain)!r}") from error
    if not local.isascii():
        raise UnfitLetter(f"This address needs a server with SMTPUTF8: {safe(address)!r}")
    return f"{local}@{plain}"


def _body(letter: Letter) -> bytes:
    content = _text_part("text/plain", letter.text)
    inside = [] if letter.plain_only else [each for each in letter.attachments if _is_inside(each)]
    pictures = {each.name: _ascii_id(each.content_id) for each in inside}
    page = "" if letter.plain_only else letter.html or text_to_html(letter.text, pictures)
    if page:
        shown = _text_part("text/html", page)
        if inside:
            shown = _multipart(letter, "related", [shown, *map(_file_part, inside)])
        content = _multipart(letter, "alternative", [content, shown])
    beside = [each for each in letter.attachments if each not in inside]
    if not beside:
        return content
    return _multipart(letter, "mixed", [content, *map(_file_part, beside)])


def _is_inside(attached: LetterFile | AttachedFile) -> bool:
    return attached.inline and bool(_MESSAGE_ID.fullmatch(attached.content_id))


def _multipart(letter: Letter, subtype: str, parts: list[bytes]) -> bytes:
    # Made of the content: the same letter has the same boundary, and none of its parts holds it.
    boundary = (
        f"=_{subtype[:3]}_{digest(b''.join([letter.message_id.encode(), *parts])).hex()[:32]}"
    )
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    mark = f"--{boundary}".encode()
    return b"".join([head, *(mark + b"\r\n" + part + b"\r\n" for part in parts), mark, b"--\r\n"])


def _text_part(kind: str, text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    raw = "\r\n".join(lines).encode("utf-8", "replace")
    plain = raw.isascii() and all(len(line) <= 900 for line in lines) and not _needs_care(lines)
    head = f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: "
    if plain:
        return f"{head}7bit\r\n\r\n".encode() + raw
    return f"{head}base64\r\n\r\n".encode() + _base64(raw)


def _needs_care(lines: list[str]) -> bool:
    """Lines that servers on the way are known to change."""
    return any(line.startswith(("From ", ".")) or line != line.rstrip() for line in lines)


def _base64(raw: bytes) -> bytes:
    return base64.encodebytes(raw).replace(b"\n", b"\r\n").rstrip(b"\r\n")


def _file_part(attached: LetterFile | AttachedFile) -> bytes:
    kind = attached.content_type if _CONTENT_TYPE.fullmatch(attached.content_type) else ""
    if not kind or kind.startswith(("multipart/", "message/")):
        kind = "application/octet-stream"
    disposition = "inline" if attached.inline else "attachment"
    lines = [
        f"Content-Type: {kind}",
        f"Content-Disposition: {disposition}{_file_name(attached.name)}",
        "Content-Transfer-Encoding: base64",
    ]
    if attached.content_id and _MESSAGE_ID.fullmatch(attached.content_id):
        lines.append(f"Content-ID: <{_ascii_id(attached.content_id)}>")
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + _base64(attached.content)


def _file_name(name: str) -> str:
    """RFC 2231 for whoever reads it, in short pieces; plain where the name is plain."""
    cleaned = safe(name)[:180]
    if not cleaned:
        return ""
    if cleaned.isascii() and '"' not in cleaned and "\\" not in cleaned and len(cleaned) < 60:
        return f';\r\n filename="{cleaned}"'
    octets = [
        chr(b) if (chr(b).isalnum() and b < 128) or b in b"-._" else f"%{b:02X}"
        for b in cleaned.encode()
    ]
    pieces = ["".join(octets[at : at + 18]) for at in range(0, len(octets), 18)]
    named = [
        f"filename*{number}*={"utf-8''" if not number else ''}{piece}"
        for number, piece in enumerate(pieces)
    ]
    return ";\r\n " + ";\r\n ".join(named)
