"""Names that only strings hold: tasks deferred by name, events, permissions."""

import re

import pytest
from procrastinate.contrib.django import app

from comptoir.accounts.roles import PERMISSIONS
from comptoir.journal.events import ALLOWED_FIELD_TYPES, EVENTS, Event, _field_types
from tests.architecture.tree import python_files

_LATER = re.compile(r"""\blater\(\s*["']([\w.]+)["']""")
_REQUIRED = re.compile(r"""\brequire\(\s*\w+(?:\.\w+)?,\s*["']([\w.]+)["']""")


def test_every_task_that_is_deferred_exists() -> None:
    deferred = {name for path in python_files() for name in _LATER.findall(path.read_text())}

    assert deferred
    assert deferred - set(app.tasks) == set()


def test_every_permission_that_is_asked_for_exists() -> None:
    asked = {name for path in python_files() for name in _REQUIRED.findall(path.read_text())}

    assert asked
    assert asked - {name for name, _ in PERMISSIONS.items()} == set()


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.name())
def test_events_hold_ids_enums_amounts_and_times_only(event: type[Event]) -> None:
    for name, kind in _field_types(event).items():
        assert issubclass(kind, ALLOWED_FIELD_TYPES), f"{name} is a {kind.__name__}"


def test_events_stand_in_the_events_module_of_their_package() -> None:
    for event in EVENTS.values():
        if event.__module__.startswith("comptoir."):
            assert "events" in event.__module__.split(".")[2:]
