"""The pages of channels: who sees them, what they change, what they say."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.models import Member, MemberGrant
from comptoir.channels import packs, watch
from comptoir.channels.models import Channel, Envelope, KnownSender, MailProfile
from comptoir.channels.states import Health, Intake
from comptoir.journal.models import Detail
from comptoir.kit import files
from comptoir.kit.clock import now
from comptoir.kit.secrets import unseal
from comptoir.kit.text import digest

PAGES = (
    "channels:channel_list",
    "channels:quarantine",
    "channels:blocked_senders",
    "channels:profile_list",
)
SAID = {
    "name": "Shop",
    "address": "desk@shop.example",
    "language": "fr",
    "profile": "generic",
    "undo_seconds": "10",
    "retention_days": "90",
    "is_active": "on",
    "server-imap_host": "imap.shop.example",
    "server-smtp_host": "smtp.shop.example",
    "server-smtp_security": "starttls",
    "server-password": "open-sesame",
}


@pytest.fixture(autouse=True)
def _profiles(db: None) -> None:
    packs.load()


def signed_in(role: str) -> Client:
    member = Member.objects.create_user(f"{role}@example.org", "a-long-password", name=role.title())
    MemberGrant.objects.create(member=member, role=role)
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def admin() -> Client:
    return signed_in("administrator")


def make_channel(key: str = "shop", **fields: Any) -> Channel:
    return Channel.objects.create(
        key=key, name=key.title(), address=f"{key}@shop.example", **fields
    )


def in_quarantine(channel: Channel, raw: bytes = b"From: eve@evil.example\r\n\r\nx") -> Envelope:
    return Envelope.objects.create(
        channel=channel,
        digest=digest(raw),
        size=len(raw),
        raw_key=files.put(raw, folder="raw", compress=True),
        state=Intake.QUARANTINED,
        reason="ValueError: unreadable",
        sender="eve@evil.example",
        attempts=3,
        received_at=now(),
    )


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_administrators(page: str, admin: Client) -> None:
    assert Client().get(reverse(page)).status_code == 302
    assert signed_in("agent").get(reverse(page)).status_code == 403
    assert admin.get(reverse(page)).status_code == 200


def test_a_lead_sees_channels_and_changes_none() -> None:
    channel = make_channel()
    lead = signed_in("lead")

    page = lead.get(reverse("channels:channel_list")).content.decode()

    assert "Shop" in page
    assert reverse("channels:add_mailbox") not in page
    address = reverse("channels:change_channel", args=[channel.pk])
    assert lead.get(address).status_code == 403
    assert lead.post(address, SAID).status_code == 403
    assert lead.get(reverse("channels:quarantine")).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_as_much_for_many_rows_as_for_few(admin: Client, page: str) -> None:
    _fill(0, 1)
    admin.get(reverse(page))
    with CaptureQueriesContext(connection) as few:
        admin.get(reverse(page))
    _fill(1, 50)
    with CaptureQueriesContext(connection) as many:
        admin.get(reverse(page))

    assert len(many) == len(few)
    assert len(few) <= 10


def _fill(begin: int, end: int) -> None:
    for number in range(begin, end):
        channel = make_channel(f"box-{number}")
        in_quarantine(channel, f"From: {number}\r\n\r\nx".encode())
        KnownSender.objects.create(address=f"{number}@evil.example", is_blocked=True)


def test_a_mailbox_is_set_up_and_its_password_is_sealed(admin: Client) -> None:
    answer = admin.post(reverse("channels:add_mailbox"), SAID)

    channel = Channel.objects.get()
    assert answer.status_code == 302
    assert (channel.key, channel.language, channel.kind) == ("shop", "fr", "email")
    assert channel.settings["imap"] == {
        "host": "imap.shop.example",
        "port": 993,
        "security": "tls",
    }
    assert channel.settings["smtp"] == {
        "host": "smtp.shop.example",
        "port": 587,
        "security": "starttls",
    }
    assert channel.settings["fetch_since"] == now().date().isoformat()
    assert json.loads(unseal(channel.sealed)) == {"password": "open-sesame"}
    assert "open-sesame" not in channel.sealed


def test_a_change_without_a_password_keeps_the_stored_one_and_the_cursor(admin: Client) -> None:
    admin.post(reverse("channels:add_mailbox"), SAID)
    channel = Channel.objects.get()
    Channel.objects.update(cursor={"uid": 7})
    address = reverse("channels:change_channel", args=[channel.pk])
    assert "open-sesame" not in admin.get(address).content.decode()

    admin.post(address, SAID | {"name": "Boutique", "server-password": ""})

    channel.refresh_from_db()
    assert (channel.name, channel.cursor) == ("Boutique", {"uid": 7})
    assert json.loads(unseal(channel.sealed)) == {"password": "open-sesame"}


def test_microsoft_fills_in_its_own_servers(admin: Client) -> None:
    bare = {k: v for k, v in SAID.items() if not k.startswith("server-")}
    told = {"server-oauth": "microsoft", "server-oauth_client_id": "client"}

    admin.post(reverse("channels:add_mailbox"), bare | told)

    channel = Channel.objects.get()
    assert channel.settings["imap"]["host"] == "outlook.office365.com"
    page = admin.get(reverse("channels:change_channel", args=[channel.pk])).content.decode()
    assert "http://testserver/hooks/mail/oauth/callback/" in page
    assert "IMAP.AccessAsUser.All" in page


def test_acknowledgements_are_kept_by_language_and_hours(admin: Client) -> None:
    texts = {
        "acknowledge": "on",
        "ack_fr_open": "Nous répondons avant {{ promised_time }}.",
        "ack_fr_closed": "Nous sommes fermés.",
        "ack_de_open": "  ",
    }

    admin.post(reverse("channels:add_mailbox"), SAID | texts)

    channel = Channel.objects.get()
    assert channel.acknowledge
    assert channel.acknowledgements == {
        "fr": {
            "open": "Nous répondons avant {{promised_time}}.",
            "closed": "Nous sommes fermés.",
        }
    }


def test_b6_another_variable_is_refused_by_name(admin: Client) -> None:
    answer = admin.post(
        reverse("channels:add_mailbox"), SAID | {"ack_en_open": "Hello {{ buyer.name }}"}
    )

    assert answer.status_code == 422
    assert "There is no variable {{buyer.name}}." in answer.content.decode()
    assert Channel.objects.count() == 0


def test_more_than_thirty_seconds_to_undo_are_refused(admin: Client) -> None:
    assert (
        admin.post(reverse("channels:add_mailbox"), SAID | {"undo_seconds": "31"}).status_code
        == 422
    )


def test_the_test_button_says_in_one_sentence_what_is_wrong(admin: Client) -> None:
    told = {"host": "127.0.0.1", "port": 1, "security": "none"}
    channel = make_channel(settings={"imap": told})

    answer = admin.post(
        reverse("channels:check_channel", args=[channel.pk]), headers={"HX-Request": "true"}
    )

    assert "Incoming mail: 127.0.0.1 leads to the private address" in answer.content.decode()


def test_quarantine_shows_what_is_known_and_offers_the_original(admin: Client) -> None:
    envelope = in_quarantine(make_channel())

    page = admin.get(reverse("channels:quarantine")).content.decode()
    original = admin.get(reverse("channels:download", args=[envelope.pk]))

    for words in ("eve@evil.example", "ValueError: unreadable", "Try again", "Discard"):
        assert words in page
    assert original.content == b"From: eve@evil.example\r\n\r\nx"
    assert original["Content-Disposition"].startswith("attachment")


def test_what_is_discarded_is_gone_from_the_page(admin: Client) -> None:
    envelope = in_quarantine(make_channel())

    admin.post(reverse("channels:discard", args=[envelope.pk]))

    envelope.refresh_from_db()
    assert envelope.state == Intake.DISCARDED
    assert "Nothing waits here" in admin.get(reverse("channels:quarantine")).content.decode()


def test_a_lead_unblocks_a_sender() -> None:
    sender = KnownSender.objects.create(address="eve@evil.example", is_blocked=True)

    signed_in("lead").post(reverse("channels:unblock", args=[sender.pk]))

    sender.refresh_from_db()
    assert not sender.is_blocked


def test_a_profile_that_was_changed_is_not_overwritten_by_an_update(admin: Client) -> None:
    row = MailProfile.objects.get(key="ebay")
    answer = admin.post(
        reverse("channels:change_profile", args=["ebay"]),
        {"max_length": "1500", "links": "on", "marketing_words": "gratis\n", "order_patterns": "x"},
    )
    MailProfile.objects.filter(pk=row.pk).update(version=0)
    packs.load()

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.rules["max_length"] == 1500
    assert row.rules["forbid"] == ["links"]
    assert row.rules["marketing_words"] == ["gratis"]
    detail = Detail.objects.latest("entry_id").data
    assert (detail["after"]["max_length"], detail["after"]["forbid"]) == (1500, ["links"])
    assert detail["before"]["max_length"] != 1500


def test_a_bad_pattern_is_told_before_it_is_kept(admin: Client) -> None:
    answer = admin.post(
        reverse("channels:change_profile", args=["ebay"]),
        {"max_length": "0", "order_patterns": "(\\d"},
    )

    assert answer.status_code == 422
    assert "is no regular expression" in answer.content.decode()


def test_h6_a_silent_worker_and_a_troubled_channel_are_told_on_every_page(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_channel(health=Health.GRANT_EXPIRED, troubled_since=now())
    make_channel("two", sending_trouble="refused")
    monkeypatch.setattr(watch, "heartbeat_age", lambda: 61.0)
    monkeypatch.setattr(watch, "_state", watch.State())
    watch.look()

    page = admin.get(reverse("channels:profile_list")).content.decode()

    assert "no worker has shown a sign of life for a minute" in page
    assert "Shop has to be connected again: its permission has ended." in page
    assert "Other channels have trouble too." in page

    monkeypatch.setattr(watch, "heartbeat_age", lambda: 3.0)
    Channel.objects.update(health=Health.OK, sending_trouble="")
    watch.look()
    assert 'class="banner' not in admin.get(reverse("channels:profile_list")).content.decode()
