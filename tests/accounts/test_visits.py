"""How long visits last, and who of a seller may come (D4)."""

import pytest
from django.core import mail
from django.test import Client

from comptoir.accounts.models import Member, Visit
from comptoir.accounts.visitors import SELLER_DOOR, SPACE, viewers_of_visits, visitor_of
from comptoir.commerce import services as commerce
from comptoir.commerce.models import Seller
from comptoir.commerce.states import IdentityKind
from comptoir.kit import clock
from comptoir.kit.actor import SYSTEM
from comptoir.kit.errors import NotAllowed
from tests.accounts.conftest import actor
from tests.accounts.test_visitors import (
    ADDRESS,
    _no_counts_of_another_test,
    asked,
    camille,
    is_in,
    seller,
)

__all__ = ["_no_counts_of_another_test", "camille", "seller"]


def came_in(address: str = ADDRESS, door: str = "space") -> Client:
    client = Client()
    _code, link = asked(client, address, door)
    client.post(link)
    return client


def test_the_cookie_stays_below_its_door_and_out_of_scripts(camille: int) -> None:
    client = came_in()

    cookie = client.cookies["comptoir_space"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/space/", True, "Lax")
    assert not is_in(client, "seller")


def test_signing_out_ends_this_browser_and_everywhere_ends_all(camille: int) -> None:
    one, two, three = came_in(), came_in(), came_in()

    one.post("/space/sign-out/")
    after_one = [is_in(one), is_in(two), is_in(three)]
    two.post("/space/sign-out/everywhere/")

    assert after_one == [False, True, True]
    assert [is_in(each) for each in (one, two, three)] == [False, False, False]
    assert Visit.objects.count() == 0


def test_a_visit_ends_by_itself(camille: int) -> None:
    client = came_in()
    Visit.objects.update(expires_at=clock.now())

    assert not is_in(client)


def test_a_used_link_leads_who_is_in_back_to_his_pages(camille: int) -> None:
    client, other = Client(), Client()
    _code, link = asked(client)
    client.post(link)

    again, elsewhere = client.get(link), other.get(link)

    assert (again.status_code, again["Location"]) == (302, "/space/")
    assert elsewhere.status_code == 410
    assert not is_in(other)


def test_a_member_who_is_signed_in_beside_it_is_not_disturbed(camille: int, ines: Member) -> None:
    client = came_in()
    client.force_login(ines)

    client.post("/space/sign-out/")

    assert not is_in(client)
    assert client.get("/account/profile").status_code == 200


def test_a_member_is_nobody_at_the_doors(ines: Member) -> None:
    client = Client()
    client.force_login(ines)

    assert not is_in(client)


def test_a_merge_and_an_unmerge_count_at_the_next_request(camille: int) -> None:
    other = commerce.identify_buyer(
        by=SYSTEM, kind=IdentityKind.EMAIL, value="other@buyer.example", name="O"
    )
    client = came_in()
    key = client.cookies["comptoir_space"].value

    commerce.merge_buyers(by=SYSTEM, keep_id=other.buyer_id, merge_id=camille)
    merged = visitor_of(SPACE, key)
    commerce.unmerge_buyer(by=SYSTEM, buyer_id=camille)
    unmerged = visitor_of(SPACE, key)

    assert merged and [guest.id for guest in merged.guests] == [other.buyer_id]
    assert unmerged and [guest.id for guest in unmerged.guests] == [camille]


def test_a_seller_comes_in_by_the_address_the_marketplace_told(seller: Seller) -> None:
    assert is_in(came_in("hello@keramos.example", "seller"), "seller")


def test_an_invited_contact_comes_in_and_is_out_once_removed_d4(
    seller: Seller, lena: Member
) -> None:
    contact = commerce.invite_contact(
        by=actor(lena), seller_id=seller.pk, email="Mia@Keramos.example", name="Mia"
    )
    client = came_in("mia@keramos.example", "seller")
    visitor = visitor_of(SELLER_DOOR, client.cookies["comptoir_seller"].value)
    assert visitor is not None
    stream = visitor.stream_as(visitor.viewers[0])
    before = viewers_of_visits([stream])

    commerce.remove_contact(by=actor(lena), seller_id=seller.pk, contact_id=contact.pk)

    assert before == {stream: visitor.viewers[0]}
    assert viewers_of_visits([stream]) == {}
    assert not is_in(client, "seller")


def test_a_seller_who_is_switched_off_is_out_d4(seller: Seller) -> None:
    client = came_in("hello@keramos.example", "seller")

    Seller.objects.update(is_active=False)

    assert not is_in(client, "seller")


def test_an_agent_invites_no_contact(seller: Seller, ines: Member) -> None:
    with pytest.raises(NotAllowed):
        commerce.invite_contact(by=actor(ines), seller_id=seller.pk, email="mia@keramos.example")

    assert seller.contacts.count() == 0
    assert len(mail.outbox) == 0


def test_the_pages_of_contacts_invite_and_remove(seller: Seller, lena: Member) -> None:
    client = Client()
    client.force_login(lena)
    page = f"/commerce/sellers/{seller.pk}/"

    client.post(f"{page}invite/", {"email": "mia@keramos.example", "name": "Mia"})
    listed = client.get("/commerce/sellers/").content.decode()
    contact = seller.contacts.get()
    client.post(f"{page}remove/", {"contact": contact.pk})

    assert "mia@keramos.example" in listed
    assert seller.contacts.count() == 0
    assert [sent.to for sent in mail.outbox] == [["mia@keramos.example"]]
