"""The stream as a browser hears it, from a real server."""

import statistics
import time
from contextlib import suppress
from typing import Any

import httpx
import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from comptoir.accounts.models import Member, MemberGrant
from comptoir.accounts.roles import Role
from comptoir.journal.queries import current_position
from comptoir.live import guard, views
from comptoir.live.hub import listen_parameters
from tests.live.conftest import BellRung, Heard, Listen, ring, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member() -> Member:
    member = Member.objects.create_user("ines@example.com", "very secret words", name="Inès")
    MemberGrant.objects.create(member=member, role=Role.AGENT)
    return member


def ids(heard: list[Heard]) -> list[Any]:
    return [block.data["id"] for block in heard if block.data is not None]


def streaming_backends() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND application_name <> 'comptoir live'"
        )
        return int(cursor.fetchone()[0])


def test_a_browser_hears_topic_id_and_event_and_no_content(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    ear = listen(sign_in(member))

    ring(7)

    (heard,) = ear.wait_for(1)
    assert heard.data == {"topic": "bell", "id": 7, "event": BellRung.name()}


def test_a_browser_hears_nothing_of_other_topics(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    ear = listen(sign_in(member), topics="bell:2,bell:3")

    ring(1, 2, 3, 4)

    assert ids(ear.wait_for(2)) == [2, 3]


def test_what_was_rolled_back_is_never_heard(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    ear = listen(sign_in(member))

    with suppress(ZeroDivisionError), transaction.atomic():
        ring(1)
        raise ZeroDivisionError
    ring(2)

    assert ids(ear.wait_for(1)) == [2]


def test_d1_a_closed_topic_is_refused_and_a_stranger_too(
    server: str, member: Member, bells: set[int]
) -> None:
    bells.add(5)
    session = {"Cookie": f"sessionid={sign_in(member)}"}

    refused = httpx.get(f"{server}/live/stream?topics=bell:5", headers=session)
    unknown = httpx.get(f"{server}/live/stream?topics=gong", headers=session)
    nonsense = httpx.get(f"{server}/live/stream?topics=bell:x", headers=session)
    stranger = httpx.get(f"{server}/live/stream?topics=bell")
    polling = httpx.get(f"{server}/live/poll?topics=bell:5", headers=session)

    statuses = [r.status_code for r in (refused, unknown, nonsense, stranger, polling)]
    assert statuses == [403, 403, 400, 401, 403]


def test_d1_who_sees_only_a_part_hears_that_something_happened_but_not_to_what(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    member.grants.update(scope="team", scope_id=3)
    ear = listen(sign_in(member), topics="bell,bell:2")

    ring(1, 2)

    assert ids(ear.wait_for(2)) == [None, 2]


def test_a_page_hears_what_happened_since_it_was_made(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    ring(1)
    position = str(current_position())
    ring(2)

    ear = listen(sign_in(member), after=position)
    ring(3)

    assert ids(ear.wait_for(2)) == [2, 3]


def test_a_browser_that_comes_back_has_missed_nothing(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    """The last one comes again, since others might have been open beside it: harmless."""
    session = sign_in(member)
    first = listen(session)
    ring(1)
    first.wait_for(1)
    first.close()
    ring(2, 3)

    second = listen(session, resume=first.position)
    ring(4)

    assert ids(second.wait_for(4)) == [1, 2, 3, 4]


def test_what_commits_late_is_not_lost_on_resume(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    """A plain serial id would lose it: entry 1 is written first and committed last."""
    session = sign_in(member)
    first = listen(session)
    late = psycopg.connect(**listen_parameters())
    late.execute(
        "INSERT INTO journal_entry (event, subject_kind, subject_id, data, actor_kind)"
        " VALUES ('x', 'bell', 1, '{}', 'system')"
    )
    ring(2)
    first.wait_for(1)
    first.close()
    late.commit()
    late.close()

    second = listen(session, resume=first.position)

    assert 1 in ids(second.wait_for(2))


def test_the_position_follows_in_silence_too(
    listen: Listen, member: Member, bells: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a quiet page would resume from far back."""
    monkeypatch.setattr(views, "HEARTBEAT_SECONDS", 0.05)
    ear = listen(sign_in(member), topics="bell:1")
    start = ear.position

    for number in range(2, 6):
        ring(number)
    deadline = time.monotonic() + 5
    while ear.position == start and time.monotonic() < deadline:
        time.sleep(0.02)

    assert ear.heard == []
    assert ear.position > start


def test_who_missed_too_much_is_told_to_look_anew(
    listen: Listen, member: Member, bells: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_MISSED", 3)
    position = str(current_position())
    ring(1, 2, 3, 4)

    ear = listen(sign_in(member), after=position)
    ring(5)

    heard = ear.wait_for(2)
    assert [block.event for block in heard] == ["reset", ""]
    assert heard[1].data == {"topic": "bell", "id": 5, "event": BellRung.name()}


def test_a_broken_database_connection_is_made_up_for(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    ear = listen(sign_in(member))
    ring(1)
    ear.wait_for(1)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'comptoir live'"
        )
        assert cursor.fetchall() == [(True,)]
    ring(2)

    assert 2 in ids(ear.wait_for(2, within=10))


def test_streams_hold_no_database_connection(
    listen: Listen, member: Member, bells: set[int]
) -> None:
    session = sign_in(member)
    before = streaming_backends()
    ears = [listen(session) for _ in range(12)]
    ring(1)
    for ear in ears:
        ear.wait_for(1)

    # One listens for all of them; the web process's own watch may hold one too.
    assert streaming_backends() <= before + 1


@pytest.mark.parametrize("cause", ["switched off", "signed out", "password changed", "new role"])
def test_d4_the_stream_of_somebody_no_longer_welcome_ends(
    cause: str,
    listen: Listen,
    member: Member,
    bells: set[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "EVERY_SECONDS", 0.2)
    colleague = Member.objects.create_user("jo@example.com", "other secret words", name="Jo")
    session = sign_in(member)
    ear, other = listen(session), listen(sign_in(colleague))
    time.sleep(0.5)
    assert not ear.closed.is_set()

    if cause == "switched off":
        Member.objects.filter(pk=member.pk).update(is_active=False)
    elif cause == "signed out":
        Session.objects.filter(session_key=session).delete()
    elif cause == "password changed":
        member.set_password("quite another one")
        member.save()
    else:
        member.grants.update(role=Role.VIEWER)

    assert ear.closed.wait(3)
    ring(1)
    other.wait_for(1)
    assert ear.heard == []


def test_the_poll_tells_the_same(server: str, member: Member, bells: set[int]) -> None:
    session = {"Cookie": f"sessionid={sign_in(member)}"}
    position = str(current_position())
    ring(1, 2)

    answer = httpx.get(f"{server}/live/poll?topics=bell&after={position}", headers=session).json()
    again = httpx.get(
        f"{server}/live/poll?topics=bell&after={answer['position']}", headers=session
    ).json()

    assert [event["id"] for event in answer["events"]] == [1, 2]
    assert answer["reset"] is False
    assert again["events"] == []


def test_from_commit_to_browser_takes_a_blink(
    listen: Listen, member: Member, bells: set[int], record_property: Any
) -> None:
    ear = listen(sign_in(member))
    taken = []
    for number in range(1, 41):
        started = time.perf_counter()
        ring(number)
        ear.wait_for(number)
        taken.append((time.perf_counter() - started) * 1000)

    record_property("milliseconds", statistics.median(taken))
    assert statistics.median(taken) < 100
