"""THE registry of what can be done: the keys, their sheet, the palette and the right click are
drawn from it. See docs/how-to/add-a-command.md."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comptoir.kit.slots import Slot
from comptoir.ui.keys import chosen_keys, say_key
from comptoir.ui.slots import NAVIGATION
from comptoir.ui.words import words

type Words = str | Promise

# The headings of the key sheet and of the palette, in this order.
SCOPES = ("conversation", "bulk", "list", "composer", "everywhere", "go")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One line here is a command.

    `press` selects the page's own button for it: the command is there while the button is, so what
    a role forbids is never offered. Without `press` a module says what happens (`does` in
    commands.js). `choices` selects what the palette offers one level deeper: choices of a menu, or
    a form whose options are choices; `asks` says that the button fetches such a form. `leads` is
    the page it opens: a name of urls.py and its arguments.
    `same_key_as` names the command whose key it has while rows are picked. `on_rows`: it makes
    sense for a row that is not open.
    """

    label: Words
    icon: str = "right"
    keys: tuple[str, ...] = ()
    scope: str = "everywhere"
    press: str = ""
    choices: str = ""
    leads: tuple[str, ...] = ()
    asks: bool = False
    same_key_as: str = ""
    on_rows: bool = True
    is_listed: bool = True
    for_strangers: bool = False


COMMANDS: Slot[Command] = Slot("commands")
# The address (a name of urls.py) that finds conversations, orders and people for the palette.
FINDERS: Slot[str] = Slot("finders")


def keys_for(own: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The keys of every command, with a member's own instead of the shipped ones."""
    keys = {name: chosen_keys(own, name, each.keys) for name, each in COMMANDS.items()}
    borrowed = {name: each.same_key_as for name, each in COMMANDS.items() if each.same_key_as}
    return keys | {name: keys.get(other, ()) for name, other in borrowed.items()}


def changeable() -> list[tuple[str, Command]]:
    """Those whose key a member may choose: not what Escape closes, nor what borrows its key."""
    return [
        (name, each)
        for name, each in COMMANDS.items()
        if each.is_listed and not each.same_key_as and "Escape" not in each.keys
    ]


def all_keys(own: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every command with a key that it alone has, the pages behind g among them."""
    pages = [(f"go:{name}", f"KeyG {e.letter}") for name, e in NAVIGATION.items() if e.letter]
    chosen = keys_for(own)
    mine = [(name, key) for name, _each in changeable() for key in chosen[name]]
    return [*pages, *mine]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A command with its key as it is typed, and the one it was shipped with."""

    name: str
    command: Command
    typed: str
    shipped: str

    @property
    def is_own(self) -> bool:
        return self.typed != self.shipped


def key_sections(
    own: Mapping[str, str], typed: Mapping[str, str]
) -> list[tuple[str, list[KeyLine]]]:
    """The commands whose key may be chosen, under their headings; what was typed goes first."""
    chosen = keys_for(own)
    told = words()
    lines = [
        KeyLine(name, each, typed.get(name, _said(chosen[name])), _said(each.keys))
        for name, each in changeable()
    ]
    found = {scope: [line for line in lines if line.command.scope == scope] for scope in SCOPES}
    return [(told[f"keys.{scope}"], those) for scope, those in found.items() if those]


def _said(keys: tuple[str, ...]) -> str:
    return say_key(keys[0]) if keys else ""


def label_of(name: str) -> str:
    """What a command is called, also one that leads to a page."""
    if name.startswith("go:"):
        return str(NAVIGATION.get(name.removeprefix("go:")).label)
    return str(COMMANDS.get(name).label)


def block(own: Mapping[str, str], language: str | None, *, is_member: bool) -> SafeString:
    """The registry as scripts read it, as a block of the page."""
    return _block(json.dumps(own, sort_keys=True), language, is_member)


@lru_cache(256)
def _block(own: str, _language: str | None, is_member: bool) -> SafeString:
    keys = keys_for(json.loads(own))
    offered = (pair for pair in COMMANDS.items() if is_member or pair[1].for_strangers)
    return json_script([_line(name, each, keys[name]) for name, each in offered], "commands")


def _line(name: str, each: Command, keys: tuple[str, ...]) -> dict[str, Any]:
    said = {
        "id": name,
        "label": str(each.label),
        "icon": each.icon,
        "keys": keys,
        "scope": each.scope,
        "press": each.press,
        "choices": each.choices,
        "url": reverse(each.leads[0], args=each.leads[1:]) if each.leads else "",
        "asks": each.asks,
        "rows": each.on_rows,
        "hidden": not each.is_listed,
    }
    return {key: value for key, value in said.items() if value or key == "rows"}


COMMANDS.plug(
    "palette",
    Command(label=_("Search for anything to do"), icon="search", keys=("Mod+KeyK",)),
)
COMMANDS.plug(
    "keys", Command(label=_("Show the keys"), icon="keyboard", keys=("key:?",), for_strangers=True)
)
COMMANDS.plug("undo", Command(label=_("Undo"), icon="undo", keys=("KeyZ",), for_strangers=True))
COMMANDS.plug(
    "theme",
    Command(label=_("Light or dark"), icon="theme", keys=("KeyG KeyL",), for_strangers=True),
)
COMMANDS.plug("rail", Command(label=_("Open or fold the navigation"), icon="fold", keys=("key:[",)))
COMMANDS.plug(
    "drawer", Command(label=_("Close"), keys=("Escape",), is_listed=False, for_strangers=True)
)
