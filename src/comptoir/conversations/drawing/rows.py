"""The rows of a list as plain text: a page has fifty, and a template takes ten times as long."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from html import escape
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from comptoir.conversations.drawing.chips import direction, profile_sign, promise
from comptoir.conversations.listed import InboxList
from comptoir.conversations.shapes import Row, Thread
from comptoir.kit.clock import now
from comptoir.ui import assets, render

SHOWN_TAGS = 2


class Stretch(Enum):
    """When a row is due, as the list is divided."""

    BACK = gettext_lazy("Back again")
    OVERDUE = gettext_lazy("Overdue")
    SOON = gettext_lazy("Within two hours")
    TODAY = gettext_lazy("Later today")
    TOMORROW = gettext_lazy("Tomorrow")
    LATER = gettext_lazy("Later")
    PAUSED = gettext_lazy("Paused")
    NEVER = gettext_lazy("Nothing promised")


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
    if inbox.query or not inbox.is_by_due:
        return [Group("", is_late=False, rows=list(inbox.rows), count=None)]
    ends = _ends(now())
    grouped = [(key, list(rows)) for key, rows in groupby(inbox.rows, lambda r: _stretch(r, ends))]
    last = len(grouped) - 1 if inbox.next_cursor else None
    return [
        Group(
            str(stretch.value),
            is_late=stretch is Stretch.OVERDUE,
            rows=rows,
            count=None if at == last else len(rows),
        )
        for at, (stretch, rows) in enumerate(grouped)
    ]


type _Ends = tuple[tuple[datetime, Stretch], ...]


def _ends(moment: datetime) -> _Ends:
    """Where each stretch of the reader's time ends."""
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        (moment, Stretch.OVERDUE),
        (moment + timedelta(hours=2), Stretch.SOON),
        (midnight + timedelta(days=1), Stretch.TODAY),
        (midnight + timedelta(days=2), Stretch.TOMORROW),
    )


def _stretch(row: Row, ends: _Ends) -> Stretch:
    if row.clock is None:
        return Stretch.BACK if row.is_back else Stretch.NEVER
    if row.clock.left_when_paused is not None:
        return Stretch.PAUSED
    due = row.clock.due_at
    return next((stretch for end, stretch in ends if due < end), Stretch.LATER)


def draw_rows(
    rows: Sequence[Row], *, view: str, opened: Thread | None = None, manner: str = ""
) -> SafeString:
    drawn = (draw_row(row, view=view, opened=opened, manner=manner) for row in rows)
    return mark_safe("\n".join(drawn))


def draw_row(row: Row, *, view: str, opened: Thread | None = None, manner: str = "") -> SafeString:
    """Who, which order, time left; last words, signs, and whose it is."""
    is_open = opened.number == row.number if opened else False
    current = ' aria-current="true"' if is_open else ""
    begin, before, after = _still(row, view, manner, get_language(), assets.current().version)
    return mark_safe(f"{begin}{current}{before}{time_left(row)}{after}")


# The same rows are drawn again with every look at a list, and for every colleague who has it open.
@lru_cache(4096)
def _still(
    row: Row, view: str, manner: str, _language: str | None, _version: str
) -> tuple[str, str, str]:
    """What does not move with the time: around the sign of being open, and around the clock."""
    unread = " unread" if row.unread else ""
    return (
        f'<li class="row{unread}" data-row="{row.number}"',
        f'>{box(row)}{_face(row)}<div class="words"><div class="line">{_who(row, view, manner)}',
        f'</div><div class="line">{_gist(row)}<span class="signs">{_signs(row)}</span></div>'
        "</div></li>",
    )


def _face(row: Row) -> str:
    sign = profile_sign(row.channel)
    return render.face(row.who.name, row.who.party, sign=sign, sign_label=row.channel.name)


def box(row: Row) -> str:
    name = gettext("Select %(name)s") % {"name": row.who.name}
    return f'<input type="checkbox" class="pick" tabindex="-1" aria-label="{escape(name)}">'


def _who(row: Row, view: str, manner: str) -> str:
    unread = f'<span class="only-read">, {gettext("unread")}</span>' if row.unread else ""
    order = f'<span class="ref">{escape(row.order_number)}</span>' if row.order_number else ""
    address = address_of(row, view) + escape(manner)
    return (
        f'<a class="who cut cover" dir="auto" href="{address}">{escape(row.who.name)}{unread}</a>'
        f"{order}"
    )


def address_of(row: Row, view: str) -> str:
    return _address(view).replace("/0/", f"/{row.number}/")


@lru_cache(64)
def _address(view: str) -> str:
    return reverse("conversations:conversation", args=[view, 0])


def time_left(row: Row) -> str:
    if row.clock:
        return promise(row.clock)
    return f'<span class="clock">{render.when(row.last_at, brief=True)}</span>'


def _gist(row: Row) -> str:
    return (
        f'<span class="gist cut" lang="{escape(row.language)}" dir="{direction(row.language)}">'
        f"{_marked(row.gist or row.subject)}</span>"
    )


_FOUND = re.compile("\x02([^\x02\x03]*)\x03")


def _marked(gist: str) -> str:
    """What a search has found stands between two signs that no text is written with."""
    if "\x02" not in gist:
        return escape(gist)
    return _FOUND.sub(r"<mark>\1</mark>", escape(gist))


def _signs(row: Row) -> str:
    """Who else is there (filled in live), urgency, files, two tags, the face of whoever has it."""
    flag = render.icon("flag", "s", gettext("Priority")) if row.priority > 0 else ""
    clip = render.icon("clip", "s", gettext("Files")) if row.files else ""
    tags = "".join(f'<span class="chip tag cut">{escape(t)}</span>' for t in row.tags[:SHOWN_TAGS])
    owner = render.face(row.assignee.name if row.assignee else "", "operator", tiny=True)
    here = f'<span class="here" data-here="{row.number}"></span>'
    return f"{here}{flag}{clip}{_labels(row)}{tags}{owner}"


def _labels(row: Row) -> str:
    """What the team calls the buyer: the first in words, the others as a number."""
    if not row.labels:
        return ""
    first, *more = row.labels
    names = ", ".join(label.name for label in more)
    rest = f'<span class="only-read">, {escape(names)}</span>' if more else ""
    count = f'<span class="num" title="{escape(names)}">+{len(more)}</span>' if more else ""
    return (
        f'<span class="chip label {first.tone}" title="{escape(first.name)}">'
        f"{render.icon('buyer', 'xs')}"
        f'<span class="cut">{escape(first.name)}</span>{rest}</span>{count}'
    )
