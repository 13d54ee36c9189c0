"""The rules as shipped, and two teams with hours of their own."""

from collections.abc import Iterator

import pytest

from comptoir.accounts.models import Team
from comptoir.deadlines import packs
from comptoir.deadlines.models import BusinessCalendar, TeamHours
from comptoir.deadlines.queries import forget_book
from tests.shipped import load


@pytest.fixture(autouse=True)
def no_book_of_another_test() -> Iterator[None]:
    forget_book()
    yield
    forget_book()


@pytest.fixture
def rules(db: None) -> None:
    load(packs)


@pytest.fixture
def night_team(rules: None) -> Team:
    """Monday to Sunday, 22:00-06:00 in Paris, no holidays."""
    team = Team.objects.create(name="Night")
    calendar = BusinessCalendar.objects.create(
        key="nights", name="Nights", time_zone="Europe/Paris", week=["22:00-06:00"] * 7
    )
    TeamHours.objects.create(team=team, calendar=calendar)
    return team


@pytest.fixture
def new_york_team(rules: None) -> Team:
    team = Team.objects.create(name="New York")
    TeamHours.objects.create(
        team=team, calendar=BusinessCalendar.objects.get(key="office-new-york")
    )
    return team
