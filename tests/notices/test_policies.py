"""Who is told by which way, and when: facts in, verdict out."""

from datetime import UTC, datetime, time, timedelta

import pytest

from comptoir.notices.policies import (
    Wishes,
    concerns,
    is_digest_time,
    next_mail,
    open_at,
    quiet_end,
    ways_of,
)
from comptoir.notices.slots import Kind
from comptoir.notices.states import About, Way

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
KIND = Kind(label="x", icon="bell", say=lambda actor, count: "x")
ABOUT = About("conversation", 7, team_id=3, channel_id=5)


def test_what_nobody_chose_is_as_usual_and_never_more_than_is_offered() -> None:
    no_mail = Kind(
        label="x", icon="bell", say=lambda a, c: "x", offered=frozenset({Way.APP, Way.PUSH})
    )

    assert ways_of(KIND, None) == {Way.APP, Way.PUSH}
    assert ways_of(KIND, ["mail"]) == {Way.MAIL}
    assert ways_of(KIND, []) == frozenset()
    assert ways_of(no_mail, ["mail", "app"]) == {Way.APP}


@pytest.mark.parametrize(
    ("teams", "channels", "told"),
    [((), (), True), ((3,), (), True), ((4,), (), False), ((), (5,), True), ((4,), (5,), True)],
)
def test_teams_and_channels_narrow_what_is_not_meant_by_name(
    teams: tuple[int, ...], channels: tuple[int, ...], told: bool
) -> None:
    personal = Kind(label="x", icon="bell", say=lambda a, c: "x", personal=True)
    wishes = Wishes(team_ids=teams, channel_ids=channels)

    assert concerns(KIND, ABOUT, wishes) is told
    assert concerns(personal, ABOUT, wishes) is True


# Paris is an hour ahead of UTC in November, two in June.
NIGHT = Wishes(time_zone="Europe/Paris", quiet_from=time(20), quiet_until=time(7, 30))
LUNCH = Wishes(time_zone="Europe/Paris", quiet_from=time(12), quiet_until=time(14))


@pytest.mark.parametrize(
    ("wishes", "at", "ends"),
    [
        (NIGHT, datetime(2026, 11, 17, 18, 59, tzinfo=UTC), None),
        (NIGHT, datetime(2026, 11, 17, 19, 0, tzinfo=UTC), datetime(2026, 11, 18, 6, 30, tzinfo=UTC)),
        (NIGHT, datetime(2026, 11, 18, 2, 0, tzinfo=UTC), datetime(2026, 11, 18, 6, 30, tzinfo=UTC)),
        (NIGHT, datetime(2026, 11, 18, 6, 30, tzinfo=UTC), None),
        (NIGHT, datetime(2026, 6, 17, 18, 0, tzinfo=UTC), datetime(2026, 6, 18, 5, 30, tzinfo=UTC)),
        # The night in which Paris sets its clocks back.
        (NIGHT, datetime(2026, 10, 24, 20, 0, tzinfo=UTC), datetime(2026, 10, 25, 6, 30, tzinfo=UTC)),
        (LUNCH, datetime(2026, 11, 17, 10, 59, tzinfo=UTC), None),
        (LUNCH, datetime(2026, 11, 17, 11, 30, tzinfo=UTC), datetime(2026, 11, 17, 13, 0, tzinfo=UTC)),
        (LUNCH, datetime(2026, 11, 17, 13, 0, tzinfo=UTC), None),
        (Wishes(quiet_from=time(8), quiet_until=time(8)), NOON, None),
        (Wishes(time_zone="Mars/Olympus", quiet_from=time(11), quiet_until=time(13)), NOON, NOON + timedelta(hours=1)),
    ],
)  # fmt: skip
def test_quiet_hours_end_in_the_members_own_zone(
    wishes: Wishes, at: datetime, ends: datetime | None
) -> None:
    assert quiet_end(at, wishes) == ends


def test_push_waits_seconds_mail_minutes_and_both_the_quiet_hours() -> None:
    night = datetime(2026, 11, 17, 22, 0, tzinfo=UTC)
    morning = datetime(2026, 11, 18, 6, 30, tzinfo=UTC)

    assert open_at(Way.PUSH, NOON, NIGHT) == NOON + timedelta(seconds=5)
    assert open_at(Way.MAIL, NOON, NIGHT) == NOON + timedelta(minutes=5)
    assert open_at(Way.PUSH, night, NIGHT) == morning
    assert open_at(Way.MAIL, night, NIGHT) == morning


def test_a_mail_comes_every_quarter_of_an_hour_at_most() -> None:
    assert next_mail(NOON, None) == NOON
    assert next_mail(NOON, NOON - timedelta(minutes=10)) == NOON + timedelta(minutes=5)
    assert next_mail(NOON, NOON - timedelta(hours=1)) == NOON


@pytest.mark.parametrize(
    ("at", "sent_on", "due"),
    [
        (datetime(2026, 11, 17, 6, 59, tzinfo=UTC), None, False),
        (datetime(2026, 11, 17, 7, 0, tzinfo=UTC), None, True),
        (datetime(2026, 11, 17, 7, 0, tzinfo=UTC), datetime(2026, 11, 17, tzinfo=UTC).date(), False),
        (datetime(2026, 11, 17, 7, 0, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC).date(), True),
        (datetime(2026, 11, 17, 10, 0, tzinfo=UTC), None, False),
    ],
)  # fmt: skip
def test_the_digest_comes_once_a_morning(at: datetime, sent_on: object, due: bool) -> None:
    told = is_digest_time(at, time_zone="Europe/Paris", wanted=time(8), sent_on=sent_on)

    assert told is due
