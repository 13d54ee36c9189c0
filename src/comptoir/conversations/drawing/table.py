"""The list as a table: one line a conversation, the columns that the member chose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comptoir.conversations.drawing.chips import direction, profile_sign, promise
from comptoir.conversations.drawing.rows import address_of, box
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.listed import InboxList
from comptoir.conversations.shapes import Row
from comptoir.ui import render

SHOWN_TAGS = 4


@dataclass(frozen=True, slots=True)
class Column:
    """`sorts` are the order a click on its head gives, and the one a second click gives."""

    label: str | Promise
    draw: Callable[[Row], str]
    sorts: tuple[Sort, Sort] | None = None
    kind: str = ""


def _buyer(row: Row) -> str:
    return f'<span class="cut" dir="auto">{escape(row.who.name)}</span>'


def _subject(row: Row) -> str:
    return f'<span class="cut" dir="auto">{escape(row.subject)}</span>'


def _order(row: Row) -> str:
    return f'<span class="ref">{escape(row.order_number)}</span>' if row.order_number else ""


def _status(row: Row) -> str:
    return escape(row.status_name)


def _assignee(row: Row) -> str:
    if row.assignee is None:
        return f'<span class="quiet">{gettext("Nobody")}</span>'
    face = render.face(row.assignee.name, "operator", tiny=True)
    return f'<span class="person">{face}<span class="cut">{escape(row.assignee.name)}</span></span>'


def _team(row: Row) -> str:
    return escape(row.team)


def _due(row: Row) -> str:
    return promise(row.clock) if row.clock else ""


def _waiting(row: Row) -> str:
    return render.when(row.waiting_since, brief=True) if row.waiting_since else ""


def _channel(row: Row) -> str:
    sign = render.icon(profile_sign(row.channel), "s")
    return f'<span class="person">{sign}<span class="cut">{escape(row.channel.name)}</span></span>'


def _tags(row: Row) -> str:
    shown = row.tags[:SHOWN_TAGS]
    return "".join(f'<span class="chip tag cut">{escape(tag)}</span> ' for tag in shown)


def _gist(row: Row) -> str:
    return (
        f'<span class="gist cut" lang="{escape(row.language)}" dir="{direction(row.language)}">'
        f"{escape(row.gist or row.subject)}</span>"
    )


def _last(row: Row) -> str:
    return render.when(row.last_at, brief=True)


# In the order in which they stand. The number is always there: it is the link of its row.
COLUMNS: dict[str, Column] = {
    "buyer": Column(_("Who"), _buyer),
    "subject": Column(_("Subject"), _subject, kind="wide"),
    "gist": Column(_("Last words"), _gist, kind="wide"),
    "order": Column(_("Order"), _order),
    "seller": Column(_("Seller"), lambda row: escape(row.seller)),
    "reason": Column(_("Contact reason"), lambda row: escape(row.reason)),
    "status": Column(_("Status"), _status),
    "assignee": Column(_("Assignee"), _assignee),
    "team": Column(_("Team"), _team),
    "due": Column(_("Due"), _due, (Sort.DUE, Sort.DUE_LAST)),
    "waiting": Column(_("Waiting since"), _waiting, (Sort.WAITING, Sort.WAITING_LAST), "n"),
    "channel": Column(_("Channel"), _channel),
    "tags": Column(_("Tags"), _tags),
    "last": Column(_("Last message"), _last, (Sort.NEWEST, Sort.OLDEST), "n"),
}
USUAL = ("buyer", "subject", "order", "reason", "status", "assignee", "due", "waiting", "last")
NUMBER = Column(_("Number"), lambda _row: "", (Sort.NUMBER_LAST, Sort.NUMBER))


def chosen_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Those that exist, in their order; the usual ones where none is left."""
    return tuple(name for name in COLUMNS if name in names) or USUAL


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: `link` sorts by it, `sorted` is what aria-sort says."""

    label: str
    kind: str
    link: str = ""
    sorted: str = ""


def heads(inbox: InboxList) -> list[Head]:
    return [_head(each, inbox) for each in (NUMBER, *(COLUMNS[name] for name in inbox.columns))]


def _head(column: Column, inbox: InboxList) -> Head:
    if column.sorts is None:
        return Head(str(column.label), column.kind)
    first, second = column.sorts
    following = second if inbox.sort is first else first
    rising = {Sort.DUE, Sort.WAITING, Sort.OLDEST, Sort.NUMBER}
    said = "ascending" if inbox.sort in rising else "descending"
    is_by_it = inbox.sort in column.sorts
    link = f"?as=table&sort={following}"
    return Head(str(column.label), column.kind, link, said if is_by_it else "")


def draw_table_rows(inbox: InboxList) -> SafeString:
    return mark_safe("\n".join(_line(row, inbox) for row in inbox.rows))


def _line(row: Row, inbox: InboxList) -> str:
    unread = " unread" if row.unread else ""
    read = f'<span class="only-read">, {gettext("unread")}</span>' if row.unread else ""
    address = address_of(row, inbox.view) + escape(inbox.manner)
    cells = "".join(_cell(name, row) for name in inbox.columns)
    here = f'<span class="here" data-here="{row.number}"></span>'
    return (
        f'<tr class="row{unread}" data-row="{row.number}"><td class="number">{box(row)}'
        f'<a class="cover num" href="{address}">#{row.number}{read}</a>{here}</td>{cells}</tr>'
    )


def _cell(name: str, row: Row) -> str:
    column = COLUMNS[name]
    return f'<td class="of-{name} {column.kind}">{column.draw(row)}</td>'
