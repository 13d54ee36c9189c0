"""The rows of a list as plain text: a page has fifty, and a template takes ten times as long."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from html import escape
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from comptoir.conversations.drawing.chips import direction, profile_sign, promise
from comptoir.conversations.shapes import InboxList, Row, Thread
from comptoir.kit.clock import now
from comptoir.ui import render

SHOWN_TAGS = 2
DUE_FIRST = frozenset({"mine", "unassigned", "waiting", "overdue"})


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are due in the same stretch of time. `count` is None where more may follow."""

    label: str
    is_late: bool
    rows: list[Row]
    count: int | None


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


def draw_row(row: Row, *, view: str, opened: Thread | None = None) -> SafeString:
    """Who, which order, time left; last words, signs, and whose it is."""
    unread = " unread" if row.unread else ""
    is_open = opened.number == row.number if opened else False
    current = ' aria-current="true"' if is_open else ""
    return mark_safe(
        f'<li class="row{unread}" data-row="{row.number}"{current}>{_face(row)}'
        f'<div class="words"><div class="line">{_who(row, view)}{_time(row)}</div>'
        f'<div class="line">{_gist(row)}<span class="signs">{_signs(row)}</span></div></div></li>'
    )


def _face(row: Row) -> str:
    sign = profile_sign(row.channel)
    return render.face(row.who.name, row.who.party, sign=sign, sign_label=row.channel.name)


def _who(row: Row, view: str) -> str:
    unread = f'<span class="only-read">, {gettext("unread")}</span>' if row.unread else ""
    order = f'<span class="ref">{escape(row.order_number)}</span>' if row.order_number else ""
    address = _address(view).replace("/0/", f"/{row.number}/")
    return (
        f'<a class="who cut cover" dir="auto" href="{address}">{escape(row.who.name)}{unread}</a>'
        f"{order}"
    )


@lru_cache(64)
def _address(view: str) -> str:
    return reverse("conversations:conversation", args=[view, 0])


def _time(row: Row) -> str:
    if row.clock:
        return promise(row.clock)
    return f'<span class="clock">{render.when(row.last_at, brief=True)}</span>'


def _gist(row: Row) -> str:
    return (
        f'<span class="gist cut" lang="{escape(row.language)}" dir="{direction(row.language)}">'
        f"{escape(row.gist or row.subject)}</span>"
    )


def _signs(row: Row) -> str:
    """Urgency, files, two tags, then the face of whoever has it."""
    flag = render.icon("flag", "s", gettext("Priority")) if row.priority > 0 else ""
    clip = render.icon("clip", "s", gettext("Files")) if row.files else ""
    tags = "".join(f'<span class="chip tag cut">{escape(t)}</span>' for t in row.tags[:SHOWN_TAGS])
    owner = render.face(row.assignee.name if row.assignee else "", "operator", tiny=True)
    return f"{flag}{clip}{tags}{owner}"
