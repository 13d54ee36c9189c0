"""What the doctor finds: each trouble with what to do next, each said in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from comptoir.config.checkup import machine
from comptoir.config.checkup.findings import ABOUT, Age, Finding, Level, ok, warn
from comptoir.config.env import env
from comptoir.config.plugs import _in_words

CHECKUP = Path(machine.__file__).parent


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in (CHECKUP / "machine.py", CHECKUP / "database.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="ok" | "warn" | "fail" as kind)):
                    yield kind, node


def test_whatever_is_not_well_says_what_to_do_next() -> None:
    silent = [ast.unparse(call) for kind, call in _calls() if kind != "ok" and len(call.args) < 3]

    assert silent == []


def test_whatever_is_looked_at_has_a_name() -> None:
    about = {
        call.args[0].value for _kind, call in _calls() if isinstance(call.args[0], ast.Constant)
    }

    assert about == set(ABOUT)


def test_the_command_line_says_it_in_english_in_one_line() -> None:
    found = warn("disk", "%(free)s GB free", "Make room soon.", free="2.0")

    with translation.override("fr"):
        assert str(found) == "warn disk        2.0 GB free. Make room soon."
    assert str(ok("worker", "last sign of life %(old)s ago", old=Age(7300))) == (
        "ok   worker      last sign of life 2 hours ago"
    )


@pytest.mark.parametrize("language", ["fr", "de", "ru"])
def test_the_page_says_it_in_the_language_of_its_reader(language: str) -> None:
    found = warn("disk", "%(free)s GB free", "Make room soon.", free="2.0")

    with translation.override(language):
        told = _in_words(found)

    assert told.todo not in ("", "Make room soon.")
    assert told.text != "2.0 GB free"
    assert "2.0" in told.text


def test_every_finding_of_this_machine_can_be_said() -> None:
    found: list[Finding] = list(machine.look(env()))

    told = [_in_words(one) for one in found]

    assert {one.about for one in found} >= {"data", "disk", "mail", "address"}
    assert [one for one in told if "%(" in one.text + one.todo] == []
    assert [one.about for one in told if one.level != Level.OK and not one.todo] == []
