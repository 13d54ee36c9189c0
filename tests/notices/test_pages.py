"""The list, the bell's question, preferences, and what a push may show."""

from datetime import UTC, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from comptoir.notices import queries, services
from comptoir.notices.models import Browser, Notice, Preferences, Rule
from comptoir.notices.services import tell
from comptoir.notices.states import About, Way
from tests.notices.conftest import HIDDEN, PARCEL

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def desk(client: Client, ines: Identity) -> Client:
    client.force_login(ines.member)
    return client


def move(ines: Identity, *numbers: int, at: datetime = NOON) -> None:
    with freeze(at):
        for number in numbers:
            about = About("thing", number)
            tell(by=SYSTEM, kind="moved", about=about, members=[ines.member.pk], entry_id=number)


def page(desk: Client, **asked: str) -> str:
    with freeze(NOON):
        answer = desk.get(reverse("notices:list"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_is_grouped_by_day_and_says_what_is_unread(desk: Client, ines: Identity) -> None:
    move(ines, 7)
    move(ines, 8, at=datetime(2026, 11, 16, 9, 0, tzinfo=UTC))
    services.look_at(by=ines.actor, kind="thing", subject_id=8)

    shown, unread = page(desk), page(desk, show="unread")

    assert shown.index("Today") < shown.index("#7") < shown.index("Yesterday") < shown.index("#8")
    assert "A stranger’s words" in shown
    assert "#7" in unread and "#8" not in unread


def test_an_empty_list_says_what_will_stand_there(desk: Client) -> None:
    assert "Choose what you are told" in page(desk)
    assert "You are up to date." in page(desk, show="unread")
    assert "Nothing older" in page(desk, before="2026-01-01T00:00:00+00:00")


def test_a_cursor_that_is_none_shows_the_newest(desk: Client, ines: Identity) -> None:
    move(ines, 7)

    assert "#7" in page(desk, before="yesterday") and "#7" in page(desk, before="2026-11-18")


def test_fifty_are_a_page_and_older_ones_follow(desk: Client, ines: Identity) -> None:
    for number in range(100, 153):
        move(ines, number, at=NOON.replace(minute=number - 100))

    older = queries.listed(ines.viewer).older

    assert older == "2026-11-17T12:03:00+00:00"
    rest = page(desk, before=older)
    assert [f"#{number}" in rest for number in (100, 102, 103)] == [True, True, False]


def test_opening_one_leads_to_its_place_and_reads_it(desk: Client, ines: Identity) -> None:
    move(ines, 7)
    notice = Notice.objects.get()
    address = reverse("notices:open", args=[notice.pk])

    ahead = desk.get(address, headers={"Sec-Purpose": "prefetch"})
    before = queries.unread(ines.viewer)
    opened = desk.get(address)

    assert (ahead.status_code, before) == (302, 1)
    assert (opened.url, queries.unread(ines.viewer)) == ("/things/7/", 0)


def test_somebody_elses_and_what_is_hidden_by_now_lead_nowhere(
    desk: Client, ines: Identity, jonas: Identity
) -> None:
    """D2: a number in the address is no right."""
    with freeze(NOON):
        tell(by=SYSTEM, kind="moved", about=PARCEL, members=[jonas.member.pk], entry_id=1)
    move(ines, HIDDEN)

    for notice in Notice.objects.all():
        assert desk.get(reverse("notices:open", args=[notice.pk])).status_code == 404
    his = Notice.objects.get(member_id=jonas.member.pk)
    assert desk.post(reverse("notices:read", args=[his.pk])).status_code == 404
    assert not Notice.objects.exclude(read_at=None).exists()


def test_marking_one_and_all_read(desk: Client, ines: Identity) -> None:
    move(ines, 1, 2, 3)
    first = Notice.objects.get(subject_id=1)

    desk.post(reverse("notices:read", args=[first.pk]))
    after_one = queries.unread(ines.viewer)
    desk.post(reverse("notices:read_all"))

    assert (after_one, queries.unread(ines.viewer)) == (2, 0)


def test_the_bell_counts_and_what_is_open_before_ones_eyes_is_read(
    desk: Client, ines: Identity
) -> None:
    move(ines, 1, 2)

    plain = desk.post(reverse("notices:look"), {"about": ""}).json()
    looked = desk.post(reverse("notices:look"), {"about": "thing:2"}).json()
    nonsense = desk.post(reverse("notices:look"), {"about": "thing:²; drop"}).json()

    assert plain == {"count": "2", "title": "2 unread notifications"}
    assert looked == nonsense == {"count": "1", "title": "1 unread notification"}


def test_the_bell_says_99_and_more(desk: Client, ines: Identity) -> None:
    move(ines, *range(200, 305))

    assert desk.post(reverse("notices:look")).json()["count"] == "99+"


# --- What a push may show ------------------------------------------------------------------------


def test_a_push_shows_kind_and_number_and_nobodys_words(desk: Client, ines: Identity) -> None:
    """Invariant 2: a lock screen is read by anybody."""
    move(ines, 7)
    move(ines, 8, at=NOON.replace(hour=13))

    shown = desk.get(reverse("notices:newest")).json()

    newest = Notice.objects.get(subject_id=8)
    assert shown == {"title": "Comptoir moved it", "body": "#8 · And 1 more", "id": newest.pk}


def test_a_push_tells_a_stranger_nothing(client: Client) -> None:
    assert client.get(reverse("notices:newest")).json() == {
        "title": "Comptoir",
        "body": "Sign in to see what is new.",
    }


def test_the_worker_is_served_from_our_own_address_for_the_whole_desk(client: Client) -> None:
    answer = client.get(reverse("notices:worker"))

    assert answer["Content-Type"] == "text/javascript"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "script-src 'self'" in answer["Content-Security-Policy"]


# --- Preferences ---------------------------------------------------------------------------------

WAYS = ["moved:app", "moved:mail", "mentioned:app", "mentioned:push", "mentioned:mail"]


def save(desk: Client, **told: object) -> str:
    answer = desk.post(reverse("notices:preferences"), told, follow=True)
    return answer.content.decode()


def test_preferences_are_kept_and_shown_again(desk: Client, ines: Identity) -> None:
    told = save(desk, ways=WAYS, quiet_from="20:00", quiet_until="07:30", digest_at="08:00")

    kept = Preferences.objects.get(member=ines.member)
    assert (kept.quiet_from, kept.quiet_until, kept.digest_at) == (time(20), time(7, 30), time(8))
    assert kept.follows_mentions is False
    assert queries.chosen_ways(ines.member.pk)["moved"] == {Way.APP, Way.MAIL}
    # As usual is not written down.
    assert not Rule.objects.filter(kind="mentioned").exists()
    assert "Saved. It counts from now on." in told
    assert 'value="20:00"' in told and 'value="moved:mail" checked' in told


def test_half_of_the_quiet_hours_is_refused_and_nothing_is_lost(
    desk: Client, ines: Identity
) -> None:
    answer = desk.post(reverse("notices:preferences"), {"ways": WAYS, "quiet_from": "20:00"})

    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "Write both when the quiet hours begin and when they end." in shown
    assert 'value="20:00"' in shown and 'value="moved:mail" checked' in shown
    assert not Preferences.objects.exists() and not Rule.objects.exists()


def test_kinds_of_others_work_are_not_offered(desk: Client) -> None:
    shown = desk.get(reverse("notices:preferences")).content.decode()

    assert "Somebody mentions me" in shown
    assert "A reply waits for my approval" not in shown
    assert "A channel stops working" not in shown


def test_a_browser_is_added_shown_and_turned_off(desk: Client, ines: Identity) -> None:
    told = {"endpoint": "https://push.example/abc"}
    agent = "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"
    desk.post(reverse("notices:add_browser"), told, headers={"User-Agent": agent})
    browser = Browser.objects.get()
    shown = desk.get(reverse("notices:preferences")).content.decode()

    assert "Firefox on Windows" in shown and "Send me a test" in shown
    assert "push.example" not in shown
    desk.post(reverse("notices:remove_browser", args=[browser.pk]))
    assert not Browser.objects.exists()


def test_a_browser_of_somebody_else_stays(desk: Client, jonas: Identity) -> None:
    his = services.add_browser(
        by=jonas.actor, session_key="his", endpoint="https://push.example/his"
    )

    desk.post(reverse("notices:remove_browser", args=[his.pk]))

    assert Browser.objects.filter(pk=his.pk).exists()


def test_a_wrong_address_of_a_browser_gets_one_sentence(desk: Client) -> None:
    answer = desk.post(reverse("notices:add_browser"), {"endpoint": "http://push.example/"})

    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "This is no address of a push service."},
    )
    assert not Browser.objects.exists()
