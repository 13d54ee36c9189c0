"""Letters to many, for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.roles import Role
from comptoir.automation import services
from comptoir.automation.models import Mailing
from comptoir.channels.models import Channel
from comptoir.commerce.models import BuyerLabel, Order
from comptoir.conversations.models import Conversation
from comptoir.kit.ids import uuid7
from tests.automation.conftest import Make, order_of
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture
def order(mailbox: Channel) -> Order:
    return order_of("camille@buyer.example")


def test_a_letter_to_many_is_begun_and_watched_row_by_row(order: Order, program: Program) -> None:
    body = {"orders": [str(order.public_id)], "text": "{{order_number}} is late."}

    begun = program.post("mailings", body)
    told = begun.json()
    services.work_mailing(mailing_id=Mailing.objects.get().pk)
    done = program.get(f"mailings/{told['id']}").json()
    rows = program.get(f"mailings/{told['id']}/rows").json()["items"]

    assert (begun.status_code, told["state"], told["total"]) == (202, "running", 1)
    assert (done["state"], done["written"]) == ("done", 1)
    conversation = Conversation.objects.get()
    assert rows == [
        {
            "order": str(order.public_id),
            "state": "written",
            "said": "",
            "conversation": str(conversation.public_id),
        }
    ]


def test_a_letter_to_many_is_stopped_listed_and_gone_on_with(
    order: Order, give_token: Give, program: Program
) -> None:
    body = {"orders": [str(order.public_id)], "text": "{{order_number}} is late."}
    path = f"mailings/{program.post('mailings', body).json()['id']}"
    narrow = give_token(Role.AGENT, only=("automation.mail_many",), name="Jo")

    stopped = program.post(f"{path}/stop").json()["state"]
    refused = narrow.post(f"{path}/resume").status_code
    listed = program.get("mailings").json()["items"]
    resumed = program.post(f"{path}/resume")
    services.work_mailing(mailing_id=Mailing.objects.get().pk)

    assert (stopped, refused, listed[0]["state"]) == ("stopped", 404, "stopped")
    assert narrow.get("mailings").json()["items"] == []
    assert (resumed.status_code, resumed.json()["state"]) == (202, "running")
    assert program.get(path).json()["written"] == 1
    assert program.post(f"{path}/resume").status_code == 409


def test_fifty_letters_cost_as_many_queries_as_one(order: Order, program: Program) -> None:
    body = {"orders": [str(order.public_id)], "text": "Late."}
    program.post("mailings", body)
    program.get("mailings")
    with CaptureQueriesContext(connection) as one:
        program.get("mailings")
    first = Mailing.objects.get()
    for _number in range(49):
        first.pk, first.public_id = None, uuid7()
        first.save()

    with CaptureQueriesContext(connection) as many:
        answer = program.get("mailings")

    assert len(answer.json()["items"]) == 50
    assert len(many) == len(one) == 4


def test_a_token_that_may_not_reply_writes_to_nobody(
    order: Order, give_token: Give, make: Make
) -> None:
    """D1: the letters leave in the owner's name, so the token is asked before."""
    template = make()
    narrow = give_token(Role.AGENT, only=("automation.mail_many",))
    replier = give_token(
        Role.AGENT, only=("automation.mail_many", "conversations.reply"), name="Jo"
    )
    body = {"orders": [str(order.public_id)], "text": "Late."}

    plain = narrow.post("mailings", body)
    with_template = replier.post("mailings", body | {"template": str(template.public_id)})

    assert (plain.status_code, with_template.status_code) == (403, 403)
    assert Mailing.objects.count() == 0


def test_a_token_that_may_not_label_buyers_labels_none_by_a_letter_to_many(
    order: Order, give_token: Give, make: Make
) -> None:
    """D1: actions run later, with all that the owner may."""
    label = BuyerLabel.objects.create(key="press", name="Press", colour="red")
    template = make("Late.", actions=[("label", str(label.pk))])
    needed = ("automation.mail_many", "automation.use", "automation.give_voucher")
    desk = ("conversations.reply", "conversations.handle", "conversations.note")
    narrow = give_token(Role.AGENT, only=(*needed, *desk))

    refused = narrow.post(
        "mailings", {"orders": [str(order.public_id)], "template": str(template.public_id)}
    )

    assert (refused.status_code, Mailing.objects.count()) == (403, 0)
