"""Postmark's inbound JSON, made into a mail again: pure."""

import base64
import binascii
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formataddr
from typing import Any

from comptoir.kit.errors import ComptoirError

# Written anew from Postmark's own fields; or about its encoding, which is gone.
_OWN = {
    *("from", "to", "cc", "bcc", "subject", "date", "message-id", "reply-to"),
    *("content-type", "content-transfer-encoding", "mime-version", "content-disposition"),
}


class UnclearPayload(ComptoirError):
    """What came in is not what Postmark sends."""


def raw_mail(payload: Mapping[str, Any]) -> bytes:
    """The mail as it came where Postmark hands it on (`RawEmail`), else rebuilt of its fields.

    Raises UnclearPayload.
    """
    if raw := payload.get("RawEmail"):
        return str(raw).encode("utf-8", "surrogateescape")
    if not payload.get("From") and not payload.get("FromFull"):
        raise UnclearPayload("This is no inbound mail of Postmark.")
    return _rebuilt(payload)


def _rebuilt(payload: Mapping[str, Any]) -> bytes:
    mail = EmailMessage()
    for name, value in _headers(payload):
        _add(mail, name, value)
    mail.set_content(str(payload.get("TextBody") or ""))
    if page := payload.get("HtmlBody"):
        mail.add_alternative(str(page), subtype="html")
    for each in payload.get("Attachments") or ():
        _attach(mail, each)
    return mail.as_bytes()


def _headers(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    given = [
        (str(h.get("Name", "")), str(h.get("Value", ""))) for h in payload.get("Headers") or ()
    ]
    named = {name.casefold(): value for name, value in given}
    own = [
        ("From", _people(payload.get("FromFull"), payload.get("From"))),
        ("To", _people(payload.get("ToFull"), payload.get("To"))),
        ("Cc", _people(payload.get("CcFull"), payload.get("Cc"))),
        ("Reply-To", str(payload.get("ReplyTo") or "")),
        ("Subject", str(payload.get("Subject") or "")),
        ("Date", str(payload.get("Date") or "")),
        # `MessageID` is Postmark's own number; the sender's stands among the headers.
        ("Message-ID", named.get("message-id") or f"<{payload.get('MessageID', '')}@postmark>"),
    ]
    return [*own, *((name, value) for name, value in given if name.casefold() not in _OWN)]


def _people(full: Any, plain: Any) -> str:
    people = [full] if isinstance(full, Mapping) else full or []
    found = [formataddr((str(p.get("Name") or ""), str(p.get("Email") or ""))) for p in people]
    return ", ".join(found) or str(plain or "")


def _add(mail: EmailMessage, name: str, value: str) -> None:
    """A header that can't be one is left out: the mail counts, not its decoration."""
    line = " ".join(value.split())
    if not name or not line:
        return
    try:
        mail[name] = line
    except (ValueError, IndexError, TypeError, AttributeError):
        if name == "From":
            mail[name] = Address("", "unknown", "invalid.invalid")


def _attach(mail: EmailMessage, told: Mapping[str, Any]) -> None:
    try:
        content = base64.b64decode(str(told.get("Content") or ""), validate=False)
    except binascii.Error:
        content = b""
    main, _slash, sub = str(told.get("ContentType") or "").partition(";")[0].partition("/")
    if main in ("", "multipart", "message", "text") or not sub:
        main, sub = "application", sub or "octet-stream"
    content_id = str(told.get("ContentID") or "").strip("<>")
    mail.add_attachment(
        content,
        maintype=main,
        subtype=sub.strip(),
        filename=str(told.get("Name") or "file"),
        cid=f"<{content_id}>" if content_id and not content_id.isspace() else None,
    )
