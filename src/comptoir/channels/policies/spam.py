"""Whether a mail looks like spam: then it starts no clock and gets no mail."""

from dataclasses import dataclass
from enum import StrEnum

from comptoir.channels.mail.shapes import Authentication, Mail


class Suspicion(StrEnum):
    """Why; empty when nothing is wrong. `forged` is a DMARC failure seen by our own server."""

    NONE = ""
    BLOCKED_SENDER = "blocked_sender"
    MARKED_BY_SERVER = "marked_by_server"
    FORGED = "forged"
    KNOWN_SPAMMER = "known_spammer"


@dataclass(frozen=True, slots=True)
class SenderHistory:
    """`spam` and `wanted` count what people decided about this sender's conversations."""

    is_blocked: bool = False
    spam: int = 0
    wanted: int = 0


def suspicion_of(mail: Mail, history: SenderHistory) -> Suspicion:
    if history.is_blocked:
        return Suspicion.BLOCKED_SENDER
    if history.wanted:
        return Suspicion.NONE
    if history.spam:
        return Suspicion.KNOWN_SPAMMER
    if _marked(mail):
        return Suspicion.MARKED_BY_SERVER
    return Suspicion.FORGED if _forged(mail.authentication) else Suspicion.NONE


def _marked(mail: Mail) -> bool:
    flag = mail.headers.get("x-spam-flag", "").strip().casefold()
    status = mail.headers.get("x-spam-status", "").strip().casefold()
    return flag.startswith("yes") or status.startswith("yes")


def _forged(seen: Authentication) -> bool:
    return seen.trusted and seen.dmarc == "fail"
