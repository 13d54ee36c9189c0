"""What only the agent's desk draws: rows in groups of due times, letters as safe HTML."""

import json
import re
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import escape, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from comptoir.conversations.shapes import ChannelBadge, Clock, InboxList, Person, Row
from comptoir.conversations.states import PRIORITY_NAMES, Priority
from comptoir.conversations.words import desk_words
from comptoir.kit.clock import now
from comptoir.ui import clocks, render, times

register = template.Library()

CAP = 999
SHOWN_TAGS = 2
DUE_FIRST = frozenset({"mine", "unassigned", "waiting", "overdue"})
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})
PROFILE_SIGNS = {"amazon": "bag", "ebay": "tag", "mirakl": "shop"}

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_TRAILING = ".,;:!?)]}’”»"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are due in the same stretch of time. `count` is None where more may follow."""

    label: str
    is_late: bool
    rows: list[Row]
    count: int | None


# ---------- Time ----------


@register.simple_tag
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
    if told.left_when_paused is not None:
        return gettext("%(promise)s: paused. %(whose)s") % {
            "promise": told.promise,
            "whose": told.by_whose_clock,
        }
    return gettext("%(promise)s: due %(when)s. %(whose)s") % {
        "promise": told.promise,
        "when": times.moment(told.due_at),
        "whose": told.by_whose_clock,
    }


@register.filter
def in_groups(inbox: InboxList) -> list[Group]:
    """Under “Overdue”, “Within two hours” and so on, where due times sort the rows."""
    if not inbox.rows:
        return []
    if inbox.query or inbox.view not in DUE_FIRST:
        return [Group("", is_late=False, rows=list(inbox.rows), count=None)]
    grouped = [(label, list(members)) for label, members in groupby(inbox.rows, key=_stretch)]
    last = len(grouped) - 1 if inbox.next_cursor else None
    return [
        Group(label, is_late, members, count=None if at == last else len(members))
        for at, ((label, is_late), members) in enumerate(grouped)
    ]


def _stretch(row: Row) -> tuple[str, bool]:
    if row.clock is None:
        return gettext("Nothing promised"), False
    if row.clock.left_when_paused is not None:
        return gettext("Paused"), False
    due, today = row.clock.due_at, timezone.localtime(now()).date()
    day = timezone.localtime(due).date()
    if due < now():
        return gettext("Overdue"), True
    if due < now() + timedelta(hours=2):
        return gettext("Within two hours"), False
    if day == today:
        return gettext("Later today"), False
    if day == today + timedelta(days=1):
        return gettext("Tomorrow"), False
    return gettext("Later"), False


# ---------- Rows ----------


@register.simple_tag
def row_face(row: Row) -> SafeString:
    return render.face(
        row.who.name, row.who.party, sign=profile_sign(row.channel), sign_label=row.channel.name
    )


@register.filter
def profile_sign(channel: ChannelBadge) -> str:
    """The icon of a marketplace, or of plain mail."""
    return PROFILE_SIGNS.get(channel.profile, "mail")


@register.filter
def shown_tags(tags: Sequence[str]) -> Sequence[str]:
    return tags[:SHOWN_TAGS]


@register.filter
def capped(count: int | None) -> str:
    """A count at its cap reads “999+”."""
    if count is None:
        return ""
    return f"{CAP}+" if count > CAP else str(count)


# ---------- Letters ----------


@register.filter
def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "auto"


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs: escaped, its addresses turned into links."""
    parts = re.split(r"\n[ \t]*\n\s*", text.strip())
    return mark_safe("".join(f'<p dir="auto">{_linked(part)}</p>' for part in parts if part))


@register.filter
def note_text(text: str) -> SafeString:
    """The same for a note, its mentions marked."""
    marked = re.sub(r"(?<!\w)@[\w.-]+", _mention, str(paragraphs(text)))
    return mark_safe(marked)


def _mention(found: re.Match[str]) -> str:
    return f'<span class="mention">{found[0]}</span>'


def _linked(part: str) -> str:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(part):
        address = found[0].rstrip(_TRAILING)
        pieces += [escape(part[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return "".join([*pieces, escape(part[end:])])


def _link(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return escape(address)
    return (
        f'<a href="{escape(address)}" title="{escape(host)}" '
        f'rel="noopener noreferrer nofollow" target="_blank">{escape(address)}</a>'
    )


@register.filter
def is_picture(file_kind: str) -> bool:
    return file_kind in ("picture", "pdf")


@register.filter
def file_size(size: int) -> str:
    """“3.4 MB”, in the reader's figures."""
    if size < 1000:
        return f"{size} B"
    amount, unit = (size / 1000, "kB") if size < 1_000_000 else (size / 1_000_000, "MB")
    return f"{format_decimal(amount, '0' if amount >= 100 else '0.#', locale=_locale())} {unit}"


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")


@register.filter
def files_in_words(files: Sequence[object]) -> str:
    count = len(files)
    return ngettext("%(count)s file", "%(count)s files", count) % {"count": count}


# ---------- Composer ----------


@register.filter
def priority_name(priority: int) -> str:
    return str(PRIORITY_NAMES[Priority(priority)])


@register.simple_tag
def desk_words_block() -> SafeString:
    return json_script(desk_words(), "desk-words")


@register.filter
def people_json(people: Iterable[Person]) -> str:
    """Colleagues for the menu under @, as an attribute of the composer."""
    return json.dumps([{"id": person.id, "name": person.name} for person in people])


@register.filter
def has(held: Iterable[str], what: str) -> bool:
    """`{% if thread.may|has:"reply" %}` asks for `conversations.reply`."""
    return f"conversations.{what}" in held


# ---------- Case file ----------


@register.simple_tag
def local_time(zone: str) -> str:
    """What time it is where the buyer is; empty for a zone nobody knows."""
    try:
        return times.clock_time(now().astimezone(zoneinfo.ZoneInfo(zone)))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return ""


@register.simple_tag
def step_time(at: datetime | date) -> SafeString:
    """When a parcel was somewhere: a moment, or a day that is only expected."""
    if isinstance(at, datetime):
        return render.when(at)
    said = times.day_of(at, timezone.localtime(now()).date()) or gettext("Today")
    return mark_safe(f'<time datetime="{at.isoformat()}">{escape(said)}</time>')
