"""What people are told about the promises of one conversation."""

from datetime import UTC, datetime

import pytest

from comptoir.deadlines import services
from comptoir.deadlines.queries import (
    calendar_lines,
    clock_words,
    deadlines_of,
    policy_lines,
    preset_lines,
    promise_words,
)
from comptoir.deadlines.queries.rules import week_words
from comptoir.deadlines.services import ClockFacts, Subject, SubjectKind
from comptoir.deadlines.states import NEXT_CONTACT, State
from comptoir.kit.actor import SYSTEM

TALK = Subject(SubjectKind.CONVERSATION, 5)
WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def test_every_promise_is_told_open_ones_first(rules: None) -> None:
    facts = ClockFacts(reason="wrong_item", has_order=True, platform="amazon")
    services.start(by=SYSTEM, subject=TALK, facts=facts, started_at=WEDNESDAY)
    services.meet(by=SYSTEM, subject=TALK, at=WEDNESDAY.replace(hour=12))
    services.start(
        by=SYSTEM,
        subject=TALK,
        facts=facts,
        started_at=WEDNESDAY.replace(hour=13),
        kinds=NEXT_CONTACT,
    )

    told = [(d.promise, d.clock, d.state, d.late_seconds) for d in deadlines_of(TALK)]

    theirs, ours = "The marketplace’s clock, it never pauses", "Our promise, business hours"
    assert told == [
        ("Next reply within 24 h", theirs, State.RUNNING, 0),
        ("Next reply within 2 h", ours, State.RUNNING, 0),
        ("First reply within 24 h", theirs, State.MET, 0),
        ("First reply within 2 h", ours, State.MISSED, 3600),
    ]


def test_words_of_the_clock_chip() -> None:
    assert promise_words("next_reply") == "Next reply"
    assert promise_words("") == ""
    assert clock_words("policy") == "Our promise"
    assert clock_words("policy", "business") == "Our promise, business hours"
    assert clock_words("channel", "calendar") == "The marketplace’s clock, it never pauses"


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (["09:00-18:00"] * 5 + ["", ""], "Mon–Fri 09:00–18:00"),
        (["09:00-18:00"] * 4 + ["09:00-16:00", "", ""], "Mon–Thu 09:00–18:00, Fri 09:00–16:00"),
        (["", "10:00-12:00"] + [""] * 5, "Tue 10:00–12:00"),
        (["00:00-24:00"] * 7, "Mon–Sun 00:00–24:00"),
        ([""] * 7, "Never open"),
    ],
)
def test_week_in_words(week: list[str], words: str) -> None:
    assert week_words(week) == words


def test_lines_of_the_settings_pages(rules: None) -> None:
    promises = {(line.name, line.kind): line for line in policy_lines()}
    delivery = promises["Delivery and damage", "First reply"]
    assert (delivery.time, delivery.stretch, delivery.enabled) == ("2 h", "1 h", True)
    assert promises["Everything else", "First reply"].applies_to == (
        "Whatever no other promise names"
    )
    assert promises["Questions before the sale", "Next reply"].applies_to.endswith("or no order")

    demands = {(line.platform, line.country, line.kind): line for line in preset_lines()}
    assert demands["eBay", "GB", "First reply"].time == "3 working days"
    assert demands["eBay", "GB", "First reply"].basis == "Working days, United Kingdom"
    assert demands["Amazon", "", "Appeal"].time == "30 d"

    assert calendar_lines()[0].name == "Office hours, Paris"
