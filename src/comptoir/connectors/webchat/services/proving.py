"""A visitor shows by a code that an address is his: then, and not before, he is that buyer."""

from django.db import transaction

from comptoir.accounts.services import ask_for_proof, prove_by_code
from comptoir.accounts.visitors import address_of
from comptoir.commerce.errors import CannotMerge
from comptoir.commerce.models import BuyerIdentity
from comptoir.commerce.services import identify_buyer, merge_buyers, verify_identity
from comptoir.commerce.states import IdentityKind
from comptoir.connectors.webchat.events import VisitorProved
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.services.visits import MOVED, TOPIC
from comptoir.journal import publish
from comptoir.journal.publishing import signal
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import now


@transaction.atomic
def ask_for_code(*, visit: ChatVisit, key: str, address: str) -> None:
    """Have a code mailed, in our words alone: the same for an address we know and a stranger's."""
    visit.address, visit.proved_at = address_of(address), None
    visit.save(update_fields=["address", "proved_at"])
    ask_for_proof(address=address, browser=_browser(key), language=visit.language)
    if visit.conversation_id:
        signal(TOPIC, visit.conversation_id, MOVED)


def prove(*, visit: ChatVisit, key: str, code: str) -> None:
    """Raises PassUnusable."""
    address = prove_by_code(browser=_browser(key), code=code)
    with transaction.atomic():
        _become(visit, address)


def _browser(key: str) -> str:
    return f"chat {key}"


def _become(visit: ChatVisit, address: str) -> None:
    own = identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value=address, name=visit.name)
    if own.verified_at is None:
        verify_identity(by=SYSTEM, identity_id=own.pk)
    if visit.identity is None:
        visit.identity = own
    elif _is_nobody_else(visit.identity):
        _merge(own, visit.identity)
    visit.address, visit.proved_at = address, now()
    visit.save(update_fields=["address", "proved_at", "identity"])
    if visit.conversation_id:
        by = Actor(ActorKind.BUYER, own.buyer_id, visit.name)
        publish(VisitorProved(conversation_id=visit.conversation_id, buyer_id=own.buyer_id), by=by)


def _is_nobody_else(identity: BuyerIdentity) -> bool:
    """Known by this chat alone: people may have merged him with a buyer whom this proves nothing
    of."""
    others = BuyerIdentity.objects.filter(buyer_id=identity.buyer_id)
    return not others.exclude(pk=identity.pk).exists()


def _merge(own: BuyerIdentity, chat: BuyerIdentity) -> None:
    """The chat's conversations are the buyer's; taken apart again, each has what was his."""
    try:
        merge_buyers(by=SYSTEM, keep_id=own.buyer_id, merge_id=chat.buyer_id)
    except CannotMerge:
        return  # a mask of a marketplace is nobody's own address
    chat.refresh_from_db()
