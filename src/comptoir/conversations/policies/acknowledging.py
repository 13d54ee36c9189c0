"""Whether a new conversation may be acknowledged: the one automatic mail, and its brakes (A7)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# The caps of FreeScout's SendAutoReply: ten in three hours, from the second on no repeated subject.
WINDOW = timedelta(minutes=180)
MOST_IN_WINDOW = 10
MOST_OF_ALL_IN_A_MINUTE = 60
# A letter to many leaves room for the acknowledgements of the same minute.
MOST_OF_MANY_IN_A_MINUTE = 50


class Silence(StrEnum):
    """Why no acknowledgement is sent; empty when one is."""

    NONE = ""
    SWITCHED_OFF = "switched_off"
    NO_TEXT = "no_text"
    ALREADY_SENT = "already_sent"
    AUTOMATIC = "automatic"
    MAILING_LIST = "mailing_list"
    PASSED_ON = "passed_on"
    SUSPECTED = "suspected"
    OWN_MAILBOX = "own_mailbox"
    TOO_MANY = "too_many"
    SAME_SUBJECT = "same_subject"


@dataclass(frozen=True, slots=True)
class AcknowledgementFacts:
    """`sent_lately` and `same_subject_lately` count automatic mails to the address in WINDOW.

    `is_passed_on`: a colleague forwarded it, so nobody at that address has written to us (B1).
    """

    is_on: bool
    has_text: bool
    already_sent: bool = False
    is_automatic: bool = False
    is_list: bool = False
    is_passed_on: bool = False
    is_suspected: bool = False
    is_own_mailbox: bool = False
    sent_lately: int = 0
    same_subject_lately: int = 0
    sent_by_all_in_a_minute: int = 0


def silence_of(facts: AcknowledgementFacts) -> Silence:
    """The first brake that holds; Silence.NONE means: send it."""
    brakes = (
        (not facts.is_on, Silence.SWITCHED_OFF),
        (not facts.has_text, Silence.NO_TEXT),
        (facts.already_sent, Silence.ALREADY_SENT),
        (facts.is_automatic, Silence.AUTOMATIC),
        (facts.is_list, Silence.MAILING_LIST),
        (facts.is_passed_on, Silence.PASSED_ON),
        (facts.is_suspected, Silence.SUSPECTED),
        (facts.is_own_mailbox, Silence.OWN_MAILBOX),
        (facts.sent_lately >= MOST_IN_WINDOW, Silence.TOO_MANY),
        (facts.sent_by_all_in_a_minute >= MOST_OF_ALL_IN_A_MINUTE, Silence.TOO_MANY),
        (facts.sent_lately >= 1 and facts.same_subject_lately >= 1, Silence.SAME_SUBJECT),
    )
    return next((silence for holds, silence in brakes if holds), Silence.NONE)
