"""A person's data for programs: counted, exported, erased (I1, C4)."""

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, Team
from comptoir.accounts.roles import Role
from comptoir.commerce.models import Buyer
from comptoir.conversations.models import Conversation
from comptoir.journal.models import Entry
from comptoir.records import services
from comptoir.records.models import Erasure, PersonExport
from comptoir.rest.models import Answer
from tests.records.conftest import ADDRESS, NAME
from tests.records.test_erasing import own_folder
from tests.rest.conftest import Give, Program, give_token

__all__ = ["give_token", "own_folder"]


@pytest.fixture
def vera(give_token: Give) -> Program:
    return give_token(Role.COMPLIANCE, name="Vera")


def asked(program: Program, buyer: Buyer) -> Any:
    answer = program.post(f"buyers/{buyer.public_id}/exports")
    assert answer.status_code == 202, answer.content[:400]
    return answer.json()


def test_what_is_kept_is_told_in_numbers(vera: Program, buyer: Buyer) -> None:
    told = vera.get(f"buyers/{buyer.public_id}/data").json()

    assert (told["buyer"], told["name"], told["exports"]) == (str(buyer.public_id), NAME, [])
    assert told["kept"] == {
        "addresses": 1,
        "orders": 0,
        "conversations": 1,
        "messages": 2,
        "files": 1,
        "drafts": 1,
    }


def test_i1_an_export_is_asked_for_followed_and_fetched(vera: Program, buyer: Buyer) -> None:
    export = asked(vera, buyer)
    early = vera.get(f"person-exports/{export['id']}/file")
    services.make_export(export_id=PersonExport.objects.get().pk)

    ready = vera.get(f"person-exports/{export['id']}").json()
    file = vera.get(ready["file"][ready["file"].index("/api/v1/") :])

    assert (export["state"], export["file"], early.status_code) == ("being_made", None, 404)
    assert (ready["state"], ready["is_own"]) == ("ready", True)
    assert ready["size_bytes"] == len(file.content)
    person = json.loads(zipfile.ZipFile(BytesIO(file.content)).read("person.json"))
    assert person["known_by"][0]["value"] == ADDRESS
    assert file.headers["Content-Type"] == "application/zip"
    events = list(
        Entry.objects.filter(event__startswith="records.").values_list("event", flat=True)
    )
    assert events == ["records.PersonExportAsked", "records.PersonExportRead"]


def test_c4_an_export_is_for_who_asked_alone(vera: Program, give_token: Give, buyer: Buyer) -> None:
    export = asked(vera, buyer)
    services.make_export(export_id=PersonExport.objects.get().pk)
    otto = give_token(Role.ADMINISTRATOR, name="Otto")

    shown, file = (otto.get(f"person-exports/{export['id']}{each}") for each in ("", "/file"))
    (listed,) = otto.get(f"buyers/{buyer.public_id}/data").json()["exports"]

    assert (shown.status_code, file.status_code) == (404, 404)
    assert (listed["state"], listed["is_own"], listed["file"]) == ("ready", False, None)
    assert not Entry.objects.filter(event="records.PersonExportRead").exists()


def test_c4_a_token_whose_owner_lost_the_right_fetches_nothing(vera: Program, buyer: Buyer) -> None:
    export = asked(vera, buyer)
    services.make_export(export_id=PersonExport.objects.get().pk)
    Member.objects.get(name="Vera").grants.update(role="lead")

    assert vera.get(f"person-exports/{export['id']}/file").status_code == 403


def test_i1_a_buyer_is_erased_with_his_name_and_followed(
    vera: Program, buyer: Buyer, resolved: Conversation
) -> None:
    look = vera.get(f"buyers/{buyer.public_id}/erasure").json()
    body = {"name": look["confirm_with"]}

    begun = vera.post(f"buyers/{buyer.public_id}/erasure", body, idempotency_key="once")
    again = vera.post(f"buyers/{buyer.public_id}/erasure", body, idempotency_key="once")
    services.erase(erasure_id=Erasure.objects.get().pk)
    after = vera.get(f"buyers/{buyer.public_id}/erasure").json()

    assert (look["confirm_with"], look["still_open"], look["held"]) == (NAME, 0, [])
    assert (begun.status_code, begun.json()["done_at"]) == (202, None)
    assert again.content == begun.content
    assert after["erasure"]["done_at"].endswith("Z")
    assert (after["erasure"]["conversations"], after["erasure"]["messages"]) == (1, 2)
    buyer.refresh_from_db()
    assert buyer.name == ""


def test_what_a_repeat_is_answered_does_not_name_the_erased(
    vera: Program, buyer: Buyer, resolved: Conversation
) -> None:
    vera.post(f"buyers/{buyer.public_id}/erasure", {"name": NAME}, idempotency_key="k")

    kept = bytes(Answer.objects.get().body).decode()

    assert "asked_at" in kept
    assert NAME not in kept


def test_a_wrong_name_an_open_conversation_and_a_hold_refuse_as_on_the_page(
    vera: Program, buyer: Buyer, conversation: Conversation, agent: Identity
) -> None:
    path = f"buyers/{buyer.public_id}/erasure"

    wrong = vera.post(path, {"name": "Camille"})
    still_open = vera.post(path, {"name": NAME})
    conversation.category = "resolved"
    conversation.save()
    root = make_root()
    services.hold(by=root.actor, conversation_id=conversation.pk, why="Dispute")
    held = vera.post(path, {"name": NAME})

    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:comptoir:problem:wrong-name")
    assert still_open.status_code == 409
    assert still_open.json()["detail"] == (
        "1 conversation of this buyer is still open. Resolve it, then erase."
    )
    assert held.json()["detail"] == (
        f"Held back: #{conversation.pk}. Lift the hold under “What is kept”, then erase."
    )
    assert vera.get(path).json()["held"] == [conversation.pk]
    assert not Erasure.objects.exists()
    assert not Entry.objects.filter(event="records.ErasureAsked").exists()


def make_root() -> Identity:
    from tests.conversations.conftest import make_member

    return identify(make_member("root2@shop.example", "Rune", "administrator").member)


def test_who_may_not_is_refused_and_nothing_is_begun(
    give_token: Give, buyer: Buyer, resolved: Conversation
) -> None:
    team = Team.objects.create(name="Here")
    lead = give_token(Role.LEAD, name="Lio")
    of_a_team = give_token(Role.ADMINISTRATOR, name="Tao", scope="team", scope_id=team.pk)
    reader = give_token(Role.COMPLIANCE, name="Nia", only=("records.audit",))

    refused = [
        answer.status_code
        for program in (lead, of_a_team, reader)
        for answer in (
            program.get(f"buyers/{buyer.public_id}/data"),
            program.post(f"buyers/{buyer.public_id}/exports"),
            program.post(f"buyers/{buyer.public_id}/erasure", {"name": NAME}),
        )
    ]

    assert refused == [403] * 9
    assert not PersonExport.objects.exists()
    assert not Erasure.objects.exists()


def test_a_buyer_who_is_none_is_not_found(vera: Program) -> None:
    path = "buyers/0190cafe-0000-7000-8000-000000000000"

    found = [vera.get(f"{path}/data"), vera.post(f"{path}/exports"), vera.get(f"{path}/erasure")]

    assert [answer.status_code for answer in found] == [404, 404, 404]
    assert found[0].json()["detail"] == (
        "There is no such buyer, or nothing is kept of him any more."
    )
