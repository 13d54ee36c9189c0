"""One clock, which tests can stop."""

from datetime import UTC, datetime, timedelta, timezone

from comptoir.kit.clock import freeze, now


def test_the_time_is_aware_and_utc() -> None:
    assert now().utcoffset() == timedelta(0)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_a_stopped_clock_stands_and_goes_on() -> None:
    moment = datetime(2028, 2, 29, 12, tzinfo=timezone(timedelta(hours=3)))

    with freeze(moment):
        assert now() == now() == datetime(2028, 2, 29, 9, tzinfo=UTC)
        with freeze(moment + timedelta(days=1)):
            assert now().day == 1
        assert now().day == 29

    assert now() != moment
