"""A person with all that every package knows him by."""

from comptoir.commerce.models import Buyer
from comptoir.commerce.services.persons import person_of
from comptoir.commerce.slots import PERSON_PARTS, Person


def whole(buyer_id: int) -> Person:
    """Widened by one package after the other, in the order of the river."""
    person = person_of(buyer_id)
    for part in PERSON_PARTS.all():
        person = part.widen(person)
    return person


def called(buyer: Buyer, person: Person) -> str:
    """What is typed to erase him: his name, else an address, else his number here."""
    known = next((address for address in person.addresses if address), "")
    return buyer.name or known or str(buyer.pk)
