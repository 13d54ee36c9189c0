"""Who does not wish to be written to first: noted, and taken back."""

from django.db import transaction

from comptoir.accounts.access import require
from comptoir.commerce.access import EDIT_BUYER
from comptoir.conversations.events import BuyerOptedOut
from comptoir.conversations.models import OptOut
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now


@transaction.atomic
def want_answers_only(*, by: Actor, buyer_id: int, is_so: bool) -> None:
    """Answers still reach him; letters that we would begin do not."""
    require(by, EDIT_BUYER)
    if is_so:
        row = {"member_id": by.id, "noted_at": now()}
        _found, changed = OptOut.objects.get_or_create(buyer_id=buyer_id, defaults=row)
    else:
        changed = OptOut.objects.filter(buyer=buyer_id).delete()[0] > 0
    if changed:
        publish(BuyerOptedOut(buyer_id=buyer_id, is_so=is_so), by=by)
