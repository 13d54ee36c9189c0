"""Mail fetched from a real Dovecot: new, after an outage, after a crash, beside a hanging server."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel, Envelope
from comptoir.channels.states import Health, Intake
from comptoir.connectors.email import dialling, imap, services
from comptoir.connectors.email import mailbox as sessions
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.clock import freeze, now
from tests.connectors.email.conftest import at_dovecot, with_password
from tests.connectors.email.dovecot import Dovecot
from tests.conversations.conftest import mail


def raw(number: int, *, text: str = "", **headers: str) -> bytes:
    return mail(
        text or f"Where is parcel {number}?",
        sender=f"buyer-{number}@buyer.example",
        subject=f"Parcel {number}",
        message_id=f"<{number}@buyer.example>",
        **headers,
    )


def user(channel: Channel) -> str:
    return str(channel.settings["user"])


def fetch(channel: Channel) -> int:
    return services.fetch(channel_id=channel.pk)


def subjects() -> list[str]:
    return list(Conversation.objects.order_by("pk").values_list("subject", flat=True))


def test_what_is_new_is_fetched_once(fetching: Channel, imap_server: Dovecot) -> None:
    imap_server.put(user(fetching), raw(1), raw(2))

    assert fetch(fetching) == 2
    imap_server.put(user(fetching), raw(3))
    assert fetch(fetching) == 1
    assert fetch(fetching) == 0

    assert subjects() == ["Parcel 1", "Parcel 2", "Parcel 3"]
    fetching.refresh_from_db()
    assert (fetching.health, fetching.cursor["uid"]) == (Health.OK, 3)


def test_mail_stays_in_the_mailbox_unseen(fetching: Channel, imap_server: Dovecot) -> None:
    imap_server.put(user(fetching), raw(1))

    fetch(fetching)

    with imap_server.box(user(fetching)) as box:
        box.select_folder("INBOX")
        assert box.search(["UNSEEN"]) == [1]


def test_a13_after_an_outage_everything_that_came_meanwhile_is_fetched(
    fetching: Channel, imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap_server.put(user(fetching), raw(1))
    fetch(fetching)
    fetching.refresh_from_db()
    port = fetching.settings["imap"]["port"]
    fetching.settings["imap"]["port"] = 1
    fetching.save()
    assert fetch(fetching) == 0
    fetching.refresh_from_db()
    assert fetching.health == Health.UNREACHABLE
    assert "was not reached" in fetching.trouble

    imap_server.put(user(fetching), *[raw(number) for number in range(2, 62)])
    fetching.settings["imap"]["port"] = port
    fetching.save()
    with freeze(now() + timedelta(hours=30)):
        assert fetch(fetching) == 60

    assert subjects() == [f"Parcel {number}" for number in range(1, 62)]
    fetching.refresh_from_db()
    assert (fetching.health, fetching.trouble) == (Health.OK, "")


def test_a12_a_crash_between_storing_and_remembering_loses_and_doubles_nothing(
    fetching: Channel, imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap_server.put(user(fetching), raw(1), raw(2))
    with monkeypatch.context() as dying:
        dying.setattr(imap, "set_cursor", _die)
        with pytest.raises(KeyboardInterrupt):
            fetch(fetching)
    assert Message.objects.count() == 2

    fetch(fetching)

    assert Message.objects.count() == 2
    fetching.refresh_from_db()
    assert fetching.cursor["uid"] == 2


def test_a12_a_crash_before_storing_loses_nothing(
    fetching: Channel, imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap_server.put(user(fetching), raw(1))
    with monkeypatch.context() as dying:
        dying.setattr(imap, "receive", _die)
        with pytest.raises(KeyboardInterrupt):
            fetch(fetching)

    fetch(fetching)

    assert subjects() == ["Parcel 1"]


def _die(**_told: Any) -> None:
    raise KeyboardInterrupt


def test_another_uidvalidity_starts_over_and_doubles_nothing(
    fetching: Channel, imap_server: Dovecot
) -> None:
    fetching.settings["folder"] = "Desk"
    fetching.save()
    with imap_server.box(user(fetching)) as box:
        box.create_folder("Desk")
    imap_server.put(user(fetching), raw(1), raw(2), folder="Desk")
    fetch(fetching)
    fetching.refresh_from_db()
    before = fetching.cursor["uidvalidity"]
    time.sleep(1.1)  # Dovecot's UIDVALIDITY is the second of the folder's creation

    with imap_server.box(user(fetching)) as box:
        box.delete_folder("Desk")
        box.create_folder("Desk")
    imap_server.put(user(fetching), raw(1), raw(2), raw(3), folder="Desk")
    fetch(fetching)

    fetching.refresh_from_db()
    assert fetching.cursor["uidvalidity"] != before
    assert subjects() == ["Parcel 1", "Parcel 2", "Parcel 3"]


def test_another_folder_with_equal_uids_holds_other_mails(
    fetching: Channel, imap_server: Dovecot
) -> None:
    imap_server.put(user(fetching), raw(1))
    fetch(fetching)
    with imap_server.box(user(fetching)) as box:
        box.create_folder("Desk")
    imap_server.put(user(fetching), raw(2), folder="Desk")

    fetching.refresh_from_db()
    fetching.settings["folder"] = "Desk"
    fetching.save()
    fetch(fetching)

    assert subjects() == ["Parcel 1", "Parcel 2"]


def test_a_mail_that_is_too_large_is_told_and_stops_nothing(
    fetching: Channel, imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "MOST_BYTES", 20_000)
    monkeypatch.setattr(imap, "BYTES_TOGETHER", 10_000)
    imap_server.put(user(fetching), raw(1), raw(2, text="much " * 10_000), raw(3))

    fetch(fetching)

    assert subjects() == ["Parcel 1", "Parcel 3"]
    refused = Envelope.objects.get(state=Intake.QUARANTINED)
    assert (refused.raw_key, refused.size > 50_000) == ("", True)
    assert "more than a mail may have" in refused.reason


def test_a11_a_mail_the_server_cannot_give_is_passed_over_after_three_tries(
    fetching: Channel, imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap_server.put(user(fetching), raw(1), raw(2), raw(3))
    load = sessions.Mailbox.raw

    def broken(self: sessions.Mailbox, uids: list[int]) -> dict[int, bytes]:
        if 2 in uids:
            raise ConnectorError("The mailbox was not reached: FETCH failed")
        return load(self, uids)

    monkeypatch.setattr(sessions.Mailbox, "raw", broken)
    for _ in range(5):
        fetch(fetching)

    assert subjects() == ["Parcel 1", "Parcel 3"]
    refused = Envelope.objects.get(state=Intake.QUARANTINED)
    assert refused.external_id.endswith("/2")
    fetching.refresh_from_db()
    assert (fetching.health, fetching.cursor["uid"]) == (Health.OK, 3)


def test_a_first_reading_leaves_old_mail_alone(fetching: Channel, imap_server: Dovecot) -> None:
    with imap_server.box(user(fetching)) as box:
        box.append("INBOX", raw(1), msg_time=now() - timedelta(days=20))
        box.append("INBOX", raw(2))
    fetching.settings["fetch_since"] = (now() - timedelta(days=1)).date().isoformat()
    fetching.save()

    fetch(fetching)

    assert subjects() == ["Parcel 2"]


def test_old_mail_is_deleted_only_where_asked_and_only_when_it_is_here(
    fetching: Channel, imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "MOST_BYTES", 20_000)
    monkeypatch.setattr(imap, "BYTES_TOGETHER", 10_000)
    old = now() - timedelta(days=20)
    with imap_server.box(user(fetching)) as box:
        for each in (raw(1), raw(2, text="much " * 10_000)):
            box.append("INBOX", each, msg_time=old)
        box.append("INBOX", raw(3))
    fetching.settings["delete_after_days"] = 10
    fetching.save()

    fetch(fetching)

    with imap_server.box(user(fetching)) as box:
        box.select_folder("INBOX")
        assert box.search() == [2, 3]


def test_a_wrong_password_is_told_in_one_sentence(fetching: Channel, imap_server: Dovecot) -> None:
    with_password(fetching, "wrong")

    fetch(fetching)

    fetching.refresh_from_db()
    assert fetching.health == Health.REFUSED
    assert fetching.trouble_said == (
        "The mailbox refused to sign us in ([AUTHENTICATIONFAILED] Authentication failed.). "
        "Check the password with your provider."
    )


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_asks_for_the_name_although_the_address_was_dialled(
    fetching: Channel, imap_server: Dovecot, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap_server.put(user(fetching), raw(1))
    port = imap_server.tls_port if security == "tls" else imap_server.port
    fetching.settings["imap"] = {"host": "localhost", "port": port, "security": security}
    fetching.save()

    fetch(fetching)
    fetching.refresh_from_db()
    assert "certificate of the mail server does not fit" in fetching.trouble
    assert subjects() == []

    monkeypatch.setenv("SSL_CERT_FILE", str(imap_server.certificate))
    fetching.settings["imap"]["host"] = "127.0.0.1"
    fetching.save()
    fetch(fetching)
    fetching.refresh_from_db()
    assert "certificate of the mail server does not fit" in fetching.trouble

    fetching.settings["imap"]["host"] = "localhost"
    fetching.save()
    assert fetch(fetching) == 1


def test_e1_a_private_address_is_not_dialled(fetching: Channel, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ()

    fetch(fetching)

    fetching.refresh_from_db()
    assert "private address" in fetching.trouble


def test_a_session_ends_although_the_server_only_hangs(
    fetching: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialling, "LONGEST_SESSION", 1)
    with hanging_server() as port:
        fetching.settings["imap"]["port"] = port
        fetching.save()
        begin = time.monotonic()
        fetch(fetching)

    assert time.monotonic() - begin < 10
    fetching.refresh_from_db()
    assert fetching.health == Health.UNREACHABLE


@contextmanager
def hanging_server() -> Iterator[int]:
    """Greets like an IMAP server, then sends a byte now and then and never ends a line."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def hang() -> None:
        connection, _address = listener.accept()
        with connection:
            connection.sendall(b"* OK ready\r\n")
            while not ended.wait(0.2):
                try:
                    connection.sendall(b"* ")
                except OSError:
                    return

    thread = threading.Thread(target=hang, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        ended.set()
        listener.close()
        thread.join(2)


def test_the_look_around_defers_a_job_for_each_mailbox_of_its_own(
    fetching: Channel, imap_server: Dovecot
) -> None:
    from comptoir.kit.db import rows

    other = at_dovecot(Channel.objects.create(key="two", name="Two"), imap_server)

    services.look()
    services.look()

    waiting = rows("SELECT lock, count(*) FROM procrastinate_jobs GROUP BY lock ORDER BY lock")
    locks = sorted(f"channel:{each.pk}" for each in (fetching, other))
    assert waiting == [(lock, 1) for lock in locks]


def test_mailboxes_are_looked_into_every_twenty_seconds() -> None:
    from croniter import croniter
    from procrastinate.contrib.django import app

    (cron,) = (
        task.cron
        for task in app.periodic_registry.periodic_tasks.values()
        if task.task.name == "connectors_email.look"
    )
    times = croniter(cron, datetime(2026, 11, 22, 0, 53, 7, tzinfo=UTC))

    assert [times.get_next(datetime).second for _ in range(3)] == [20, 40, 0]
