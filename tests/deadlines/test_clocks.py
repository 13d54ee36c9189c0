"""Which promises apply: the reason chooses, the marketplace adds its own."""

from datetime import UTC, date, datetime

import pytest

from comptoir.deadlines.policies.clocks import (
    Book,
    ClockFacts,
    PolicyRule,
    PresetRule,
    Target,
    targets_for,
)
from comptoir.deadlines.policies.hours import ALL_DAY, Calendar
from comptoir.deadlines.states import FIRST_CONTACT, NEXT_CONTACT, Basis, Kind, Source

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
DELIVERY = frozenset(
    [
        "delivery_delay",
        "not_received",
        "damaged_item",
        "defective_item",
        "wrong_item",
        "missing_item",
        "not_as_described",
    ]
)
RETURNS = frozenset({"return_request", "exchange_request", "refund_request"})
PRE_SALE = frozenset({"product_question", "stock_availability", "discount_promo"})


def rule(id: int, minutes: int, **other: object) -> PolicyRule:
    return PolicyRule(id, Kind.FIRST_REPLY, minutes, Basis.BUSINESS, **other)  # type: ignore[arg-type]


POLICIES = (
    rule(1, 240, reasons=PRE_SALE, without_order=True),
    rule(2, 120, reasons=DELIVERY),
    rule(3, 1440, reasons=RETURNS),
    rule(4, 240, everything=True),
)
CALENDAR = Calendar("UTC", (ALL_DAY,) * 7)
BOOK = Book(
    policies=POLICIES,
    presets=(
        PresetRule(1, "amazon", Kind.FIRST_REPLY, 1440),
        PresetRule(2, "ebay", Kind.FIRST_REPLY, 4320, Basis.BUSINESS, calendar_id=9),
        PresetRule(3, "ebay", Kind.FIRST_REPLY, 4320, Basis.BUSINESS, calendar_id=8, country="GB"),
        PresetRule(4, "ozon", Kind.RETURN_DECISION, 1440),
    ),
    calendars={5: CALENDAR, 6: CALENDAR, 7: CALENDAR, 8: CALENDAR, 9: CALENDAR},
    team_calendars={20: 6},
    default_calendar_id=5,
)


def first_reply(facts: ClockFacts, book: Book = BOOK, on: datetime = MONDAY) -> list[Target]:
    return list(targets_for(facts, (Kind.FIRST_REPLY,), book, on=on))


@pytest.mark.parametrize(
    ("reason", "has_order", "minutes"),
    [
        *((reason, True, 120) for reason in sorted(DELIVERY)),
        *((reason, True, 1440) for reason in sorted(RETURNS)),
        *((reason, True, 240) for reason in sorted(PRE_SALE)),
        ("order_status", True, 240),
        ("invoice_request", True, 240),
        ("other", True, 240),
        ("", True, 240),
        # without an order it is a question before the sale, unless the reason says more
        ("", False, 240),
        ("order_status", False, 240),
        ("not_received", False, 120),
        ("return_request", False, 1440),
        ("a_reason_of_tomorrow", False, 240),
    ],
)
def test_reason_chooses_the_clock(reason: str, has_order: bool, minutes: int) -> None:
    (target,) = first_reply(ClockFacts(reason=reason, has_order=has_order))

    assert (target.source, target.minutes) == (Source.POLICY, minutes)


def test_no_order_goes_before_everything_else_but_not_before_a_named_reason() -> None:
    assert first_reply(ClockFacts(reason="complaint"))[0].policy_id == 1
    assert first_reply(ClockFacts(reason="complaint", has_order=True))[0].policy_id == 4
    assert first_reply(ClockFacts(reason="wrong_item"))[0].policy_id == 2


def test_of_two_equally_close_policies_the_tighter_counts() -> None:
    book = Book(policies=(rule(1, 240, reasons=DELIVERY), rule(2, 60, reasons=DELIVERY)))

    assert first_reply(ClockFacts(reason="wrong_item"), book)[0].minutes == 60


@pytest.mark.parametrize(
    ("facts", "calendar_id"),
    [
        (ClockFacts(team_id=20), 6),
        (ClockFacts(team_id=21), 5),
        (ClockFacts(), 5),
        (ClockFacts(team_id=21, calendar_id=7), 7),
        (ClockFacts(team_id=20, calendar_id=7), 6),
    ],
)
def test_hours_of_the_team_then_the_mailbox_then_the_house(
    facts: ClockFacts, calendar_id: int
) -> None:
    (target,) = first_reply(facts)

    assert (target.basis, target.calendar_id) == (Basis.BUSINESS, calendar_id)


def test_without_any_calendar_every_hour_counts() -> None:
    (target,) = first_reply(ClockFacts(), Book(policies=POLICIES))

    assert (target.basis, target.calendar_id) == (Basis.CALENDAR, None)


def test_policy_in_calendar_time_needs_no_calendar() -> None:
    everyone = PolicyRule(1, Kind.FIRST_REPLY, 60, Basis.CALENDAR, everything=True)

    (target,) = first_reply(ClockFacts(), Book(policies=(everyone,), default_calendar_id=5))

    assert (target.basis, target.calendar_id) == (Basis.CALENDAR, None)


def test_marketplace_adds_its_own_clock() -> None:
    ours, theirs = first_reply(ClockFacts(reason="wrong_item", has_order=True, platform="amazon"))

    assert (ours.source, ours.minutes) == (Source.POLICY, 120)
    assert theirs == Target(Kind.FIRST_REPLY, Source.CHANNEL, Basis.CALENDAR, 1440, preset_id=1)


@pytest.mark.parametrize(("country", "preset_id"), [("GB", 3), ("FR", 2), ("", 2)])
def test_preset_of_the_country_goes_before_the_general_one(country: str, preset_id: int) -> None:
    _, theirs = first_reply(ClockFacts(platform="ebay", country=country))

    assert theirs.preset_id == preset_id


def test_due_date_of_the_marketplace_wins_over_its_preset() -> None:
    stated = datetime(2026, 11, 17, 8, 30, tzinfo=UTC)

    _, theirs = first_reply(ClockFacts(platform="amazon", channel_due_at=stated))

    assert (theirs.due_at, theirs.minutes, theirs.preset_id) == (stated, 1350, None)


def test_stated_due_date_needs_no_preset_and_may_have_passed() -> None:
    stated = datetime(2026, 11, 15, 8, 0, tzinfo=UTC)

    _, theirs = first_reply(ClockFacts(channel_due_at=stated))

    assert (theirs.due_at, theirs.minutes) == (stated, 0)


def test_unknown_platform_has_no_clock() -> None:
    assert [t.source for t in first_reply(ClockFacts(platform="etsy"))] == [Source.POLICY]


def test_rules_apply_between_their_dates() -> None:
    old = rule(1, 480, everything=True, valid_to=date(2026, 11, 16))
    new = rule(2, 60, everything=True, valid_from=date(2026, 11, 16))
    book = Book(policies=(old, new))

    day_before = datetime(2026, 11, 15, 23, 59, tzinfo=UTC)
    assert first_reply(ClockFacts(), book, day_before)[0].minutes == 480
    assert first_reply(ClockFacts(), book, MONDAY)[0].minutes == 60


def test_kinds_without_a_policy_promise_nothing() -> None:
    assert targets_for(ClockFacts(), NEXT_CONTACT, BOOK, on=MONDAY) == ()
    assert [t.kind for t in targets_for(ClockFacts(), FIRST_CONTACT, BOOK, on=MONDAY)] == [
        Kind.FIRST_REPLY
    ]
    assert targets_for(ClockFacts(), FIRST_CONTACT, Book(), on=MONDAY) == ()
