"""Why a mail came back, by what the server said; whether that means a dead address."""

import re

from comptoir.channels.mail import bounce_words
from comptoir.channels.mail.shapes import BounceKind, BounceReason

_REASONS = tuple(
    (reason, re.compile(words.replace("\n", "").replace("ß", "ss")))
    for reason, words in bounce_words.REASONS
)
_HARD = frozenset(
    {
        BounceReason.USER_UNKNOWN,
        BounceReason.HOST_UNKNOWN,
        BounceReason.MOVED,
        BounceReason.REFUSES_ALL,
    }
)
_ANY_ADDRESS = re.compile(r"<?[^\s<>@:;,()\[\]\"]{1,200}@[^\s<>@:;,()\[\]\"]{1,200}>?")
# One gateway puts a guess of its own in front of what the other server really said.
_IRONPORT = re.compile(r"\d\.\d\.\d - [a-z ]{5,40} (?=\d{3}[- ]?')")
_AFTER_DATA = re.compile(
    r"(?:end of )?data command|end of data|>>> ?data|smtp command\s{1,4}data", re.IGNORECASE
)
_BARELY_UNKNOWN = re.compile(
    r"unknown user|no such user|user unknown|invalid address|recipient.{0,20}rejected",
    re.IGNORECASE,
)


def unless_filtered(reason: BounceReason, said: str, status: str, body: str) -> BounceReason:
    """A server that took the recipient and says "unknown user" only after the data is a filter.

    Phone carriers answer so. A status x.1.x speaks of the address all the same (pipelining).
    """
    if reason is not BounceReason.USER_UNKNOWN or status[2:4] == "1.":
        return reason
    if _AFTER_DATA.search(body) and _BARELY_UNKNOWN.search(said):
        return BounceReason.FILTERED
    return reason


def kind_of(reason: BounceReason) -> BounceKind:
    return BounceKind.HARD if reason in _HARD else BounceKind.SOFT


def find_reason(said: str, status: str, told: str) -> BounceReason:
    """The server's own words first, then its status, then the text for people."""
    for text in (said, told):
        found = _by_words(text)
        if found is not None:
            return found
        by_status = _by_status(status)
        if by_status is not None and text is said:
            return by_status
    return _by_status(status) or BounceReason.UNDEFINED


def _plain_words(text: str) -> str:
    """Lower case, one blank between words, and `@` for every address: a name proves nothing."""
    words = " ".join(text[:3_000].casefold().replace("’", "'").split())
    return _ANY_ADDRESS.sub("@", words)


def _by_words(text: str) -> BounceReason | None:
    if not text:
        return None
    lowered = _IRONPORT.sub(" ", _plain_words(text))
    for reason, words in _REASONS:
        if words.search(lowered):
            return reason
    return None


_BY_STATUS = {
    "1.1": BounceReason.USER_UNKNOWN,
    "1.0": BounceReason.USER_UNKNOWN,
    "1.2": BounceReason.HOST_UNKNOWN,
    "1.3": BounceReason.USER_UNKNOWN,
    "1.6": BounceReason.MOVED,
    "1.10": BounceReason.USER_UNKNOWN,
    "1.7": BounceReason.SENDER_REJECTED,
    "1.8": BounceReason.SENDER_REJECTED,
    "2.1": BounceReason.SUSPENDED,
    "2.2": BounceReason.MAILBOX_FULL,
    "2.3": BounceReason.TOO_BIG,
    "3.4": BounceReason.TOO_BIG,
    "4.4": BounceReason.HOST_UNKNOWN,
    "4.7": BounceReason.EXPIRED,
    "4.1": BounceReason.EXPIRED,
    "4.2": BounceReason.NETWORK,
    "4.6": BounceReason.NETWORK,
    "7.1": BounceReason.POLICY,
    "7.27": BounceReason.REFUSES_ALL,
}


def _by_status(status: str) -> BounceReason | None:
    if not status:
        return None
    kind, _, detail = status.partition(".")
    found = _BY_STATUS.get(detail)
    if found is not None and found in _HARD and kind != "5":
        return BounceReason.EXPIRED
    if found is not None:
        return found
    return {
        "7": BounceReason.POLICY,
        "4": BounceReason.NETWORK,
        "3": BounceReason.SYSTEM,
        "6": BounceReason.CONTENT,
    }.get(detail[:1])
