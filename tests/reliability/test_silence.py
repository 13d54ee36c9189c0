"""H6: while no worker lives everything waits, and every page says so."""

import pytest
from django.test import Client

from comptoir.accounts.parties import Party
from comptoir.channels import watch
from comptoir.channels.models import Delivery
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.journal import worker
from comptoir.kit.db import rows
from tests.connectors.email.mail_servers import smtp_server
from tests.conversations.conftest import agent, mailbox, write

__all__ = ["agent", "mailbox", "write"]

SAID = "no worker has shown a sign of life for a minute"


@pytest.mark.parametrize(("silent_for", "is_told"), [(55, False), (61, True)])
def test_h6_a_worker_silent_for_a_minute_is_told_on_the_page(
    silent_for, is_told, agent, mailbox, monkeypatch
):
    monkeypatch.setattr(watch, "_state", watch.State())
    last_sign(silent_for)

    watch.look()

    browser = Client()
    browser.force_login(agent.member)
    assert (SAID in browser.get("/").content.decode()) is is_told


def test_h6_without_a_worker_nothing_is_lost(transactional_db, agent, mailbox, write, settings):
    settings.OUTBOUND_ALLOW = ("127.0.0.0/8",)
    with smtp_server() as outside:
        mailbox.settings = {"smtp": {"host": "127.0.0.1", "port": outside.port, "security": "none"}}
        mailbox.undo_seconds = 0
        mailbox.save()
        write()
        answer(agent, "It is on its way.")
        assert outside.taken == []
        assert Delivery.objects.get().state == "held"

        worker.run(wait=False)

        assert [
            taken.mail.get_body(["plain"]).get_content().splitlines()[0] for taken in outside.taken
        ] == ["It is on its way."]
    assert Delivery.objects.get().state == "sent"
    assert rows("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'todo'") == [(0,)]


def answer(agent, text):
    services.reply(
        by=agent.actor,
        conversation_id=Conversation.objects.get().pk,
        text=text,
        audience=Party.BUYER,
    )


def last_sign(seconds):
    rows(
        "INSERT INTO procrastinate_workers (last_heartbeat) "
        "VALUES (now() - make_interval(secs => %s)) RETURNING id",
        [seconds],
    )
