"""Webhooks set up, tried and looked after by programs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.roles import Role
from comptoir.connectors.webhooks.models import Endpoint, Notice
from comptoir.connectors.webhooks.queries import secret_of
from comptoir.connectors.webhooks.sending import deliver_due
from comptoir.journal.models import Entry
from comptoir.kit.clock import now
from comptoir.rest.models import Answer
from tests.connectors.webhooks.conftest import RECEIVED, TAGGED
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


def wanted(url: str, **more: Any) -> dict[str, Any]:
    return {"name": "Warehouse", "url": url, "events": [RECEIVED], **more}


def test_a_webhook_is_set_up_and_its_secret_is_told_once_d8(program: Program, receiver) -> None:
    made = program.post("webhooks", wanted(receiver.url), idempotency_key="w-1")
    again = program.post("webhooks", wanted(receiver.url), idempotency_key="w-1")

    endpoint = Endpoint.objects.get()
    secret = secret_of(endpoint)
    assert (made.status_code, made.json()["secret"]) == (201, secret)
    assert again.json() == made.json()
    assert secret.encode() not in bytes(Answer.objects.get().body)
    assert secret not in program.get("webhooks").content.decode()
    assert secret not in program.get(f"webhooks/{endpoint.pk}").content.decode()


def test_an_address_inside_the_house_is_refused_in_the_pages_sentence_e1(program: Program) -> None:
    answer = program.post("webhooks", wanted("https://10.0.0.1/"))

    assert answer.status_code == 400
    assert "leads to the private address 10.0.0.1" in answer.json()["detail"]
    assert Endpoint.objects.count() == 0


def test_an_unknown_event_is_refused(program: Program, receiver) -> None:
    answer = program.post("webhooks", wanted(receiver.url, events=["conversations.Nothing"]))

    assert answer.status_code == 422
    assert answer.json()["detail"] == "Choose at least one event from the list."


def test_a_webhook_is_paused_changed_and_removed(program: Program, receiver) -> None:
    number = program.post("webhooks", wanted(receiver.url)).json()["id"]

    paused = program.patch(f"webhooks/{number}", {"is_active": False}).json()
    changed = program.patch(f"webhooks/{number}", {"events": [TAGGED]}).json()
    removed = program.ask("DELETE", f"webhooks/{number}")

    assert (paused["is_active"], paused["events"], paused["name"]) == (
        False,
        [RECEIVED],
        "Warehouse",
    )
    assert (changed["is_active"], changed["events"]) == (False, [TAGGED])
    assert (removed.status_code, Endpoint.objects.count()) == (204, 0)
    told = Entry.objects.filter(event__startswith="connectors.Webhook").order_by("pk")
    assert [entry.event.removeprefix("connectors.") for entry in told] == [
        "WebhookAdded",
        "WebhookChanged",
        "WebhookChanged",
        "WebhookRemoved",
    ]


def test_a_renewed_secret_signs_beside_the_former_one(program: Program, receiver) -> None:
    made = program.post("webhooks", wanted(receiver.url)).json()

    renewed = program.post(f"webhooks/{made['id']}/secret").json()

    program.post(f"webhooks/{made['id']}/ping")
    deliver_due(made["id"])
    ((headers, _body),) = receiver.requests
    assert renewed["secret"] != made["secret"]
    assert renewed["secret"] == secret_of(Endpoint.objects.get())
    assert [part[:3] for part in headers["webhook-signature"].split(" ")] == ["v1,", "v1,"]


def test_a_ping_is_followed_to_its_answer(program: Program, receiver) -> None:
    receiver.answers = [410]
    number = program.post("webhooks", wanted(receiver.url)).json()["id"]

    asked = program.post(f"webhooks/{number}/ping")
    deliver_due(number)

    told = program.get(f"webhooks/{number}/deliveries/{asked.json()['id']}").json()
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert (told["event"], told["state"], told["status"], told["attempts"]) == (
        "ping",
        "dead",
        410,
        1,
    )
    assert told["trouble"] == "It answered with the status 410."
    assert told["next_attempt_at"] is None


def test_what_was_given_up_is_replayed_alone_or_with_all_others_h9(
    program: Program, receiver
) -> None:
    number = program.post("webhooks", wanted(receiver.url)).json()["id"]
    give_up(number, count=3)
    listed = program.get(f"webhooks/{number}/deliveries?state=dead").json()["items"]

    one = program.post(f"webhooks/{number}/deliveries/{listed[0]['id']}/replay")
    twice = program.post(f"webhooks/{number}/deliveries/{listed[0]['id']}/replay")
    rest = program.post(f"webhooks/{number}/replay")

    assert (one.status_code, one.json()["state"]) == (200, "waiting")
    assert twice.status_code == 409
    assert rest.json() == {"replayed": 2}
    assert program.get(f"webhooks/{number}/deliveries?state=dead").json()["items"] == []


def give_up(endpoint_id: int, *, count: int) -> None:
    for _turn in range(count):
        Notice.objects.create(
            endpoint_id=endpoint_id,
            event=RECEIVED,
            state="dead",
            next_attempt_at=now(),
            created_at=now(),
        )


def test_a_delivery_of_another_webhook_is_not_found(program: Program, receiver) -> None:
    mine = program.post("webhooks", wanted(receiver.url)).json()["id"]
    other = program.post("webhooks", wanted(receiver.url)).json()["id"]
    delivery = program.post(f"webhooks/{other}/ping").json()["id"]

    answer = program.get(f"webhooks/{mine}/deliveries/{delivery}")

    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no such notice.")


@pytest.mark.parametrize("path", ["webhooks", "webhooks/{number}/deliveries"])
def test_lists_ask_as_much_for_fifty_as_for_one(program: Program, receiver, path: str) -> None:
    number = program.post("webhooks", wanted(receiver.url)).json()["id"]
    give_up(number, count=1)
    address = path.format(number=number)
    program.get(address)
    with CaptureQueriesContext(connection) as few:
        program.get(address)
    give_up(number, count=49)
    for count in range(49):
        Endpoint.objects.create(
            name=f"e{count}", url="https://x.example/", sealed_secret="", events=[], tx=0
        )

    with CaptureQueriesContext(connection) as many:
        told = program.get(address).json()

    assert len(told["items"]) == 50
    assert len(many) == len(few)


def test_a_lead_and_a_token_without_the_right_change_nothing_d2(give_token: Give, receiver) -> None:
    lead = give_token(Role.LEAD, name="Lou")
    narrow = give_token(only=("accounts.read",), name="Nia")

    answers = [each.post("webhooks", wanted(receiver.url)) for each in (lead, narrow)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Endpoint.objects.count() == 0
