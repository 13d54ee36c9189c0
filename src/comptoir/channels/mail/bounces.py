"""Mails that came back: whether a mail is one, and which of our addresses it speaks of."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from comptoir.channels.mail import bounce_words
from comptoir.channels.mail.addresses import clean_address, find_addresses
from comptoir.channels.mail.bounce_reasons import find_reason, kind_of, unless_filtered
from comptoir.channels.mail.charsets import decode
from comptoir.channels.mail.headers import Headers, parse_headers
from comptoir.channels.mail.shapes import (
    DEFAULT_LIMITS,
    Address,
    Bounce,
    BouncedRecipient,
    BounceKind,
    BounceReason,
    Complaint,
)

_MAX_TEXT = 20_000
_MAX_DIAGNOSTIC = 1_500
_MAX_RECIPIENTS = 100


def _pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(text.replace("\n", "").replace("ß", "ss"), flags)


_DAEMON = _pattern(bounce_words.DAEMONS)
_DAEMON_NAME = _pattern(bounce_words.DAEMON_NAMES)
_SUBJECT = _pattern(bounce_words.SUBJECTS)
_BODY = _pattern(bounce_words.BODIES)
_ORIGINAL = _pattern(bounce_words.ORIGINAL_FOLLOWS, re.MULTILINE | re.IGNORECASE)
_PLAIN_FAILURE = re.compile(
    r"could not be delivered to|unable to deliver|wasn't able to deliver|was not delivered to"
    r"|permanent error|did not reach|delivery to the following|returned to sender|undeliverable"
    r"|送信できませんでした|配信できません"
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.-])([45]\d\d)[ -](?=\S)")
_REPLY = re.compile(r"\s[45]\d\d[\s-]")
_ID = re.compile(r"^message-id:\s{0,5}<([^<>\s]{1,998})>", re.IGNORECASE | re.MULTILINE)
_TO = re.compile(
    r"^to:[^<>\n@]{0,200}?<?([^<>\s@,;:]{1,64}@[^<>\s@,;]{1,255})", re.IGNORECASE | re.MULTILINE
)
_ORIGINALS = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)
_NOTHING_SAID = BouncedRecipient("", BounceKind.SOFT, BounceReason.UNDEFINED)
_NOT_ORDINARY = (
    "x-failed-recipients",
    "x-ms-embedded-report",
    "x-mailer-daemon-error",
    "x-bounce-reason",
)


@dataclass(frozen=True, slots=True)
class Report:
    """A part that machines read: its type and its decoded bytes."""

    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the headers and the structure of a mail tell before its text is read."""

    headers: Headers
    sender: Address
    subject: str
    kind: str
    leaf_kinds: frozenset[str]


def find_complaint(letter: Letterhead, text: str, reports: list[Report]) -> Complaint | None:
    """An abuse report (RFC 5965) about one of our mails, or a provider's own form of one."""
    found = next((r for r in reports if r.kind == "message/feedback-report"), None)
    if found is None:
        return _plain_complaint(letter, text)
    fields, _ = parse_headers(found.content, DEFAULT_LIMITS)
    recipients = [clean_address(value) for value in fields.all("original-rcpt-to")]
    return Complaint(
        kind=fields.get("feedback-type").lower()[:40] or "abuse",
        recipients=tuple(dict.fromkeys(r for r in recipients if "@" in r))[:_MAX_RECIPIENTS],
        original_message_id=_Original.found_in(reports, "").message_id,
        user_agent=fields.get("user-agent")[:200],
    )


def _plain_complaint(letter: Letterhead, text: str) -> Complaint | None:
    """Microsoft forwards the mail complained of; Amazon tells in JSON."""
    told = "notificationType" in text[:600] and '"Complaint' in text[:700].replace("\\", "")
    if told or letter.subject.casefold().startswith("complaint about message from"):
        return Complaint("abuse", original_message_id=_Original.found_in([], text).message_id)
    return None


def find_bounce(letter: Letterhead, text: str, reports: list[Report]) -> Bounce | None:
    """The bounce that this mail is; None for any other mail.

    Hard only when the address or its domain is dead by what the server said: a permanent status
    alone is no proof, servers use it for full mailboxes, filters and blocks too.
    """
    if any(report.kind == "message/disposition-notification" for report in reports):
        return None
    statuses = [r for r in reports if "delivery-status" in r.kind]
    if not statuses and "notificationType" in text[:600] and "Bounce" in text[:700]:
        return _from_notification(text)
    if statuses:
        return _from_status(statuses, reports, letter.headers, text)
    return _from_text(letter.headers, text, reports) if _is_report(letter, text) else None


def _is_report(letter: Letterhead, text: str) -> bool:
    """Enough signs: who sent it, what the subject says, what the text says."""
    headers = letter.headers
    daemon = _is_daemon(letter.sender)
    if "in-reply-to" in headers and letter.sender.address and not daemon:
        return False
    envelope = _comes_from_nobody(headers)
    known = any(name in headers for name in _NOT_ORDINARY)
    lowered = letter.subject[:300].casefold()
    titled = bool(_SUBJECT.search(lowered)) and not lowered.startswith(
        ("re:", "aw:", "fwd:", "fw:", "wg:", "tr:", "sv:")
    )
    reported = letter.kind == "multipart/report"
    score = 3 * known + 2 * daemon + envelope + 2 * titled + 2 * reported
    if not score:
        return False
    # A carrier, too, writes "your parcel could not be delivered": a person or a shop sends that.
    by_server = known or daemon or reported
    body = _before_original(text).casefold()
    told = bool(_BODY.search(body))
    carried = "message/rfc822" in letter.leaf_kinds or len(body) < len(text) - 80
    coded = bool(_STATUS.search(body) or _REPLY.search(body))
    if not by_server and not (carried and (coded or titled or envelope)):
        return False
    plain = bool(_PLAIN_FAILURE.search(body[:1_500]))
    return score + 2 * told + plain + carried + coded >= 5


def _comes_from_nobody(headers: Headers) -> bool:
    path = headers.get("return-path").strip().casefold() if "return-path" in headers else "?"
    return path in {"<>", ""} or "mailer-daemon" in path or "postmaster@" in path


def _is_daemon(sender: Address) -> bool:
    local = sender.address.partition("@")[0].casefold()
    return bool(_DAEMON.match(local) or _DAEMON_NAME.search(sender.name.casefold()))


def _before_original(text: str) -> str:
    text = text[:_MAX_TEXT]
    match = _ORIGINAL.search(text)
    return text[: match.start()] if match and match.start() > 20 else text


def _from_status(
    statuses: list[Report], reports: list[Report], headers: Headers, text: str
) -> Bounce | None:
    """RFC 3464: one block of fields a recipient. Reports of success are no bounce."""
    body = _before_original(text)
    groups = [group for report in statuses for group in _groups(report.content)]
    per_recipient = [
        group
        for group in groups
        if "action" in group or "final-recipient" in group or "status" in group
    ]
    actions = {_word(group.get("action")) for group in per_recipient}
    if actions and actions <= {"delivered", "relayed", "expanded"}:
        return None
    addresses = [_address_of(group) for group in per_recipient]
    found = [
        _recipient(group, body, addresses)
        for group in per_recipient[:_MAX_RECIPIENTS]
        if _word(group.get("action")) not in {"delivered", "relayed", "expanded"}
    ]
    if not found:
        found = list(_text_recipients(headers, body))
    return _bounce(found, reports, text, delayed=bool(actions) and actions <= {"delayed"})


def _word(value: str) -> str:
    return value.strip().partition(" ")[0].partition(";")[0].lower()


def _groups(content: bytes) -> Iterator[Headers]:
    text = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for number, block in enumerate(text.split(b"\n\n")):
        if number > _MAX_RECIPIENTS * 2:
            return
        if block.strip():
            yield parse_headers(block.strip(b"\n") + b"\n", DEFAULT_LIMITS)[0]


def _address_of(group: Headers) -> str:
    names = ("final-recipient", "x-actual-recipient", "original-recipient")
    return clean_address(
        next((value for name in names if (value := _field_value(group.get(name)))), "")
    )


def _recipient(group: Headers, body: str, addresses: list[str]) -> BouncedRecipient:
    address = _address_of(group)
    diagnostic = " ".join(value for value in group.all("diagnostic-code"))
    diagnostic = re.sub(r"^\s*[\w-]{1,20}\s*;\s*", "", diagnostic).strip()
    status = (_STATUS.search(group.get("status")) or [""])[0]
    said = diagnostic
    told = _section(body, address, addresses) if len(addresses) > 1 else body
    reason = unless_filtered(find_reason(said, status, told), said or told, status, body)
    return BouncedRecipient(
        address=address,
        kind=kind_of(reason),
        reason=reason,
        status=_best_status(status, said or told),
        diagnostic=(said or told)[:_MAX_DIAGNOSTIC],
    )


def _field_value(value: str) -> str:
    return value.partition(";")[2].strip() if ";" in value else value.strip()


def _best_status(status: str, said: str) -> str:
    """What the other server answered says more than a general `5.0.0` of our own."""
    if status and not status.endswith(".0.0"):
        return status
    found = _STATUS.search(said)
    return found[0] if found else status


def _from_text(headers: Headers, text: str, reports: list[Report]) -> Bounce:
    body = _before_original(text)
    found = list(_text_recipients(headers, body))
    delayed = (
        bool(
            re.search(
                r"warning|delayed|will (?:be retried|keep trying|retry)|still (?:trying|being)",
                body[:2_000].casefold(),
            )
        )
        and not found
    )
    return _bounce(found, reports, text, delayed=delayed)


def _from_notification(text: str) -> Bounce | None:
    """Amazon SES tells of bounces in JSON, mailed by its notification service."""
    try:
        told, _ = json.JSONDecoder(strict=False).raw_decode(text[:100_000].strip())
        if "Message" in told:
            told = json.loads(told["Message"], strict=False)
        if told["notificationType"] != "Bounce":
            return None
        listed = told["bounce"]["bouncedRecipients"]
        found = [_notified(entry) for entry in listed[:_MAX_RECIPIENTS]]
        original = str(told.get("mail", {}).get("commonHeaders", {}).get("messageId", "")).strip(
            "<>"
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found, original = [_text_recipient("", text[:2_000])], ""
    bounce = _bounce(found, [], "", delayed=False)
    return replace(bounce, original_message_id=original)


def _notified(entry: Mapping[str, object]) -> BouncedRecipient:
    said, status = str(entry.get("diagnosticCode", "")), str(entry.get("status", ""))
    reason = find_reason(said, status, "")
    return BouncedRecipient(
        clean_address(str(entry.get("emailAddress", ""))),
        kind_of(reason),
        reason,
        status,
        said[:_MAX_DIAGNOSTIC],
    )


def _text_recipients(headers: Headers, body: str) -> Iterator[BouncedRecipient]:
    """Who is named in a report for people, each with what is said below his address."""
    listed = find_addresses(headers.get("x-failed-recipients")) or _named(headers, body)
    if len(listed) < 2:
        yield _text_recipient(listed[0] if listed else "", body)
        return
    for address in listed[:_MAX_RECIPIENTS]:
        told = _text_recipient(address, _section(body, address, listed))
        yield told if told.reason is not BounceReason.UNDEFINED else _text_recipient(address, body)


def _named(headers: Headers, body: str) -> list[str]:
    own = {
        a
        for name in ("to", "from", "sender", "reply-to", "return-path")
        for a in find_addresses(headers.get(name))
    }
    return [
        a
        for a in find_addresses(body, most=20)
        if a not in own and not a.startswith(("postmaster@", "mailer-daemon@"))
    ]


def _section(body: str, address: str, listed: list[str]) -> str:
    lowered = body.casefold()
    at = lowered.find(address.casefold())
    if at < 0:
        return ""
    start = at + len(address)
    ends = [lowered.find(other.casefold(), start) for other in listed if other != address]
    return body[at : min([end for end in ends if end > 0] or [len(body)])][:2_000]


def _text_recipient(address: str, said: str) -> BouncedRecipient:
    status = (_STATUS.search(said) or [""])[0]
    reason = unless_filtered(find_reason(said, status, ""), said, status, said)
    return BouncedRecipient(
        address, kind_of(reason), reason, status, " ".join(said.split())[:_MAX_DIAGNOSTIC]
    )


def _bounce(
    found: list[BouncedRecipient], reports: list[Report], text: str, *, delayed: bool
) -> Bounce:
    original = _Original.found_in(reports, text)
    named = [r if r.address else replace(r, address=original.recipient) for r in found]
    hard = [recipient for recipient in named if recipient.kind is BounceKind.HARD]
    leading = next(iter(hard or named), _NOTHING_SAID)
    if delayed:
        leading = replace(leading, kind=BounceKind.SOFT, reason=_of_delay(leading.reason))
    return Bounce(
        kind=leading.kind,
        reason=leading.reason,
        status=leading.status,
        recipients=tuple(r for r in named if r.address or r.diagnostic),
        original_message_id=original.message_id,
        diagnostic=leading.diagnostic,
        delayed=delayed,
    )


def _of_delay(reason: BounceReason) -> BounceReason:
    return BounceReason.EXPIRED if kind_of(reason) is BounceKind.HARD else reason


@dataclass(frozen=True, slots=True)
class _Original:
    """What is repeated of the headers of the mail that came back."""

    message_id: str = ""
    recipient: str = ""

    @classmethod
    def found_in(cls, reports: list[Report], text: str) -> "_Original":
        copies = (decode(r.content[:20_000])[0] for r in reports if r.kind in _ORIGINALS)
        message_id = recipient = ""
        for copy in (*copies, text[:200_000]):
            message_id = message_id or _first(_ID, copy)
            recipient = recipient or clean_address(_first(_TO, copy))
        return cls(message_id, recipient)


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""
