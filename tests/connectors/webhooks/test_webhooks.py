"""Following the journal, sending, giving up, sending again."""

import json
import socket
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from comptoir.connectors.webhooks import services
from comptoir.connectors.webhooks.errors import BadEndpoint
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
from comptoir.kit.outbound import ForbiddenAddress

RECEIVED = "conversations.MessageReceived"
TAGGED = "conversations.TagAdded"


def listen(ada, url: str, *events: str) -> Endpoint:
    endpoint, _ = services.add_endpoint(
        by=ada.actor, name="Warehouse", url=url, events=events or (RECEIVED, TAGGED)
    )
    return endpoint


def follow_whole(endpoint: Endpoint) -> None:
    """Follow as after a commit: a test's own transaction would never be over for the journal."""
    entries = list(Entry.objects.filter(event__in=endpoint.events).order_by("pk"))
    services._write_notices(endpoint, entries)


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
    assert failed.trouble == "It answered with the status 503."
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


# --- Where it may lead (E1) -----------------------------------------------------------------

INSIDE = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f000001/",
    "https://10.1.2.3/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[fd00::1]/",
    "https://0.0.0.0/",
    "https://localhost/",
]


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_the_house_is_refused_at_once_e1(ada, url: str) -> None:
    entries = Entry.objects.count()

    with pytest.raises(ForbiddenAddress):
        listen(ada, url)

    assert (Endpoint.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_the_house_is_refused_when_it_is_told_e1(ada, url: str) -> None:
    """However it came into the row."""
    endpoint = Endpoint.objects.create(name="x", url=url, sealed_secret="", events=[RECEIVED], tx=0)
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)

    deliver_due(endpoint.pk)

    notice = Notice.objects.get()
    assert (notice.state, notice.status) == ("waiting", None)
    # The client does not even take an address with an octal part for one.
    refused = "COMPTOIR_OUTBOUND_ALLOW" in notice.trouble
    assert refused or "Invalid IPv4 address" in notice.trouble


def test_a_name_that_points_elsewhere_by_then_is_refused_e1(ada, monkeypatch) -> None:
    """DNS rebinding: the name was public when it was entered."""
    answers = iter(["93.184.215.14", "10.0.0.1"])

    def resolve(_host, port, **_kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr("comptoir.kit.outbound.socket.getaddrinfo", resolve)
    endpoint = listen(ada, "https://rebound.example/")
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)

    deliver_due(endpoint.pk)

    assert "10.0.0.1" in Notice.objects.get().trouble


def test_a_redirect_is_not_followed_e1(ada, receiver) -> None:
    receiver.answers, receiver.location = [302], "http://169.254.169.254/"
    endpoint = listen(ada, receiver.url)
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)

    deliver_due(endpoint.pk)

    notice = Notice.objects.get()
    assert (notice.state, notice.status) == ("waiting", 302)
    assert notice.trouble == "It redirects. Enter the address it leads to."
    assert len(receiver.requests) == 1


def test_a_plain_address_outside_is_refused(ada, monkeypatch) -> None:
    def resolve(_host, port, **_kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]

    monkeypatch.setattr("comptoir.kit.outbound.socket.getaddrinfo", resolve)

    with pytest.raises(BadEndpoint, match="Only https"):
        listen(ada, "http://shop.example/")


def test_the_allow_list_is_for_one_destination_e1(ada, receiver) -> None:
    """One allowed address opens no other."""
    with pytest.raises(ForbiddenAddress):
        listen(ada, "http://127.0.0.2/")


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


# --- Pages ----------------------------------------------------------------------------------


@pytest.fixture
def browser(ada, client):
    client.force_login(ada.member)
    return client


def test_the_page_shows_what_an_endpoint_was_told(ada, browser, receiver) -> None:
    receiver.answers = [410]
    endpoint = listen(ada, receiver.url)
    services.ping(by=ada.actor, endpoint_id=endpoint.pk)
    deliver_due(endpoint.pk)

    page = browser.get(f"/webhooks/{endpoint.pk}/").content.decode()

    assert "Given up" in page
    assert "It answered with the status 410." in page
    assert "Send again" in page


def test_a_refused_address_is_said_on_the_form(browser) -> None:
    form = {"name": "x", "url": "https://10.0.0.1/", "events": [RECEIVED], "is_active": "on"}

    answer = browser.post("/webhooks/new/", form)

    assert answer.status_code == 422
    assert "leads to the private address 10.0.0.1" in answer.content.decode()


def test_an_endpoint_is_set_up_from_the_page(browser, receiver) -> None:
    form = {"name": "Shop", "url": receiver.url, "events": [RECEIVED], "is_active": "on"}

    answer = browser.post("/webhooks/new/", form)

    endpoint = Endpoint.objects.get()
    assert answer.headers["Location"] == f"/webhooks/{endpoint.pk}/"
    assert (endpoint.name, endpoint.events, endpoint.is_active) == ("Shop", [RECEIVED], True)


def test_the_list_asks_as_much_for_fifty_as_for_one(
    ada, browser, django_assert_max_num_queries
) -> None:
    for number in range(50):
        Endpoint.objects.create(
            name=f"e{number}", url="https://x.example/", sealed_secret="", events=[], tx=0
        )

    with django_assert_max_num_queries(12):
        answer = browser.get("/webhooks/")

    assert answer.content.decode().count("https://x.example/") == 50


def test_strangers_to_the_right_do_not_see_the_pages(agent, client) -> None:
    client.force_login(agent.member)

    assert client.get("/webhooks/").status_code == 403
    assert client.get("/webhooks/new/").status_code == 403
