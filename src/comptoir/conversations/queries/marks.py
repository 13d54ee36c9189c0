"""What is said beside a message: how its sending fares, whether its sender is who he says."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from comptoir.channels.models import Delivery
from comptoir.channels.states import Sending as State
from comptoir.conversations.models import Message
from comptoir.conversations.shapes import Authenticity, Sending
from comptoir.conversations.states import MessageKind
from comptoir.kit.clock import now

# The worst state of a message's letters is the one shown.
_GRAVITY = (
    State.BOUNCED,
    State.FAILED,
    State.UNSURE,
    State.RETRYING,
    State.SENDING,
    State.QUEUED,
    State.HELD,
    State.SENT,
    State.CANCELLED,
)


def sending_of(message: Message, deliveries: Sequence[Delivery]) -> Sending | None:
    """How an outgoing message fares; None for one that came in."""
    if not deliveries:
        return None
    worst = min(deliveries, key=lambda each: _GRAVITY.index(State(each.state)))
    match State(worst.state):
        case State.HELD:
            return _held(worst)
        case State.QUEUED | State.SENDING:
            return Sending(worst.state, _("On its way"), "quiet")
        case State.RETRYING:
            return Sending(worst.state, _("Tried again later"), "warning", worst.trouble_said)
        case State.FAILED:
            why = worst.trouble_said
            return Sending(worst.state, _("Not sent"), "danger", why, can_resend=True)
        case State.UNSURE:
            why = worst.trouble_said
            return Sending(worst.state, _("Perhaps not sent"), "danger", why, can_resend=True)
        case State.BOUNCED:
            return _bounced(worst)
        case State.CANCELLED:
            return Sending(worst.state, _("Taken back"), "quiet")
    return Sending(worst.state, _("Sent"), "quiet")


def _held(delivery: Delivery) -> Sending:
    until = delivery.next_attempt_at
    # The worker is not punctual to the second, and neither is a hand.
    undo = until if until and until > now() - timedelta(seconds=2) else None
    return Sending(delivery.state, _("Sending"), "quiet", undo_until=undo)


def _bounced(delivery: Delivery) -> Sending:
    dead = delivery.bounce_kind == "hard"
    label = _("Came back: the address does not exist") if dead else _("Came back")
    return Sending(delivery.state, label, "danger", delivery.trouble_said, can_resend=True)


def authenticity_of(message: Message) -> Authenticity | None:
    """What a receiving server of ours found about the sender; None where it said nothing.

    A result that is not from our own server proves nothing: any sender can write one.
    """
    seen = message.facts.get("seen")
    if not seen:
        return None
    spf, dkim, dmarc, trusted = seen
    details = ", ".join(
        f"{name} {result}"
        for name, result in (("SPF", spf), ("DKIM", dkim), ("DMARC", dmarc))
        if result
    )
    if not trusted:
        return Authenticity(_("Sender not verified"), "quiet", details)
    if dmarc == "pass" or (not dmarc and "pass" in (spf, dkim)):
        return Authenticity(_("Sender verified"), "success", details)
    if "fail" in (dmarc, spf, dkim):
        return Authenticity(_("May be forged"), "danger", details)
    return Authenticity(_("Sender not verified"), "quiet", details)


def mark_of(message: Message) -> str:
    """One short word about a message that is no ordinary letter; "" for an ordinary one."""
    facts = message.facts
    if facts.get("erased"):
        return _("Words and files were taken away")
    if facts.get("acknowledgement"):
        return _("Acknowledgement")
    if facts.get("auto"):
        return _("Automatic reply")
    if facts.get("forwarded_by"):
        return _("Forwarded by %s") % str(facts["forwarded_by"])
    if message.kind == MessageKind.CALL:
        return _("Phone call")
    if message.kind == MessageKind.OUTSIDE:
        return _("From another address than the one we wrote to") if "another" in facts else ""
    if message.author_kind == "other":
        return _("Not the buyer of this conversation")
    return ""


def suspicion_in_words(reason: str) -> str:
    """Why it lies in the spam folder; "" where a person put it there."""
    words = {
        "blocked_sender": _("This sender is blocked."),
        "marked_by_server": _("The mail server took it for spam."),
        "forged": _("The sender's address may be forged."),
        "known_spammer": _("Something of this sender was marked as spam before."),
    }
    return words.get(reason, "")


def notices_of(message: Message) -> tuple[str, ...]:
    """What a reader should know about how the mail could be read."""
    words = {
        "winmail": _("Outlook packed the attachments into winmail.dat, which can't be opened here"),
        "smime_encrypted": _("The mail is encrypted (S/MIME) and can't be read here"),
        "pgp_encrypted": _("The mail is encrypted (PGP) and can't be read here"),
        "text_cut": _("The text is very long and was cut"),
        "too_big": _("The mail is very large and was read in part"),
        "too_many_parts": _("The mail has too many parts; not all were read"),
        "too_deep": _("The mail is nested too deeply; not all was read"),
        "unknown_charset": _("Written in an unknown character set: some letters may be wrong"),
        "utf7_refused": _("Written in UTF-7, which is not read for safety"),
    }
    return tuple(words[key] for key in message.facts.get("notices", ()) if key in words)
