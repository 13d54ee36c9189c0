"""What people decide about senders."""

from django.db import transaction
from django.db.models import F

from comptoir.accounts.access import require
from comptoir.channels.events import SenderJudged
from comptoir.channels.models import KnownSender
from comptoir.channels.states import Verdict
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import fold

_PERMISSION = {
    Verdict.SPAM: "channels.judge_senders",
    Verdict.WANTED: "channels.judge_senders",
    Verdict.BLOCKED: "channels.judge_senders",
    Verdict.UNBLOCKED: "channels.unblock",
}


@transaction.atomic
def judge_sender(*, by: Actor, address: str, verdict: Verdict) -> KnownSender:
    """Remember that an address is blocked or not, sends spam or does not."""
    require(by, _PERMISSION[verdict])
    sender, _ = KnownSender.objects.select_for_update().get_or_create(address=fold(address))
    match verdict:
        case Verdict.SPAM:
            sender.spam, sender.wanted = F("spam") + 1, 0
        case Verdict.WANTED:
            sender.wanted, sender.spam = F("wanted") + 1, 0
        case Verdict.BLOCKED:
            sender.is_blocked = True
        case Verdict.UNBLOCKED:
            sender.is_blocked = False
    sender.changed_at = now()
    sender.save()
    publish(
        SenderJudged(sender_id=sender.pk, verdict=verdict),
        by=by,
        detail={"address": sender.address},
    )
    return sender
