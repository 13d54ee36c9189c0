"""Keys as people type them, as browsers name them, and which of them stand in each other's way.

A key is a KeyboardEvent.code with what is held ("Shift+KeyE", "Mod+Enter"), a sign that moves
between layouts ("key:?"), or two presses one after the other ("KeyG KeyI").
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

MOST_PRESSES = 2
_HELD = {"ctrl": "Mod", "cmd": "Mod", "mod": "Mod", "⌘": "Mod", "shift": "Shift", "⇧": "Shift"}
_NAMED = {"enter": "Enter", "space": "Space", "↵": "Enter"}
_SIGNS = frozenset("?/[].,;:'-=")
_LETTER = re.compile(r"[a-z]")
_DIGIT = re.compile(r"[0-9]")
_CODE = re.compile(r"Key[A-Z]|Digit[0-9]|Enter|Space|key:[^\sA-Za-z0-9]")
# What closes things, and what fields need for themselves.
KEPT_BACK = frozenset({"Escape", "Tab", "Mod+KeyC", "Mod+KeyV", "Mod+KeyX", "Mod+KeyA", "Mod+KeyZ"})


class Clash(NamedTuple):
    """Two commands that one press would call."""

    one: str
    other: str
    key: str


def read_key(typed: str) -> str | None:
    """“Shift+E”, “g i”, “?” as a browser names them; "" for nothing, None for what is no key."""
    presses = [_press(part) for part in typed.split()]
    if len(presses) > MOST_PRESSES or not all(presses):
        return None
    key = " ".join(filter(None, presses))
    return None if key in KEPT_BACK else key


def _press(typed: str) -> str:
    *held, last = typed.split("+") if len(typed) > 1 else [typed]
    named = [_HELD.get(each.lower(), "") for each in held]
    code = _code(last)
    if not code or not all(named) or len(set(named)) < len(named):
        return ""
    order = [name for name in ("Mod", "Shift") if name in named]
    return "+".join([*order, code])


def _code(typed: str) -> str:
    low = typed.lower()
    if _LETTER.fullmatch(low):
        return f"Key{low.upper()}"
    if _DIGIT.fullmatch(low):
        return f"Digit{low}"
    if typed in _SIGNS:
        return f"key:{typed}"
    return _NAMED.get(low, typed if _CODE.fullmatch(typed) else "")


def say_key(key: str) -> str:
    """As it is typed: “Shift+E”, “G I”, “?”."""
    return " ".join(_said(press) for press in key.split())


def _said(press: str) -> str:
    parts = [re.sub(r"^(Key|Digit|key:)", "", part) for part in press.split("+")]
    return "+".join("Ctrl" if part == "Mod" else part for part in parts)


def clash_among(keys: Iterable[tuple[str, str]]) -> Clash | None:
    """The first two commands that share a key, or of which one is the beginning of the other."""
    taken: dict[str, str] = {}
    for command, key in keys:
        if not key:
            continue
        for other_key, other in taken.items():
            if other != command and _stands_in_the_way(key, other_key):
                return Clash(other, command, key)
        taken[key] = command
    return None


def _stands_in_the_way(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other} ") or other.startswith(f"{one} ")


def chosen_keys(own: Mapping[str, str], command: str, shipped: tuple[str, ...]) -> tuple[str, ...]:
    """A member's own key instead of the shipped ones; an empty one takes the key away."""
    if command not in own:
        return shipped
    return (own[command],) if own[command] else ()
