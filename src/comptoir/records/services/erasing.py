"""Erasing a person: asked with his name typed, done in the background, done again after a restore.

What the books need stays without a name: orders, amounts, days, the entries of the journal.
"""

from collections.abc import Iterable
from functools import partial

from django.db import IntegrityError, transaction

from comptoir.commerce.models import Buyer
from comptoir.commerce.slots import PERSON_PARTS, Person
from comptoir.conversations.queries.of_the_house import all_conversations
from comptoir.conversations.states import Category
from comptoir.journal import later, publish
from comptoir.kit import files
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.db import after_commit
from comptoir.records import access, ledger
from comptoir.records.errors import AlreadyUnderWay, HeldBack, NoSuchPerson, StillOpen, WrongName
from comptoir.records.events import ErasureAsked, PersonErased
from comptoir.records.models import Erasure, Hold
from comptoir.records.queries.whole import called, whole


@transaction.atomic
def ask_erasure(*, by: Actor, buyer_id: int, name: str) -> Erasure:
    """Raises WrongName, StillOpen, HeldBack, AlreadyUnderWay, NoSuchPerson."""
    access.require(by, access.ERASE)
    buyer = Buyer.objects.select_for_update().filter(pk=buyer_id, merged_into=None).first()
    if buyer is None:
        raise NoSuchPerson
    person = whole(buyer_id)
    if name.strip() != called(buyer, person):
        raise WrongName(called(buyer, person))
    _refuse_open(person)
    _refuse_held(person)
    try:
        with transaction.atomic():
            erasure = Erasure.objects.create(buyer=buyer, member_id=by.id, asked_at=now())
    except IntegrityError:
        raise AlreadyUnderWay from None
    publish(ErasureAsked(buyer_id=buyer_id, erasure_id=erasure.pk), by=by)
    later("records.erase", erasure_id=erasure.pk, lock=f"buyer:{buyer_id}")
    return erasure


def _refuse_open(person: Person) -> None:
    own = all_conversations().filter(pk__in=person.conversation_ids, merged_into=None)
    going_on = own.filter(is_spam=False).exclude(category=Category.RESOLVED)
    if count := going_on.count():
        raise StillOpen(count)


def _refuse_held(person: Person) -> None:
    held = Hold.objects.filter(conversation_id__in=person.conversation_ids, lifted_at=None)
    if numbers := list(held.order_by("conversation_id").values_list("conversation_id", flat=True)):
        raise HeldBack(numbers)


@transaction.atomic
def erase(*, erasure_id: int) -> None:
    """Take everything away and say so once. Safe to run twice."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
    if erasure.done_at is not None:
        return
    person = whole(erasure.buyer_id)
    _refuse_held(person)
    gone = take_away(person)
    erasure.done_at = now()
    erasure.conversations = len(person.conversation_ids)
    erasure.messages, erasure.files = len(person.message_ids), len(gone)
    erasure.save(update_fields=["done_at", "conversations", "messages", "files"])
    told = PersonErased(
        buyer_id=erasure.buyer_id,
        public_id=erasure.buyer.public_id,
        conversations=erasure.conversations,
        messages=erasure.messages,
        files=erasure.files,
    )
    by = Actor(ActorKind.AGENT, erasure.member_id) if erasure.member_id else SYSTEM
    publish(told, by=by)
    after_commit(partial(ledger.note, str(erasure.buyer.public_id), erasure.done_at))


def erase_again(public_ids: Iterable[str]) -> int:
    """In a desk that was restored: those who were erased since. Returns how many were found."""
    found = Buyer.objects.filter(public_id__in=list(public_ids), merged_into=None)
    erased = 0
    for buyer_id in found.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            take_away(whole(buyer_id))
        erased += 1
    return erased


def take_away(person: Person) -> set[str]:
    """Every part of him; the files that nothing names any more go when this is committed."""
    freed: set[str] = set()
    for part in PERSON_PARTS.all():
        freed |= set(part.erase(person))
    return let_go(freed)


def let_go(freed: set[str]) -> set[str]:
    """Delete these files when this is committed, but for those that rows still name."""
    still = {key for part in PERSON_PARTS.all() for key in part.holds(freed)} if freed else set()
    gone = freed - still
    after_commit(partial(_delete, gone))
    return gone


def _delete(keys: Iterable[str]) -> None:
    for key in keys:
        files.delete(key)
