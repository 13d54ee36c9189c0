"""The states of what comes in and of what goes out."""

from enum import StrEnum

from comptoir.kit.flows import Flow

# What is written there is read there: nothing carries it.
CHAT_KIND = "chat"


class Intake(StrEnum):
    """What became of one thing that came in."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    ECHO = "echo"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    BLOCKED = "blocked"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    DISCARDED = "discarded"


INTAKE_FLOW = Flow(
    {
        Intake.FAILED: {Intake.FAILED, Intake.QUARANTINED, *{Intake.STORED, Intake.DUPLICATE}}
        | {Intake.ECHO, Intake.BOUNCE, Intake.COMPLAINT, Intake.BLOCKED},
        Intake.QUARANTINED: {Intake.FAILED, Intake.DISCARDED},
        Intake.DISCARDED: set(),
        Intake.STORED: set(),
        Intake.DUPLICATE: set(),
        Intake.ECHO: set(),
        Intake.BOUNCE: set(),
        Intake.COMPLAINT: set(),
        Intake.BLOCKED: set(),
    }
)


class Sending(StrEnum):
    """How a delivery fares. UNSURE: it was on its way when a backup was taken, which has since
    been restored; the lost desk may have sent it."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    UNSURE = "unsure"


SENDING_FLOW = Flow(
    {
        Sending.HELD: {Sending.QUEUED, Sending.FAILED, Sending.CANCELLED, Sending.UNSURE},
        Sending.QUEUED: {Sending.SENDING, Sending.FAILED, Sending.CANCELLED, Sending.UNSURE},
        Sending.SENDING: {Sending.SENDING, Sending.SENT, Sending.RETRYING, Sending.FAILED}
        | {Sending.UNSURE},
        Sending.RETRYING: {Sending.SENDING, Sending.FAILED, Sending.CANCELLED, Sending.UNSURE},
        Sending.SENT: {Sending.BOUNCED},
        Sending.FAILED: {Sending.QUEUED},
        Sending.BOUNCED: {Sending.QUEUED},
        Sending.UNSURE: {Sending.QUEUED, Sending.BOUNCED},
        Sending.CANCELLED: set(),
    }
)


class Health(StrEnum):
    """Whether a channel works; what is wrong stands in `Channel.trouble`."""

    OK = "ok"
    GRANT_EXPIRED = "grant_expired"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class Verdict(StrEnum):
    """What a person says of a sender."""

    SPAM = "spam"
    WANTED = "wanted"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
