"""Push and mail: what leaves, to whom, and what never does."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import httpx
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.test import Client
from py_vapid import Vapid02

from comptoir.accounts.identity import Identity
from comptoir.kit import outbound
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from comptoir.notices import queries, services
from comptoir.notices.errors import BadBrowser, NoBrowser
from comptoir.notices.models import Browser, Notice, Preferences, PushKey
from comptoir.notices.services import Wanted, choose, tell
from comptoir.notices.slots import DIGESTS, Digest
from comptoir.notices.states import About, Way
from tests.notices.conftest import HIDDEN

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
ENDPOINT = "https://push.example/send/abc"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with freeze(NOON):
        yield


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A push service that takes everything, and what it was handed."""
    heard: list[dict[str, Any]] = []

    def request(method: str, url: str, **options: Any) -> httpx.Response:
        heard.append({"method": method, "url": url, **options})
        return httpx.Response(201)

    monkeypatch.setattr(outbound, "request", request)
    return heard


@pytest.fixture
def session(client: Client, ines: Identity) -> SessionStore:
    client.force_login(ines.member)
    store = client.session
    assert isinstance(store, SessionStore)
    return store


@pytest.fixture
def browser(ines: Identity, session: SessionStore) -> Browser:
    return services.add_browser(
        by=ines.actor, session_key=session.session_key or "", endpoint=ENDPOINT,
        user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0",
    )  # fmt: skip


def move(ines: Identity, number: int = 7, entry: int = 1) -> None:
    about = About("thing", number)
    tell(by=SYSTEM, kind="moved", about=about, members=[ines.member.pk], entry_id=entry)


def ring(ines: Identity, *, after: timedelta = timedelta(seconds=6)) -> int:
    with freeze(NOON + after):
        return services.push(member_id=ines.member.pk)


def test_a_ring_carries_no_content_and_is_signed_for_its_service(
    ines: Identity, browser: Browser, service: list[dict[str, Any]]
) -> None:
    move(ines)

    assert (ring(ines), ring(ines)) == (1, 0)

    (told,) = service
    assert (told["method"], told["url"], told["content"]) == ("POST", ENDPOINT, b"")
    assert Vapid02.verify(told["headers"]["Authorization"]) is True
    assert services.public_key() in told["headers"]["Authorization"]
    assert "stranger" not in str(told) and "moved" not in str(told)


def test_nobody_is_rung_for_what_he_has_read_meanwhile(
    ines: Identity, browser: Browser, service: list[dict[str, Any]]
) -> None:
    move(ines)
    services.look_at(by=ines.actor, kind="thing", subject_id=7)

    assert (ring(ines), service) == (0, [])


def test_nobody_is_rung_for_what_he_may_not_see_any_more(
    ines: Identity, browser: Browser, service: list[dict[str, Any]]
) -> None:
    """D1: access is asked when it is sent."""
    move(ines, HIDDEN)

    assert (ring(ines), service) == (0, [])


def test_a_browser_that_was_signed_out_is_not_rung(
    ines: Identity, browser: Browser, session: SessionStore, service: list[dict[str, Any]]
) -> None:
    """D4: neither after signing out nor after being switched off."""
    move(ines)
    session.delete()

    assert (ring(ines), service) == (0, [])


def test_a_push_service_inside_the_house_is_never_dialled(
    ines: Identity, session: SessionStore
) -> None:
    """E1: the address is a member's own word; the guarded client asks where it leads."""
    for at, endpoint in enumerate(("https://127.0.0.1:1/x", "https://169.254.169.254/latest")):
        inside = services.add_browser(
            by=ines.actor, session_key=session.session_key or "", endpoint=endpoint
        )
        move(ines, 20 + at, entry=at + 1)
        assert ring(ines) == 0
        inside.refresh_from_db()
        assert "leads to the private address" in inside.trouble


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example/x", "https://a@push.example/x", "https://", "ftp://x/", "https://[", ""],
)
def test_what_is_no_address_of_a_push_service_is_refused(ines: Identity, endpoint: str) -> None:
    with pytest.raises(BadBrowser, match="no address of a push service"):
        services.add_browser(by=ines.actor, session_key="s", endpoint=endpoint)

    assert not Browser.objects.exists()


def test_a_browser_that_is_gone_says_so_and_is_not_rung_again(
    ines: Identity, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "request", lambda *args, **options: httpx.Response(410))

    with pytest.raises(NoBrowser, match="does not know this browser any more"):
        services.try_push(by=ines.actor, session_key=browser.session_key)
    with pytest.raises(NoBrowser, match="not on in this browser yet"):
        services.try_push(by=ines.actor, session_key=browser.session_key)


def test_another_member_in_the_same_browser_does_not_take_it_over_unasked(
    jonas: Identity, browser: Browser
) -> None:
    services.keep_browser(by=jonas.actor, session_key="his", endpoint=ENDPOINT)

    kept = Browser.objects.get()
    assert (kept.member_id, kept.session_key) == (browser.member_id, browser.session_key)


def test_the_key_is_made_once_and_kept_sealed(db: None) -> None:
    first, second = services.public_key(), services.public_key()

    assert first == second
    assert "PRIVATE KEY" not in PushKey.objects.get().sealed_private


def test_another_secret_key_makes_a_new_one_and_forgets_the_browsers(
    browser: Browser, settings: Any
) -> None:
    before = services.public_key()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" + "y" * 40, []

    assert services.public_key() != before
    assert PushKey.objects.count() == 1
    assert not Browser.objects.exists()


# --- Mail ----------------------------------------------------------------------------------------


def want_mail(ines: Identity, *ways: Way) -> None:
    choose(by=ines.actor, wanted=Wanted(ways={"moved": {Way.MAIL, *ways}}))


def mail(ines: Identity, *, after: timedelta) -> bool:
    with freeze(NOON + after):
        return services.mail(member_id=ines.member.pk)


def test_a_mail_says_what_and_which_number_and_nobodys_words(
    ines: Identity, mailoutbox: list[EmailMessage]
) -> None:
    """Invariants 2 and 4: neither subject nor text nor a customer's name leaves by mail."""
    want_mail(ines, Way.APP)
    move(ines)

    assert mail(ines, after=timedelta(minutes=5)) is True

    (sent,) = mailoutbox
    notice = Notice.objects.get()
    assert (sent.to, sent.subject) == (["ines@shop.example"], "1 notification from the desk")
    assert f"Comptoir moved it (#7)\nhttp://testserver/notices/{notice.pk}/" in sent.body
    assert "stranger" not in sent.body


def test_many_are_one_mail_and_the_next_waits_for_its_quarter_of_an_hour(
    ines: Identity, mailoutbox: list[EmailMessage]
) -> None:
    want_mail(ines, Way.APP)
    for number in range(3):
        move(ines, number, entry=number + 1)
    first = mail(ines, after=timedelta(minutes=5))
    with freeze(NOON + timedelta(minutes=6)):
        move(ines, 50, entry=50)

    too_soon = mail(ines, after=timedelta(minutes=12))
    second = mail(ines, after=timedelta(minutes=20))

    assert (first, too_soon, second) == (True, False, True)
    assert [sent.subject for sent in mailoutbox] == [
        "3 notifications from the desk",
        "1 notification from the desk",
    ]


def test_what_was_read_before_is_not_mailed_and_nothing_is_mailed_twice(
    ines: Identity, mailoutbox: list[EmailMessage]
) -> None:
    want_mail(ines, Way.APP)
    move(ines, 1, entry=1)
    services.look_at(by=ines.actor, kind="thing", subject_id=1)
    nothing = mail(ines, after=timedelta(minutes=5))
    move(ines, 2, entry=2)
    mail(ines, after=timedelta(minutes=6))
    with freeze(NOON + timedelta(hours=1)):
        move(ines, 2, entry=3)

    again = mail(ines, after=timedelta(hours=2))

    assert (nothing, again) == (False, False)
    assert len(mailoutbox) == 1


def test_what_is_not_for_the_app_is_over_once_it_was_mailed(ines: Identity) -> None:
    want_mail(ines)
    move(ines)

    mail(ines, after=timedelta(minutes=5))

    notice = Notice.objects.get()
    assert notice.in_app is False and notice.read_at == NOON + timedelta(minutes=5)


@pytest.fixture
def overdue() -> Iterator[list[Digest]]:
    kept = dict(DIGESTS.items())
    DIGESTS._plugs.clear()
    found: list[Digest] = []
    DIGESTS._plugs["test"] = lambda viewer: found[0] if found else None
    yield found
    DIGESTS._plugs.clear()
    DIGESTS._plugs.update(kept)


def test_the_morning_brings_one_digest_and_none_where_nothing_is_overdue(
    ines: Identity, overdue: list[Digest], mailoutbox: list[EmailMessage]
) -> None:
    choose(by=ines.actor, wanted=Wanted(ways={}, digest_at=time(12)))
    Preferences.objects.filter(member=ines.member).update(digest_sent_on=None)
    with freeze(NOON - timedelta(minutes=1)):
        early = services.send_digests()
    nothing = services.send_digests()
    Preferences.objects.update(digest_sent_on=None)
    overdue.append(Digest("2 are overdue:", "/overdue/", ("#4", "#9")))

    turns = [services.send_digests() for _turn in range(2)]

    assert (early, nothing, turns) == (0, 0, [1, 0])
    (sent,) = mailoutbox
    assert "2 are overdue: #4, #9\nhttp://testserver/overdue/" in sent.body


def test_a_restored_desk_neither_pushes_nor_mails_what_was_waiting(
    ines: Identity, browser: Browser, service: list[dict[str, Any]], mailoutbox: list[EmailMessage]
) -> None:
    """H7: the lost desk may have done it; the list has it."""
    choose(by=ines.actor, wanted=Wanted(ways={"moved": {Way.APP, Way.PUSH, Way.MAIL}}))
    move(ines)

    services.forget_leaving()

    assert (ring(ines), mail(ines, after=timedelta(hours=1))) == (0, False)
    assert (service, mailoutbox) == ([], [])
    assert queries.unread(ines.viewer) == 1
