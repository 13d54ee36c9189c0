"""The registry of commands: every line of it can be drawn, and no two share a key."""

import json
import re

import pytest

from comptoir.ui.commands import COMMANDS, all_keys, block, changeable, keys_for
from comptoir.ui.icons import ICONS, OWN
from comptoir.ui.keys import Clash, clash_among, read_key, say_key


def test_no_two_commands_share_a_shipped_key() -> None:
    keys = all_keys({})

    assert ("reply", "KeyR") in keys
    assert ("go:inbox", "KeyG KeyI") in keys
    assert clash_among(keys) is None


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS.items()])
def test_a_command_has_a_label_and_a_known_icon(name: str) -> None:
    command = COMMANDS.get(name)

    assert str(command.label)
    assert command.icon in ICONS or command.icon in OWN
    assert not command.same_key_as or command.same_key_as in COMMANDS


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("e", "KeyE"),
        ("Shift+E", "Shift+KeyE"),
        ("g i", "KeyG KeyI"),
        ("Ctrl+K", "Mod+KeyK"),
        ("⌘+Enter", "Mod+Enter"),
        ("ctrl+shift+p", "Mod+Shift+KeyP"),
        ("?", "key:?"),
        ("4", "Digit4"),
        ("KeyQ", "KeyQ"),
        ("", ""),
    ],
)
def test_a_key_is_read_as_it_is_typed(typed: str, key: str) -> None:
    assert read_key(typed) == key


@pytest.mark.parametrize(
    "typed", ["Escape", "a b c", "Hyper+E", "é", "Ctrl+C", "Shift+Shift+E", "Shift+", "<script>"]
)
def test_what_is_no_key_is_refused(typed: str) -> None:
    assert read_key(typed) is None


@pytest.mark.parametrize("key", ["KeyE", "Shift+KeyE", "KeyG KeyI", "Mod+Enter", "key:?"])
def test_a_key_that_was_said_is_read_again(key: str) -> None:
    assert read_key(say_key(key)) == key


def test_a_key_that_begins_another_stands_in_its_way() -> None:
    assert clash_among([("go", "KeyG KeyI"), ("reply", "KeyG")]) == Clash("go", "reply", "KeyG")
    assert clash_among([("go", "KeyG KeyI"), ("reply", "KeyR"), ("note", "")]) is None


def test_ones_own_key_stands_instead_of_the_shipped_one_and_lends_itself_to_the_selection() -> None:
    own = {"assign": "KeyQ", "reply": ""}

    keys = keys_for(own)

    assert keys["assign"] == ("KeyQ",)
    assert keys["bulk-assign"] == ("KeyQ",)
    assert keys["reply"] == ()
    assert keys["resolve"] == ("KeyE",)


def test_a_stranger_is_told_of_no_command_of_the_desk() -> None:
    drawn = str(block({}, "en", is_member=False))

    told = json.loads(re.sub(r"<[^>]+>", "", drawn))

    assert [each["id"] for each in told] == ["keys", "undo", "theme", "drawer"]


def test_what_escape_closes_keeps_its_key() -> None:
    names = [name for name, _ in changeable()]

    assert "reply" in names
    assert "drawer" not in names
    assert "bulk-assign" not in names
