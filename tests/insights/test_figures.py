"""The maths: mean, median, P90 and shares, on small numbers too."""

from datetime import timedelta

import pytest

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.deadlines.states import Kind
from comptoir.insights.models import ReplyFact
from comptoir.insights.policies.lens import Lens
from comptoir.insights.policies.spans import Span, span_of
from comptoir.insights.queries.counted import counts, times
from comptoir.insights.shapes import Count, Times
from comptoir.insights.states import Hours
from comptoir.kit.actor import Grant
from tests.insights.conftest import MORNING

pytestmark = pytest.mark.django_db
EYES = Viewer(Party.OPERATOR, 1, (Grant("lead"),))
NOON = MORNING + timedelta(hours=3)
MINUTE = timedelta(minutes=1)


def span(key: str = "today") -> Span:
    from datetime import UTC

    return span_of(key, now=NOON, zone=UTC)


def reply(number: int, seconds: int, **told: object) -> ReplyFact:
    """One answered question whose reply took so many seconds by either clock."""
    values: dict[str, object] = {
        "message_id": number,
        "conversation_id": number,
        "kind": Kind.FIRST_REPLY,
        "outcome": "answered",
        "reason": "",
        "channel_id": 1,
        "asked_at": MORNING,
        "answered_at": MORNING + MINUTE,
        "business_seconds": seconds,
        "calendar_seconds": 2 * seconds,
    }
    return ReplyFact(**values | told)


def measured(*seconds: int) -> Times:
    ReplyFact.objects.bulk_create(reply(at, each) for at, each in enumerate(seconds, start=1))
    return times(EYES, Lens(), span()).times("", "", Kind.FIRST_REPLY)


@pytest.mark.parametrize(
    ("seconds", "mean", "median", "p90"),
    [
        ((), None, None, None),
        ((600,), 600, 600, 600),
        ((600, 1200), 900, 900, 1200),
        ((600, 1200, 7200), 3000, 1200, 7200),
        # One that waited for days moves the mean, not the median.
        ((600, 660, 720, 780, 259_200), 52_392, 720, 259_200),
        (tuple(range(60, 660, 60)), 330, 330, 540),
        (tuple(range(60, 720, 60)), 360, 360, 600),
        ((0, 0, 0), 0, 0, 0),
    ],
)
def test_mean_median_and_p90(
    seconds: tuple[int, ...], mean: int | None, median: int | None, p90: int | None
) -> None:
    found = measured(*seconds)

    assert (found.count, found.mean, found.median, found.p90) == (len(seconds), mean, median, p90)


def test_p90_is_the_nearest_rank_whatever_the_number() -> None:
    """The ceiling of nine tenths, counted in whole numbers, where 0.9 × n in floats could err."""
    wrong = {}
    for count in range(1, 41):
        ReplyFact.objects.all().delete()
        found = measured(*range(1, count + 1))
        if found.p90 != -(-9 * count // 10):
            wrong[count] = found.p90

    assert wrong == {}


@pytest.mark.parametrize(("count", "is_few"), [(0, False), (1, True), (4, True), (5, False)])
def test_under_five_replies_are_said_to_be_few(count: int, is_few: bool) -> None:
    assert Times(count).is_few is is_few


def test_borders_of_one_and_four_hours_belong_to_them() -> None:
    found = measured(3600, 3601, 14_400, 14_401)

    assert (found.within_hour, found.within_four) == (1, 3)


def test_a_share_in_time_counts_what_was_promised_alone() -> None:
    ReplyFact.objects.bulk_create(
        [reply(1, 60, kept=True), reply(2, 60, kept=False), reply(3, 60, kept=None)]
    )

    found = times(EYES, Lens(), span()).times("", "", Kind.FIRST_REPLY)

    assert (found.promised, found.kept, found.late) == (2, 1, 1)


def test_the_switch_of_hours_changes_the_time_and_nothing_else() -> None:
    measured(600)

    business = times(EYES, Lens(), span()).times("", "", Kind.FIRST_REPLY)
    calendar = times(EYES, Lens(hours=Hours.CALENDAR), span()).times("", "", Kind.FIRST_REPLY)

    assert (business.median, calendar.median) == (600, 1200)
    assert business.count == calendar.count == 1


def test_the_span_takes_its_begin_and_leaves_its_end() -> None:
    chosen = span()
    moments = [
        chosen.begin - MINUTE,
        chosen.begin,
        chosen.end - MINUTE,
        chosen.end,
        chosen.before_begin - MINUTE,
        chosen.before_begin,
        chosen.before_end,
    ]
    ReplyFact.objects.bulk_create(
        reply(at, 60, asked_at=moment, answered_at=moment)
        for at, moment in enumerate(moments, start=1)
    )

    found = counts(EYES, Lens(), chosen)

    assert found.received["", ""] == Count(2, 1)
    assert found.answered["", ""] == Count(2, 1)


def test_counts_by_dimension_and_by_hour() -> None:
    at = span().begin + timedelta(hours=9, minutes=30)
    ReplyFact.objects.bulk_create(
        [
            reply(1, 60, reason="refund_request", team_id=3, asked_at=at, answered_at=at),
            reply(2, 60, reason="refund_request", agent_id=8, asked_at=at, answered_at=at),
            reply(3, 60, outcome="open", answered_at=None, asked_at=at, reason="", channel_id=2),
            reply(4, 60, outcome="needless", answered_at=None, asked_at=at, channel_id=2),
        ]
    )

    found = counts(EYES, Lens(), span())

    assert found.received["reason", "refund_request"] == Count(2)
    assert found.received["reason", ""] == Count(2)
    assert found.received["channel", "1"] == Count(2)
    assert found.received["team", "3"] == Count(1)
    assert found.received["team", "0"] == Count(3)
    assert found.answered["agent", "8"] == Count(1)
    assert found.received["part", "9"] == Count(4)
    assert found.answered["part", "9"] == Count(2)
    assert (found.ends.open, found.ends.closed) == (1, 1)


@pytest.mark.parametrize(
    ("lens", "count"),
    [
        (Lens(), 3),
        (Lens(team=3), 1),
        (Lens(team=0), 2),
        (Lens(reason=""), 2),
        (Lens(reason="refund_request", channel=1), 1),
        (Lens(agent=8), 1),
    ],
)
def test_a_lens_narrows_the_figures(lens: Lens, count: int) -> None:
    ReplyFact.objects.bulk_create(
        [
            reply(1, 60, team_id=3, reason="refund_request"),
            reply(2, 60, agent_id=8, channel_id=2),
            reply(3, 60),
        ]
    )

    assert counts(EYES, lens, span()).received.get(("", ""), Count()).now == count


def test_who_has_no_grant_counts_nothing() -> None:
    """D1."""
    measured(60)
    nobody = Viewer(Party.OPERATOR, 1, ())

    assert counts(nobody, Lens(), span()).received.get(("", ""), Count()) == Count()
    assert times(nobody, Lens(), span()).now == {}
