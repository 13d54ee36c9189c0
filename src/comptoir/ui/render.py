"""The small components as plain functions: a list draws hundreds of them in a few milliseconds."""

import unicodedata
from datetime import date, datetime, tzinfo
from enum import Flag
from functools import cache, lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from comptoir.kit.money import Money
from comptoir.ui import icons, times
from comptoir.ui.assets import current
from comptoir.ui.clocks import Clock, ClockState
from comptoir.ui.slots import Words

PARTIES = {
    "buyer": gettext_lazy("Buyer"),
    "seller": gettext_lazy("Seller"),
    "operator": gettext_lazy("Operator"),
}

_RING = (
    '<svg class="ring" viewBox="0 0 12 12" aria-hidden="true">'
    '<circle cx="6" cy="6" r="4.75" pathLength="100"/>'
    '<circle cx="6" cy="6" r="4.75" pathLength="100" stroke-dasharray="{share} 100"/></svg>'
)


def icon(name: str, size: str = "", label: Words = "") -> SafeString:
    """A drawing of `ui/icons.py`. `size` is "", "m" (20 px), "s" (14) or "xs" (12).

    Without a `label` it is decoration and a screen reader passes over it.
    """
    return _icon(name, size, str(label), current().version)


@lru_cache(2048)
def _icon(name: str, size: str, label: str, version: str) -> SafeString:
    from django.urls import reverse

    href = f"{reverse('ui:asset', args=[version, 'icons.svg'])}#{icons.check(name)}"
    classes = " ".join(filter(None, ("icon", size, "turns" if name in icons.TURNING else "")))
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(f'<svg class="{classes}" {said}><use href="{href}"/></svg>')


@lru_cache(4096)
def initials(name: str) -> str:
    """Two letters: of the first and the last word, or of the only one."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return ""
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters.upper() if _is_alphabetic(letters) else letters[:1]


def _is_alphabetic(letters: str) -> bool:
    """Two letters of an alphabet read as initials; two ideographs would read as a word."""
    return all(unicodedata.category(letter) != "Lo" for letter in letters)


def face(
    name: str,
    party: str | Flag = "operator",
    *,
    tiny: bool = False,
    sign: str = "",
    sign_label: Words = "",
    state: str = "",
) -> SafeString:
    """Who: initials in the party's hue; sellers are square and carry the shop.

    `sign` is the icon of the channel at the corner; `state` is "typing" or "". An empty name of an
    operator is nobody yet: a dashed ring.
    """
    key = party_key(party)
    if not name and key == "operator":
        return _nobody(tiny, get_language())
    drawn = _face(name, key, tiny, state)
    if not sign:
        return mark_safe(drawn)
    return mark_safe(f"{drawn[:-7]}{_badge(sign, str(sign_label))}</span>")


@lru_cache(64)
def _nobody(tiny: bool, _language: str | None) -> SafeString:
    size, words = " tiny" if tiny else "", escape(gettext("Nobody yet"))
    drawing = icon("plus", "xs")
    return mark_safe(f'<span class="face{size} none" title="{words}">{drawing}</span>')


@lru_cache(4096)
def _face(name: str, party: str, tiny: bool, state: str) -> str:
    classes = " ".join(filter(None, ("face", party, "tiny" if tiny else "", state)))
    said = f' title="{escape(name)}"' if tiny and name else ' aria-hidden="true"'
    return f'<span class="{classes}"{said}>{_inside(name, party, tiny)}</span>'


def _inside(name: str, party: str, tiny: bool) -> str:
    if party == "seller":
        return icon("seller", "xs" if tiny else "")
    return escape(initials(name)) or icon("person", "xs")


@lru_cache(512)
def _badge(sign: str, label: str) -> str:
    return f'<span class="badge" title="{escape(label)}">{icon(sign, "xs", label)}</span>'


def party_key(party: str | Flag) -> str:
    """Of a word or of a flag with that name."""
    return party if isinstance(party, str) else (party.name or "operator").lower()


def party_chip(party: str | Flag, label: Words = "") -> SafeString:
    key = party_key(party)
    return _party_chip(key, str(label or PARTIES[key]), current().version)


@lru_cache(512)
def _party_chip(key: str, label: str, _version: str) -> SafeString:
    return mark_safe(f'<span class="chip {key}">{icon(key, "xs")} {escape(label)}</span>')


def audience(parties: Flag) -> SafeString:
    """A chip for each party in the set."""
    return mark_safe(" ".join(party_chip(party) for party in parties))


def tag_chip(name: str, tone: str = "", sign: str = "") -> SafeString:
    """A tag, or a state with its meaning: `tone` is "", danger, warning, success or info."""
    drawing = f"{icon(sign, 'xs')} " if sign else ""
    return mark_safe(f'<span class="chip {tone or "open"}">{drawing}{escape(name)}</span>')


def clock(told: Clock | None) -> SafeString:
    """The chip of a promise. Nothing where nothing was promised."""
    if told is None:
        return SafeString("")
    share = told.share
    state = told.state_at(share)
    begin, rest = _chip(state, share, clock_words(told), told.title, current().version)
    ticks = f' data-left="{told.left}" data-total="{told.total}"' if _counts_on(told, state) else ""
    return mark_safe(f"{begin}{ticks}{rest}")


@lru_cache(8192)
def _chip(state: ClockState, share: int, words: str, title: str, _version: str) -> tuple[str, str]:
    """Around the seconds, which are others at every look."""
    said = f' title="{escape(title)}"' if title else ""
    drawing = _clock_drawing(state, share)
    return (
        f'<span class="clock {state}"',
        f'{said}>{drawing}<span class="says">{words}</span></span>',
    )


def _counts_on(told: Clock, state: ClockState) -> bool:
    return told.ticks and not told.paused and state not in (ClockState.MET, ClockState.PAUSED)


def clock_words(told: Clock) -> str:
    if told.met:
        return gettext("Met")
    if told.left < 0:
        return f"+{times.span(-told.left)}"
    return times.span(told.left)


@cache
def _clock_drawing(state: ClockState, share: int) -> str:
    signs = {ClockState.MISSED: "alert", ClockState.PAUSED: "pause", ClockState.MET: "check"}
    return icon(signs[state], "xs") if state in signs else _RING.format(share=share)


def when(value: datetime, *, brief: bool = False) -> SafeString:
    """A moment in the reader's zone; the tooltip has it exactly."""
    zone, today = times.here()
    return _when(value, brief, today, zone, get_language())


@lru_cache(8192)
def _when(
    value: datetime, brief: bool, _today: date, _zone: tzinfo, _language: str | None
) -> SafeString:
    said = times.brief(value) if brief else times.moment(value)
    stamp = value.isoformat(timespec="seconds")
    return mark_safe(
        f'<time datetime="{stamp}" title="{escape(times.exact(value))}">{escape(said)}</time>'
    )


def money(amount: Money) -> SafeString:
    """As the reader writes it, in figures of one width."""
    return mark_safe(f'<span class="num">{escape(_money(amount, get_language() or "en"))}</span>')


@lru_cache(4096)
def _money(amount: Money, language: str) -> str:
    return amount.format(language)
