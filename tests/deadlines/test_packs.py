"""What is shipped: complete, dated, and never written over what somebody edited."""

from datetime import date

import pytest

from comptoir.deadlines import packs, services
from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset
from comptoir.deadlines.policies.hours import next_opening
from comptoir.deadlines.queries import calendar_of, current_book
from comptoir.deadlines.states import PROMISED_BY_US, Kind
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now

pytestmark = pytest.mark.usefixtures("rules")


def policy(key: str) -> tuple[int, int | None, str, bool]:
    found = ClockPolicy.objects.get(key=key)
    return found.minutes, found.stretch_minutes, found.basis, found.enabled


@pytest.mark.parametrize("kind", ["first_reply", "next_reply"])
def test_promises_as_shipped(kind: str) -> None:
    assert policy(f"pre-sale-{kind}") == (4 * 60, 60, "business", True)
    assert policy(f"delivery-{kind}") == (2 * 60, 60, "business", True)
    assert policy(f"return-{kind}") == (24 * 60, 60, "business", True)
    assert policy(f"other-{kind}") == (4 * 60, 60, "business", True)


def test_resolution_is_shipped_switched_off() -> None:
    assert policy("solved-resolution") == (72 * 60, None, "business", False)


@pytest.mark.parametrize(
    ("key", "hours", "basis"),
    [
        ("amazon-reply-first_reply", 24, "calendar"),
        ("amazon-reply-next_reply", 24, "calendar"),
        ("amazon-information-information", 48, "calendar"),
        ("amazon-information-us-information", 72, "calendar"),
        ("amazon-appeal-appeal", 30 * 24, "calendar"),
        ("ebay-answer-first_reply", 3 * 24, "business"),
        ("ebay-refund-refund", 2 * 24, "business"),
        ("ebay-close-auto_close", 21 * 24, "business"),
        ("mirakl-reply-first_reply", 24, "calendar"),
        ("mirakl-pccomponentes-reply-first_reply", 24, "calendar"),
        ("mirakl-jinius-reply-first_reply", 96, "calendar"),
        ("mirakl-conrad-reply-first_reply", 48, "calendar"),
        ("mirakl-alltricks-reply-first_reply", 48, "calendar"),
        ("ozon-return-return_decision", 24, "calendar"),
        ("allegro-reply-first_reply", 24, "business"),
    ],
)
def test_presets_as_shipped(key: str, hours: int, basis: str) -> None:
    found = PlatformPreset.objects.get(key=key)

    assert (found.minutes, found.basis) == (hours * 60, basis)
    assert len(found.source) > 10


def test_every_calendar_opens_and_one_is_the_default() -> None:
    for calendar in BusinessCalendar.objects.all():
        next_opening(now(), calendar_of(calendar))

    assert BusinessCalendar.objects.get(is_default=True).key == "office-paris"


def test_promises_of_ours_are_replies_and_resolution() -> None:
    assert {Kind(p.kind) for p in ClockPolicy.objects.all()} <= set(PROMISED_BY_US)


def test_loading_twice_adds_nothing() -> None:
    before = _everything()

    packs.load()

    assert _everything() == before


def _everything() -> list[object]:
    models = (BusinessCalendar, ClockPolicy, PlatformPreset)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_newer_version_begins_where_the_old_one_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    _ship(monkeypatch, minutes=720)

    packs.load()

    old, new = ClockPolicy.objects.filter(key="other-first_reply").order_by("version")
    assert (old.minutes, old.valid_to) == (240, date(2027, 1, 1))
    assert (new.minutes, new.valid_from, new.valid_to) == (720, date(2027, 1, 1), None)


def test_newer_version_leaves_an_edited_row_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ClockPolicy.objects.get(key="other-first_reply")
    services.change_policy(
        by=SYSTEM, policy_id=row.pk, minutes=300, stretch_minutes=None, enabled=True
    )
    _ship(monkeypatch, minutes=720)

    packs.load()

    assert policy("other-first_reply") == (300, None, "business", True)


def test_newer_calendar_leaves_an_edited_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    BusinessCalendar.objects.filter(key="office-berlin").update(edited_at=now(), name="Ours")
    read = packs._read

    def newer(name: str) -> list[packs.Row]:
        return [{**row, "version": 2} for row in read(name)] if name == "calendars" else []

    monkeypatch.setattr(packs, "_read", newer)
    packs.load()

    assert BusinessCalendar.objects.get(key="office-berlin").version == 1
    assert BusinessCalendar.objects.get(key="office-london").version == 2
    assert BusinessCalendar.objects.filter(is_default=True).count() == 1


def _ship(monkeypatch: pytest.MonkeyPatch, *, minutes: int) -> None:
    read = packs._read

    def newer(name: str) -> list[packs.Row]:
        rows = [row for row in read(name) if row["key"] == "other"]
        return [
            {**row, "version": 2, "minutes": minutes, "valid_from": date(2027, 1, 1)}
            for row in rows
        ]

    monkeypatch.setattr(packs, "_read", newer)


def test_rules_in_force_are_read_once_and_forgotten_after_a_change() -> None:
    row = ClockPolicy.objects.get(key="other-first_reply")
    before = current_book()
    assert current_book() is before

    services.change_policy(
        by=SYSTEM, policy_id=row.pk, minutes=60, stretch_minutes=None, enabled=True
    )

    assert next(p.minutes for p in current_book().policies if p.id == row.pk) == 60
