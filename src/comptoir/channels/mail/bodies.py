"""The leaves of a mail sorted into text, HTML, attachments and reports for machines."""

import re
from dataclasses import dataclass, field

from comptoir.channels.mail.bounces import Report
from comptoir.channels.mail.charsets import decode
from comptoir.channels.mail.headers import decode_words, parse_headers
from comptoir.channels.mail.html_quotes import html_to_marked_text
from comptoir.channels.mail.shapes import AttachedFile, Limits, Notice
from comptoir.channels.mail.structure import Part, Structure
from comptoir.channels.mail.transfer import decode_body

_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/feedback-report",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
        "message/disposition-notification",
    }
)
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/html": ".html",
    "text/plain": ".txt",
}
_MAX_REPORTS = 20
_CONTROLS = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(slots=True)
class Bodies:
    """What is collected while walking the leaves of one mail."""

    limits: Limits
    notices: dict[Notice, None]
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    attachments: list[AttachedFile] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    groups: set[tuple[int, str]] = field(default_factory=set)
    characters: int = 0


def take(raw: bytes, part: Part, bodies: Bodies) -> None:
    disposition, parameters = part.disposition
    name = parameters.get("filename") or part.parameters.get("name") or parameters.get("name") or ""
    if part.kind in _REPORTS:
        bodies.reports.append(Report(part.kind, _content(raw, part)[:200_000]))
        if disposition != "attachment" or part.parent == "multipart/report":
            return
    if part.kind == "message/rfc822" and len(bodies.reports) < _MAX_REPORTS:
        bodies.reports.append(Report(part.kind, _content(raw, part)[:20_000]))
    if not _is_body(part, disposition, name, bodies):
        bodies.attachments.append(_attachment(raw, part, bodies, disposition, name))
        return
    _take_text(raw, part, bodies)


def _is_body(part: Part, disposition: str, name: str, bodies: Bodies) -> bool:
    if not part.kind.startswith("text/") or disposition == "attachment":
        return False
    if part.kind in {"text/plain", "text/html"}:
        return not name or (not disposition and not (bodies.plain or bodies.html))
    if part.kind in {
        "text/enriched",
        "text/richtext",
        "text/watch-html",
        "text/x-amp-html",
        "text/x-watch-html",
    }:
        return not name
    return False


def _take_text(raw: bytes, part: Part, bodies: Bodies) -> None:
    room = bodies.limits.text_characters - bodies.characters
    if room <= 0:
        bodies.notices[Notice.TEXT_CUT] = None
        return
    # Six bytes at most encode one character that is kept; base64 and quoted-printable take more.
    end = min(part.end, part.start + 4 * room)
    content = decode_body(raw[part.start : end], part.headers.get("content-transfer-encoding"))
    charset = part.parameters.get("charset", "")
    if part.kind == "text/html" and not charset:
        charset = _html_charset(content)
    text, notice = decode(content, charset)
    if notice:
        bodies.notices[notice] = None
    if end < part.end or len(text) > room:
        bodies.notices[Notice.TEXT_CUT] = None
        text = text[:room]
    bodies.characters += len(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.kind == "text/plain":
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
        _add_once(bodies.plain, text, part, bodies)
    elif part.kind == "text/html":
        _add_once(bodies.html, text, part, bodies)
    else:
        bodies.other.append(re.sub(r"<[^<>]{0,200}>", "", text))


_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s{0,3}=\s{0,3}["']?([\w-]{1,40})""", re.IGNORECASE
)


def _html_charset(content: bytes) -> str:
    match = _META_CHARSET.search(content[:2_000])
    return match[1].decode("ascii", "replace") if match else ""


def _add_once(texts: list[str], text: str, part: Part, bodies: Bodies) -> None:
    """Of one multipart/alternative only the first of each kind is body."""
    if part.parent == "multipart/alternative":
        if (part.group, part.kind) in bodies.groups:
            return
        bodies.groups.add((part.group, part.kind))
    texts.append(text)


def unflow(text: str, delete_space: bool) -> str:
    """RFC 3676: a line that ends in a blank goes on in the next one of the same quote depth."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth, body = _quote_depth(line)
        body = body.removeprefix(" ")
        flows = body.endswith(" ") and body != "-- "
        if open_depth == depth and body != "-- ":
            lines[-1] += body
        else:
            lines.append(">" * depth + (" " if depth and body else "") + body)
        if flows and delete_space:
            lines[-1] = lines[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(lines)


def _quote_depth(line: str) -> tuple[int, str]:
    if not line.startswith(">"):
        return 0, line
    body = line.lstrip(">")
    return len(line) - len(body), body


def texts(bodies: Bodies) -> tuple[str, str]:
    html = "\n".join(bodies.html).strip()
    plain = "\n\n".join(stripped for text in bodies.plain if (stripped := text.strip("\n")).strip())
    if plain:
        return plain, html
    if html:
        return html_to_marked_text(html), html
    return "\n\n".join(bodies.other).strip(), ""


def _content(raw: bytes, part: Part) -> bytes:
    return decode_body(raw[part.start : part.end], part.headers.get("content-transfer-encoding"))


def _attachment(
    raw: bytes, part: Part, bodies: Bodies, disposition: str, name: str
) -> AttachedFile:
    content = _content(raw, part)
    if part.kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        bodies.notices[Notice.WINMAIL] = None
    content_id = part.headers.get("content-id").strip().strip("<>")[:300]
    return AttachedFile(
        name=_file_name(name, part, content, bodies.limits),
        content_type=part.kind,
        size=len(content),
        content=content,
        content_id=content_id,
        inline=disposition == "inline" or (bool(content_id) and part.parent == "multipart/related"),
    )


def _file_name(name: str, part: Part, content: bytes, limits: Limits) -> str:
    """The declared name without control characters; an attached mail is called by its subject."""
    name = _CONTROLS.sub("", decode_words(name) if "=?" in name else name).strip()[:255]
    if name:
        return name
    if part.kind == "message/rfc822":
        inner, _ = parse_headers(content[:20_000].split(b"\n\n", 1)[0], limits)
        if subject := inner.text("subject"):
            return f"{subject[:120]}.eml"
    location = part.headers.text("content-location").rpartition("/")[2][:255]
    return location or f"attachment{_EXTENSIONS.get(part.kind, '')}"


_PROTECTION = {
    "multipart/encrypted": Notice.PGP_ENCRYPTED,
    "application/pgp-encrypted": Notice.PGP_ENCRYPTED,
    "application/pgp-signature": Notice.PGP_SIGNED,
    "application/pkcs7-signature": Notice.SMIME_SIGNED,
    "application/x-pkcs7-signature": Notice.SMIME_SIGNED,
    "application/pkcs7-mime": Notice.SMIME_ENCRYPTED,
    "application/x-pkcs7-mime": Notice.SMIME_ENCRYPTED,
}


def note_protection(structure: Structure, bodies: Bodies) -> None:
    for part in structure.leaves:
        if part.kind not in _PROTECTION:
            continue
        notice = _PROTECTION[part.kind]
        if notice is Notice.SMIME_ENCRYPTED and "signed" in part.parameters.get("smime-type", ""):
            notice = Notice.SMIME_SIGNED
        bodies.notices[notice] = None
    if bodies.plain and bodies.plain[0].lstrip().startswith("-----BEGIN PGP MESSAGE"):
        bodies.notices[Notice.PGP_ENCRYPTED] = None
    elif bodies.plain and bodies.plain[0].lstrip().startswith("-----BEGIN PGP SIGNED"):
        bodies.notices[Notice.PGP_SIGNED] = None
