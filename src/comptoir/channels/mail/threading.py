"""Our own marks on outgoing mail: message ids and reply addresses nobody else can make (A1, A2)."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

_MARK_BYTES = 10
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_OWN_ID = re.compile(r"c([0-9a-z]{1,13})\.m([0-9a-z]{1,13})\.([a-z2-7]{16})@")
_TOKEN = re.compile(r"c([0-9a-z]{1,13})-([a-z2-7]{16})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnId:
    conversation_id: int
    message_id: int


def make_message_id(*, key: bytes, conversation_id: int, message_id: int, domain: str) -> str:
    """An id (without angle brackets) that proves by its HMAC that it is ours.

    The same message always has the same id: a mail repeated after a crash is recognised by it.
    """
    body = f"c{_base36(conversation_id)}.m{_base36(message_id)}"
    return f"{body}.{_mark(key, 'id', body)}@{domain}"


def read_message_id(text: str, *, key: bytes) -> OwnId | None:
    """Which of our messages an id names; None for a foreign or a forged one."""
    match = _OWN_ID.match(text.strip().strip("<>").lower())
    if match is None:
        return None
    body = f"c{match[1]}.m{match[2]}"
    if not hmac.compare_digest(_mark(key, "id", body), match[3]):
        return None
    return OwnId(int(match[1], 36), int(match[2], 36))


def make_reply_address(address: str, *, key: bytes, conversation_id: int) -> str:
    """`desk+c1a-….@example.com`: an answer to it finds its conversation even without ids."""
    local, _, domain = address.rpartition("@")
    body = f"c{_base36(conversation_id)}"
    return f"{local}+{body}-{_mark(key, 'address', body)}@{domain}"


def read_reply_address(address: str, *, key: bytes) -> int | None:
    """The conversation of a signed reply address; None for any other address."""
    local, _, _ = address.rpartition("@")
    _, plus, token = local.rpartition("+")
    match = _TOKEN.fullmatch(token) if plus else None
    if match is None:
        return None
    body = f"c{match[1].lower()}"
    if not hmac.compare_digest(_mark(key, "address", body), match[2].lower()):
        return None
    return int(match[1], 36)


def plain_address(address: str) -> str:
    """The mailbox itself, without a signed part."""
    local, at, domain = address.rpartition("@")
    base, plus, token = local.rpartition("+")
    return f"{base}{at}{domain}" if plus and _TOKEN.fullmatch(token) else address


def _mark(key: bytes, purpose: str, body: str) -> str:
    # Lower-case base 32: some servers change the case of a local part.
    digest = hmac.new(key, f"comptoir mail {purpose} {body}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:_MARK_BYTES]).decode().lower()


def _base36(number: int) -> str:
    if number < 0:
        raise ValueError(f"An id cannot be negative: {number}")
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits
