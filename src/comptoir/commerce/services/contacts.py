"""Who may come in by the seller door: contacts invited, contacts taken away (D4)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.services import end_all_visits
from comptoir.accounts.visitors import SELLER_DOOR, address_of, house_name
from comptoir.commerce import access
from comptoir.commerce.errors import BadContact, UnknownSeller
from comptoir.commerce.events import SellerContactInvited, SellerContactRemoved
from comptoir.commerce.models import Seller, SellerContact
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.text import clean


@transaction.atomic
def invite_contact(*, by: Actor, seller_id: int, email: str, name: str = "") -> SellerContact:
    """Let an address come in for a seller, and tell it so. Raises BadContact, UnknownSeller."""
    access.require(by, access.MANAGE_CONTACTS, seller_id=seller_id)
    seller = _locked(seller_id)
    address = _checked(email)
    contact, is_new = SellerContact.objects.get_or_create(
        seller=seller, email=address, defaults={"name": clean(name).strip()[:120]}
    )
    if is_new:
        _tell(seller, address)
        invited = SellerContactInvited(seller_id=seller.pk, contact_id=contact.pk)
        publish(invited, by=by, detail={"email": address})
    return contact


@transaction.atomic
def remove_contact(*, by: Actor, seller_id: int, contact_id: int) -> None:
    """Take the way in; browsers that are in by it are out at once."""
    access.require(by, access.MANAGE_CONTACTS, seller_id=seller_id)
    _locked(seller_id)
    contact = SellerContact.objects.filter(pk=contact_id, seller_id=seller_id).first()
    if contact is None:
        return
    contact.delete()
    end_all_visits(by=by, door=SELLER_DOOR, address=contact.email)
    removed = SellerContactRemoved(seller_id=seller_id, contact_id=contact_id)
    publish(removed, by=by, detail={"email": contact.email})


def _locked(seller_id: int) -> Seller:
    found = Seller.objects.select_for_update(no_key=True).filter(pk=seller_id).first()
    if found is None:
        raise UnknownSeller
    return found


def _checked(email: str) -> str:
    address = address_of(email)
    try:
        validate_email(address)
    except ValidationError:
        raise BadContact from None
    return address


def _tell(seller: Seller, address: str) -> None:
    """In our own words; the way in itself he asks for there."""
    words = {"seller": seller.name, "house": house_name()}
    words["url"] = str(settings.PUBLIC_URL) + reverse(f"{SELLER_DOOR.name}:enter")
    known = seller.language if seller.language in dict(settings.LANGUAGES) else "en"
    with translation.override(known):
        text = render_to_string("commerce/mails/contact.txt", words)
        subject = _("The messages of %(seller)s at %(house)s") % words
    EmailMessage(" ".join(subject.split()), text, to=[address]).send()
