"""Chats set up by programs."""

from typing import Any

import pytest

from comptoir.accounts.roles import Role
from comptoir.channels.models import Channel
from comptoir.connectors.webchat.queries import secrets_of
from comptoir.kit.clock import now
from comptoir.rest.models import Answer
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]

WANTED = {
    "name": "Shop",
    "language": "fr",
    "origins": ["https://www.shop.example"],
    "greetings": {"fr": "Bonjour !"},
    "ask_mail": "must",
}


def test_a_chat_is_set_up_and_its_secret_is_told_once_d8(program: Program) -> None:
    made = program.post("chats", WANTED, idempotency_key="c-1")
    again = program.post("chats", WANTED, idempotency_key="c-1")

    told, row = made.json(), Channel.objects.get(kind="chat")
    assert (made.status_code, again.json()) == (201, told)
    assert secrets_of(row, at=now()) == (told["secret"],)
    assert told["secret"].encode() not in bytes(Answer.objects.get().body)
    assert told["secret"] not in program.get(f"chats/{told['id']}").content.decode()
    assert (told["origins"], told["greetings"]) == (WANTED["origins"], WANTED["greetings"])
    assert (told["ask_mail"], told["ask_name"], told["is_active"]) == ("must", "may", True)
    assert f'data-chat="{told["id"]}"' in told["snippet"]


def test_what_is_not_named_stays_and_a_new_secret_keeps_the_former_an_hour(
    program: Program,
) -> None:
    made = program.post("chats", WANTED).json()

    paused = program.patch(f"chats/{made['id']}", {"is_active": False}).json()
    renewed = program.post(f"chats/{made['id']}/secret").json()

    row = Channel.objects.get(public_id=made["id"])
    assert {**paused, "is_active": True} == {k: v for k, v in made.items() if k != "secret"}
    assert set(secrets_of(row, at=now())) == {made["secret"], renewed["secret"]}
    assert renewed["is_active"] is False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"origins": ["shop"]}, "origins: "),
        ({"accent": "nowhere"}, "accent: Select a valid choice."),
        ({"greetings": {"xx": "Hi"}}, "No greeting is known in “xx”."),
        ({"greetings": {"fr": "x" * 301}}, "greeting_fr: "),
    ],
)
def test_what_its_page_refuses_is_refused_here(
    program: Program, change: dict[str, Any], said: str
) -> None:
    answer = program.post("chats", WANTED | change)

    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert Channel.objects.filter(kind="chat").count() == 0


def test_a_lead_sets_no_chat_up_d2(give_token: Give) -> None:
    answer = give_token(Role.LEAD, name="Lou").post("chats", WANTED)

    assert answer.status_code == 403
    assert Channel.objects.filter(kind="chat").count() == 0
