"""The promise of a row or a conversation, its channel, a file's size: the desk's small signs."""

from functools import lru_cache

from babel.numbers import format_decimal
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from comptoir.conversations.shapes import ChannelBadge, Clock
from comptoir.kit.clock import now
from comptoir.ui import clocks, render, times

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})
PROFILE_SIGNS = {"amazon": "bag", "ebay": "tag", "mirakl": "shop", "chat": "chat"}


def promise(told: Clock | None) -> SafeString:
    """The chip of the promise that is due next."""
    return render.clock(running(told)) if told else SafeString("")


def running(told: Clock) -> clocks.Clock:
    """The promise as a chip counts it."""
    total = int((told.due_at - told.started_at).total_seconds())
    paused = told.left_when_paused is not None
    left = told.left_when_paused if paused else int((told.due_at - now()).total_seconds())
    return clocks.Clock(left or 0, total, paused=paused, title=promise_in_words(told))


def promise_in_words(told: Clock) -> str:
    """Which promise, due when, by whose clock."""
    due = "" if told.left_when_paused is not None else times.moment(told.due_at)
    return _in_words(told.promise, told.by_whose_clock, due, get_language())


@lru_cache(4096)
def _in_words(promise: str, whose: str, due: str, _language: str | None) -> str:
    if not due:
        return gettext("%(promise)s: paused. %(whose)s") % {"promise": promise, "whose": whose}
    return gettext("%(promise)s: due %(when)s. %(whose)s") % {
        "promise": promise,
        "when": due,
        "whose": whose,
    }


def profile_sign(channel: ChannelBadge) -> str:
    """The icon of a marketplace, or of plain mail."""
    return PROFILE_SIGNS.get(channel.profile, "mail")


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "auto"


def file_size(size: int) -> str:
    """“3.4 MB”, in the reader's figures."""
    if size < 1000:
        return gettext("%(size)s B") % {"size": size}
    if size < 1_000_000:
        return gettext("%(size)s kB") % {"size": _figure(size / 1000)}
    return gettext("%(size)s MB") % {"size": _figure(size / 1_000_000)}


def _figure(amount: float) -> str:
    return str(format_decimal(amount, "0" if amount >= 100 else "0.#", locale=_locale()))


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")
