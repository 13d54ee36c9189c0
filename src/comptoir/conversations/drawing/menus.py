"""The long menus of a conversation: the same for everybody until somebody comes or goes."""

from functools import lru_cache
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from comptoir.conversations.shapes import Choice, Menus
from comptoir.ui import render
from comptoir.ui.assets import current


def choices(offered: tuple[Choice, ...], name: str, chosen: object) -> SafeString:
    """One button for each, the chosen one ticked, under the titles of their groups."""
    return _choices(offered or (), name, str(chosen), current().version)


@lru_cache(512)
def _choices(offered: tuple[Choice, ...], name: str, chosen: str, _version: str) -> SafeString:
    drawn = []
    for title, group in groupby(offered, key=lambda choice: choice.group):
        drawn.append(_title(title) if title else "")
        drawn += [_choice(each, name, is_chosen=each.key == chosen) for each in group]
    return mark_safe("".join(drawn))


def _title(words: str) -> str:
    return f'<span class="title">{escape(words)}</span>'


def _choice(choice: Choice, name: str, *, is_chosen: bool) -> str:
    tick = f'<span class="end">{render.icon("check", "s")}</span>' if is_chosen else ""
    return (
        f'<button class="choice" role="menuitemradio" name="{escape(name)}"'
        f' value="{escape(choice.key)}" aria-checked="{"true" if is_chosen else "false"}">'
        f"{escape(choice.label)}{tick}</button>"
    )


def takers(menus: Menus) -> SafeString:
    """To whom a conversation can be given: colleagues, then teams."""
    if not menus:
        return SafeString("")
    return _takers(menus.members, menus.teams, get_language(), current().version)


@lru_cache(64)
def _takers(
    members: tuple[Choice, ...], teams: tuple[Choice, ...], _language: str | None, _version: str
) -> SafeString:
    people, groups = map(_member, members), map(_team, teams)
    drawn = [_title(gettext("Colleagues")), *people] if members else []
    drawn += [_title(gettext("Teams")), *groups] if teams else []
    return mark_safe("".join(drawn))


def _member(member: Choice) -> str:
    end = f'<span class="end">{escape(member.group)}</span>' if member.group else ""
    face = render.face(member.label, "operator", tiny=True)
    return _taker("member", member.key, f"{face}{escape(member.label)}{end}")


def _team(team: Choice) -> str:
    return _taker("team", team.key, f"{render.icon('people')}{escape(team.label)}")


def _taker(name: str, key: str, inside: str) -> str:
    return (
        f'<button class="choice" role="menuitem" name="{name}" value="{escape(key)}">'
        f"{inside}</button>"
    )


@lru_cache(64)
def _options(words: tuple[str, ...]) -> SafeString:
    return mark_safe("".join(f'<option value="{escape(word)}"></option>' for word in words))


def options(words: tuple[str, ...]) -> SafeString:
    """What a field proposes while one types."""
    return _options(words or ())
