"""Labels of buyers and contacts of sellers, defined by programs."""

import pytest
from django.core import mail

from comptoir.accounts.roles import Role
from comptoir.commerce.models import BuyerLabel, Marketplace, Seller, SellerContact
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


def seller() -> Seller:
    market = Marketplace.objects.create(key="m", name="M")
    return Seller.objects.create(marketplace=market, external_id="s-1", name="Nord")


def test_a_label_is_added_defined_and_removed(program: Program) -> None:
    made = program.post("labels", {"name": "Press", "colour": "blue", "about": "Journalists"})
    path = f"labels/{made.json()['key']}"

    defined = program.ask("PUT", path, {"name": "Press people", "colour": "red"})
    twice = program.post("labels", {"name": "press people"})
    gone = program.ask("DELETE", path)
    again = program.ask("DELETE", path)

    assert made.status_code == 201
    assert (made.json()["key"], made.json()["colour"]) == ("press", "blue")
    assert (defined.json()["key"], defined.json()["name"]) == ("press", "Press people")
    assert (twice.status_code, gone.status_code, again.status_code) == (422, 204, 404)
    assert not BuyerLabel.objects.filter(key="press").exists()


def test_an_address_comes_in_for_a_seller_and_goes(program: Program) -> None:
    path = f"sellers/{seller().public_id}/contacts"

    made = program.post(path, {"email": "ada@nord.example", "name": "Ada"})
    wrong = program.post(path, {"email": "nobody"})
    (contact,) = made.json()["items"]
    gone = program.ask("DELETE", f"{path}/{contact['id']}")

    assert (made.status_code, contact["email"]) == (201, "ada@nord.example")
    assert wrong.json()["detail"] == "This is no e-mail address. Check it and try again."
    assert gone.status_code == 204
    assert program.get(path).json()["items"] == []


def test_an_agent_defines_nothing_d2(give_token: Give) -> None:
    agent, path = give_token(Role.AGENT, name="Ada"), f"sellers/{seller().public_id}/contacts"
    before = BuyerLabel.objects.count()

    answers = [
        agent.post("labels", {"name": "Mine"}),
        agent.post(path, {"email": "eve@b.example"}),
        agent.get(path),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert (BuyerLabel.objects.count(), SellerContact.objects.count()) == (before, 0)
    assert mail.outbox == []


@pytest.mark.parametrize("key", ["%00", "a%00b", "%ed%a0%80"])
def test_a_key_that_nothing_can_have_leads_nowhere_f3(program: Program, key: str) -> None:
    answers = [
        program.ask("PUT", f"labels/{key}", {"name": "Mine"}),
        program.ask("DELETE", f"labels/{key}"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_contacts_of_a_seller_out_of_reach_do_not_exist_d1(give_token: Give) -> None:
    mine = seller()
    other = Seller.objects.create(marketplace=mine.marketplace, external_id="s-2", name="Sud")
    lead = give_token(Role.LEAD, scope="seller", scope_id=mine.pk, name="Lou")

    answers = [lead.get(f"sellers/{each.public_id}/contacts") for each in (mine, other)]

    assert [answer.status_code for answer in answers] == [200, 404]
