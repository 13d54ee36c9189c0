"""Telling: once, bundled, not of one's own act, and shown only to who may see it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from comptoir.kit.db import rows
from comptoir.notices import queries, services
from comptoir.notices.errors import NoSuchNotice
from comptoir.notices.models import Notice
from comptoir.notices.services import Wanted, choose, tell
from comptoir.notices.states import About, Way
from tests.notices.conftest import HIDDEN, PARCEL

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
APP, PUSH, MAIL = Way.APP, Way.PUSH, Way.MAIL


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with freeze(NOON):
        yield


def jobs(task: str) -> list[tuple[dict[str, int], datetime]]:
    found = rows(
        "SELECT args, scheduled_at FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task]
    )
    return [(json.loads(args), at) for args, at in found]


def test_a_colleague_is_told_and_who_did_it_is_not(ines: Identity, jonas: Identity) -> None:
    told = tell(
        by=ines.actor,
        kind="moved",
        about=PARCEL,
        members={ines.member.pk, jonas.member.pk},
        entry_id=1,
    )

    assert told == [jonas.member.pk]
    (line,) = queries.lines_of(jonas.viewer, list(Notice.objects.all()))
    assert (line.sentence, line.named.number) == ("Inès Bernard moved it", "#7")
    assert line.at == NOON and line.is_unread


def test_ten_of_one_subject_are_one_notice_and_a_repeat_counts_nothing(ines: Identity) -> None:
    for entry in (*range(1, 11), 4, 10):
        tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=entry)

    notice = Notice.objects.get()
    assert notice.count == 10
    assert queries.unread(ines.viewer) == 1


def test_what_was_read_is_not_told_again_by_a_repeat_but_by_something_new(ines: Identity) -> None:
    tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)
    services.read(by=ines.actor, notice_id=Notice.objects.get().pk)

    repeated = tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)
    fresh = tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=2)

    assert (repeated, fresh) == ([], [ines.member.pk])
    assert [(n.entries, n.read_at is None) for n in Notice.objects.order_by("pk")] == [
        ([1], False),
        ([2], True),
    ]


def test_a_bundle_leads_to_its_first_place(ines: Identity) -> None:
    for entry, place in ((1, 41), (2, 42)):
        about = replace(PARCEL, place_id=place)
        tell(by=SYSTEM, kind="moved", about=about, members=[ines.member.pk], entry_id=entry)

    assert Notice.objects.get().place_id == 41


def test_what_a_member_may_not_see_is_neither_counted_nor_shown(ines: Identity) -> None:
    """D1: told in good faith, hidden by the time he looks."""
    about = About("thing", HIDDEN)
    tell(by=SYSTEM, kind="moved", about=about, members=[ines.member.pk], entry_id=1)
    notice = Notice.objects.get()

    assert queries.unread(ines.viewer) == 0
    assert queries.listed(ines.viewer).days == ()
    assert queries.line_of(ines.viewer, notice.pk) is None
    assert services.mail(member_id=ines.member.pk) is False


def test_somebody_elses_notice_does_not_exist(ines: Identity, jonas: Identity) -> None:
    tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)
    notice = Notice.objects.get()

    with pytest.raises(NoSuchNotice):
        services.read(by=jonas.actor, notice_id=notice.pk)

    notice.refresh_from_db()
    assert notice.read_at is None
    assert queries.line_of(jonas.viewer, notice.pk) is None


def test_who_wants_it_by_no_way_gets_nothing_at_all(ines: Identity) -> None:
    choose(by=ines.actor, wanted=Wanted(ways={"moved": frozenset()}))

    told = tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)

    assert told == []
    assert not Notice.objects.exists()


def test_teams_narrow_what_is_told(ines: Identity) -> None:
    choose(by=ines.actor, wanted=Wanted(ways={}, team_ids=[3]))

    elsewhere = tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)
    here = replace(PARCEL, team_id=3)
    told = tell(by=SYSTEM, kind="moved", about=here, members=[ines.member.pk], entry_id=2)

    assert (elsewhere, told) == ([], [ines.member.pk])


def test_who_was_switched_off_is_not_told(ines: Identity) -> None:
    ines.member.is_active = False
    ines.member.save()

    assert tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk]) == []


def test_quiet_hours_hold_mail_back_and_never_the_list(ines: Identity) -> None:
    """Quiet from eleven to two in Paris, where it is one o'clock."""
    ines.member.time_zone = "Europe/Paris"
    ines.member.save()
    wanted = Wanted(ways={"moved": {APP, MAIL}}, quiet_from=time(11), quiet_until=time(14))
    choose(by=ines.actor, wanted=wanted)

    tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)

    after_lunch = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)
    assert jobs("notices.mail") == [({"member_id": ines.member.pk}, after_lunch)]
    assert queries.unread(ines.viewer) == 1


def test_an_open_page_hears_of_it_live_without_content(ines: Identity) -> None:
    told = []

    def listen(execute, sql, params, *rest):
        if "pg_notify" in sql:
            told.append(params)
        return execute(sql, params, *rest)

    with connection.execute_wrapper(listen):
        tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)

    assert told == [["member", ines.member.pk, "notices.told"]]


def test_looking_at_the_thing_reads_what_was_told_of_it(ines: Identity) -> None:
    tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)
    tell(by=SYSTEM, kind="moved", about=About("thing", 8), members=[ines.member.pk], entry_id=2)

    services.look_at(by=ines.actor, kind="thing", subject_id=7)

    assert queries.unread(ines.viewer) == 1


@pytest.mark.parametrize("many", [1, 50])
def test_the_list_and_the_bell_ask_the_same_for_one_and_for_fifty(
    ines: Identity, jonas: Identity, many: int
) -> None:
    for number in range(100, 100 + many):
        about = About("thing", number)
        tell(by=jonas.actor, kind="moved", about=about, members=[ines.member.pk], entry_id=number)

    with CaptureQueriesContext(connection) as for_list:
        shown = queries.listed(ines.viewer)
    with CaptureQueriesContext(connection) as for_bell:
        count = queries.unread(ines.viewer)

    assert (len(for_list), len(for_bell)) == (2, 1)
    assert sum(len(day.lines) for day in shown.days) == count == many


def test_what_is_three_months_old_is_forgotten(ines: Identity) -> None:
    tell(by=SYSTEM, kind="moved", about=PARCEL, members=[ines.member.pk], entry_id=1)

    with freeze(NOON + timedelta(days=91)):
        gone = services.forget_old()

    assert (gone, Notice.objects.count()) == (1, 0)
