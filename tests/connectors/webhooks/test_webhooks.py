"""Following the journal, sending, giving up, sending again."""

import json
import socket
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from comptoir.connectors.webhooks import services
from comptoir.connectors.webhooks.models import Endpoint, Notice
from comptoir.connectors.webhooks.policies import MOST_ATTEMPTS, next_attempt, signature
from comptoir.connectors.webhooks.queries import offered_events, secret_of
from comptoir.connectors.webhooks.sending import deliver_due
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.services import tag
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze, now
from comptoir.kit.db import rows
from comptoir.kit.errors import NotAllowed
from comptoir.kit.flows import IllegalMove
from comptoir.kit.sentences import say
from tests.connectors.webhooks.conftest import RECEIVED, TAGGED, follow_whole, listen


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_becomes_one_notice_h9(ada, receiver, write) -> None:
    endpoint = listen(ada, receiver.url)
    write()

    services.follow()
    services.follow()

    (notice,) = Notice.objects.all()
    assert (notice.event, notice.state, notice.endpoint_id) == (RECEIVED, "waiting", endpoint.pk)
    assert rows(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'connectors_webhooks.deliver'"
    ) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_not_lost_h9(ada, receiver, write) -> None:
    """A serial number taken early and committed late would be passed over."""
    listen(ada, receiver.url, TAGGED)
    write()
    number = Conversation.objects.get().pk
    told = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: told[name] for name in names if told.get(name)}) as other:
        other.execute(
            "INSERT INTO journal_entry (event, subject_kind, subject_id, data, actor_kind)"
            " VALUES (%s, 'conversation', %s, '{}', 'system')",
            [TAGGED, number],
        )
        tag(by=ada.actor, conversation_id=number, name="later")
        services.follow()
        before = Notice.objects.count()

    services.follow()

    assert before == 0
    assert Notice.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_endpoint_is_not_told_what_was_before_it(ada, receiver, write) -> None:
    write()
    endpoint = listen(ada, receiver.url)

    services.follow()

    assert Notice.objects.filter(endpoint=endpoint).count() == 0


@pytest.mark.django_db(transaction=True)
def test_one_that_is_switched_off_is_told_nothing_also_not_later(ada, receiver, write) -> None:
    endpoint = listen(ada, receiver.url)
    told = {"name": "Warehouse", "url": receiver.url, "events": [RECEIVED]}
    services.change_endpoint(by=ada.actor, endpoint_id=endpoint.pk, is_active=False, **told)
    write()
    services.follow()

    services.change_endpoint(by=ada.actor, endpoint_id=endpoint.pk, is_active=True, **told)
    services.follow()

    assert Notice.objects.count() == 0


def test_a_notice_is_signed_and_holds_no_content_h9(ada, receiver, write) -> None:
    endpoint = listen(ada, receiver.url)
    write("My card number is on the invoice")
    follow_whole(endpoint)

    deliver_due(endpoint.pk)

    ((headers, body),) = receiver.requests
    notice = Notice.objects.get()
    message, conversation = Message.objects.get(), Conversation.objects.get()
    assert headers["webhook-id"] == str(notice.public_id)
    assert headers["webhook-signature"] == signature(
        secret_of(endpoint), str(notice.public_id), int(headers["webhook-timestamp"]), body
    )
    told = json.loads(body)
    assert told["type"] == RECEIVED
    assert told["subject"] == {
        "kind": "conversation",
        "id": str(conversation.public_id),
        "url": f"http://testserver/api/v1/conversations/{conversation.public_id}",
    }
    assert told["data"]["message_id"] == str(message.public_id)
    assert b"invoice" not in body
    assert b"Camille" not in body
    assert (notice.state, notice.status, notice.attempts) == ("delivered", 200, 1)


def test_a_failed_notice_is_tried_again_with_the_same_id_h9(ada, receiver, write) -> None:
    receiver.answers = [503, 200]
    endpoint = listen(ada, receiver.url)
    write()
    follow_whole(endpoint)
    deliver_due(endpoint.pk)
    failed = Notice.objects.get()

    deliver_due(endpoint.pk)
    with freeze(now() + timedelta(seconds=11)):
        deliver_due(endpoint.pk)

    first, second = (headers["webhook-id"] for headers, _ in receiver.requests)
    assert first == second
    assert (failed.state, failed.status) == ("waiting", 503)
    assert say(failed.trouble) == "It answered with the status 503."
    assert Notice.objects.get().state == "delivered"


def test_after_a_day_a_notice_is_dead_and_can_be_sent_again_h9(ada, receiver, write) -> None:
    receiver.answers = [500]
    endpoint = listen(ada, receiver.url)
    write()
    follow_whole(endpoint)
    at = now()
    for attempts in range(1, MOST_ATTEMPTS + 1):
        with freeze(at):
            deliver_due(endpoint.pk)
        at = next_attempt(attempts, at + timedelta(seconds=1)) or at
    dead = Notice.objects.get()

    receiver.answers = [200]
    count = services.replay(by=ada.actor, endpoint_id=endpoint.pk)
    deliver_due(endpoint.pk)

    assert (dead.state, dead.attempts) == ("dead", MOST_ATTEMPTS)
    assert count == 1
    assert Notice.objects.get().state == "delivered"
    assert len(receiver.requests) == MOST_ATTEMPTS + 1


def test_one_that_says_gone_is_not_asked_again(ada, receiver, write) -> None:
    receiver.answers = [410]
    endpoint = listen(ada, receiver.url)
    write()
    follow_whole(endpoint)

    deliver_due(endpoint.pk)

    assert Notice.objects.get().state == "dead"


def test_a_delivered_notice_is_not_sent_again(ada, receiver, write) -> None:
    endpoint = listen(ada, receiver.url)
    write()
    follow_whole(endpoint)
    deliver_due(endpoint.pk)

    with pytest.raises(IllegalMove):
        services.replay(by=ada.actor, endpoint_id=endpoint.pk, notice_id=Notice.objects.get().pk)

    assert Notice.objects.get().state == "delivered"


def test_a_crash_in_the_middle_repeats_the_notice_h9(ada, receiver, write, monkeypatch) -> None:
    endpoint = listen(ada, receiver.url)
    write()
    follow_whole(endpoint)

    def die(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("comptoir.connectors.webhooks.sending._settle", die)
    with pytest.raises(KeyboardInterrupt):
        deliver_due(endpoint.pk)
    monkeypatch.undo()
    with freeze(now() + timedelta(seconds=11)):
        deliver_due(endpoint.pk)

    first, second = (headers["webhook-id"] for headers, _ in receiver.requests)
    assert first == second
    assert Notice.objects.get().attempts == 2


def test_an_endpoint_that_is_not_there_costs_three_tries_not_all(ada, settings, write) -> None:
    settings.OUTBOUND_ALLOW = ("127.0.0.1",)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    endpoint = listen(ada, url)
    for number in range(5):
        write(sender=f"b{number}@buyer.example", message_id=f"<{number}@b.example>")
    follow_whole(endpoint)

    deliver_due(endpoint.pk)

    tried = Notice.objects.order_by("pk").values_list("attempts", flat=True)
    assert list(tried) == [1, 1, 1, 0, 0]
    assert Notice.objects.filter(next_attempt_at__lte=now()).count() == 0


def test_a_ping_says_only_that_it_is_one(ada, receiver) -> None:
    endpoint = listen(ada, receiver.url)

    services.ping(by=ada.actor, endpoint_id=endpoint.pk)
    deliver_due(endpoint.pk)

    assert json.loads(receiver.requests[0][1])["type"] == "ping"


# --- Who may --------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["add", "change", "remove", "ping", "replay"])
def test_only_administrators_set_up_webhooks(ada, agent, receiver, verb: str) -> None:
    endpoint = listen(ada, receiver.url)
    entries, notices = Entry.objects.count(), Notice.objects.count()
    told = {"name": "x", "url": receiver.url, "events": [RECEIVED]}
    verbs = {
        "add": lambda by: services.add_endpoint(by=by, **told),
        "change": lambda by: services.change_endpoint(
            by=by, endpoint_id=endpoint.pk, is_active=False, **told
        ),
        "remove": lambda by: services.remove_endpoint(by=by, endpoint_id=endpoint.pk),
        "ping": lambda by: services.ping(by=by, endpoint_id=endpoint.pk),
        "replay": lambda by: services.replay(by=by, endpoint_id=endpoint.pk),
    }

    with pytest.raises(NotAllowed):
        verbs[verb](agent.actor)

    assert Endpoint.objects.get().is_active is True
    assert (Entry.objects.count(), Notice.objects.count()) == (entries, notices)


def test_webhooks_are_not_told_of_webhooks() -> None:
    assert [name for name in offered_events() if name.startswith("connectors.")] == []
    assert RECEIVED in offered_events()


def test_after_a_restore_nothing_is_sent_h7(ada, receiver, write) -> None:
    endpoint = listen(ada, receiver.url)
    write()
    follow_whole(endpoint)

    services.start_from_now()
    deliver_due(endpoint.pk)

    assert receiver.requests == []
    assert Notice.objects.get().state == "dead"


def test_old_notices_are_forgotten_but_those_on_their_way(ada, receiver, write) -> None:
    endpoint = listen(ada, receiver.url)
    write()
    follow_whole(endpoint)
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)
    Notice.objects.filter(event="ping").update(state="delivered")

    with freeze(now() + timedelta(days=31)):
        gone = services.forget_old_notices()

    assert gone == 1
    assert Notice.objects.get().state == "waiting"
