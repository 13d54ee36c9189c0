"""A request that is sent twice takes effect once (B7)."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.clock import freeze, now
from comptoir.rest import once
from comptoir.rest.models import Answer
from tests.conversations.conftest import agent, mailbox, write

__all__ = ["agent", "mailbox", "write"]


@pytest.fixture
def notes(write) -> str:
    write()
    return f"conversations/{Conversation.objects.get().public_id}/notes"


def test_a_repeat_is_answered_and_writes_nothing_b7(notes, program) -> None:
    first = program.post(notes, {"text": "Once."}, idempotency_key="a-1")

    second = program.post(notes, {"text": "Once."}, idempotency_key="a-1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Message.objects.filter(text="Once.").count() == 1


def test_another_request_with_the_same_key_is_refused_b7(notes, program) -> None:
    program.post(notes, {"text": "Once."}, idempotency_key="a-1")

    answer = program.post(notes, {"text": "Twice."}, idempotency_key="a-1")

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:comptoir:problem:key-reused"
    assert Message.objects.filter(text="Twice.").count() == 0


def test_another_key_is_another_request_b7(notes, program) -> None:
    program.post(notes, {"text": "Same words."}, idempotency_key="a-1")
    program.post(notes, {"text": "Same words."}, idempotency_key="a-2")

    assert Message.objects.filter(text="Same words.").count() == 2


def test_a_key_is_ones_own_b7(notes, program, give_token) -> None:
    other = give_token(name="Noor")
    program.post(notes, {"text": "Once."}, idempotency_key="a-1")

    answer = other.post(notes, {"text": "Once."}, idempotency_key="a-1")

    assert answer.status_code == 201
    assert Message.objects.filter(text="Once.").count() == 2


def test_a_refusal_leaves_the_key_free_b7(notes, program) -> None:
    refused = program.post(notes, {"text": "   "}, idempotency_key="a-1")

    mended = program.post(notes, {"text": "Words."}, idempotency_key="a-1")

    assert (refused.status_code, mended.status_code) == (422, 201)


def test_after_a_day_a_key_is_forgotten_b7(notes, program) -> None:
    program.post(notes, {"text": "Once."}, idempotency_key="a-1")

    with freeze(now() + timedelta(hours=24, minutes=1)):
        answer = program.post(notes, {"text": "Twice."}, idempotency_key="a-1")

    assert answer.status_code == 201
    assert Message.objects.filter(text="Twice.").count() == 1


def test_old_answers_are_removed(notes, program) -> None:
    program.post(notes, {"text": "Once."}, idempotency_key="a-1")

    kept = once.forget_answers()
    with freeze(now() + timedelta(hours=25)):
        gone = once.forget_answers()

    assert (kept, gone) == (0, 1)
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 201])
def test_what_is_no_key_is_refused(notes, program, key: str) -> None:
    answer = program.post(notes, {"text": "Once."}, idempotency_key=key)

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:comptoir:problem:bad-key"
    assert Message.objects.filter(text="Once.").count() == 0


def test_a_failure_leaves_neither_effect_nor_key_b7(notes, program, monkeypatch) -> None:
    def fail(*_args, **_kwargs):
        raise RuntimeError("after the effect")

    monkeypatch.setattr("comptoir.conversations.api.writing.tell_message", fail)
    failed = program.post(notes, {"text": "Once."}, idempotency_key="a-1")
    monkeypatch.undo()

    mended = program.post(notes, {"text": "Once."}, idempotency_key="a-1")

    assert (failed.status_code, mended.status_code) == (500, 201)
    assert Message.objects.filter(text="Once.").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_time_takes_effect_once_b7(notes, program) -> None:
    answers: list[int] = []
    ready = threading.Barrier(4)

    def send() -> None:
        ready.wait(10)
        answers.append(program.post(notes, {"text": "Once."}, idempotency_key="a-1").status_code)
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert answers == [201, 201, 201, 201]
    assert Message.objects.filter(text="Once.").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_a_repeat_is_told_b7(notes, program, monkeypatch) -> None:
    monkeypatch.setattr(once, "_WAIT", "100ms")
    inside, go_on = threading.Event(), threading.Event()
    write_note = services.write_note

    def slow(**told):
        inside.set()
        go_on.wait(10)
        return write_note(**told)

    monkeypatch.setattr(services, "write_note", slow)
    first: list[int] = []

    def send() -> None:
        first.append(program.post(notes, {"text": "Once."}, idempotency_key="a-1").status_code)
        connections.close_all()

    thread = threading.Thread(target=send)
    thread.start()
    inside.wait(10)

    second = program.post(notes, {"text": "Once."}, idempotency_key="a-1")
    go_on.set()
    thread.join(10)

    assert second.status_code == 409
    assert second.json()["type"] == "urn:comptoir:problem:key-in-use"
    assert first == [201]
    assert Message.objects.filter(text="Once.").count() == 1
