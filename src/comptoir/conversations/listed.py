"""A list of the desk as its page shows it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from comptoir.commerce.queries import BuyerHit
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.shapes import Row


@dataclass(frozen=True, slots=True)
class ViewTab:
    """A system view with its count; a count at the cap reads “999+”."""

    key: str
    label: str
    count: int | None
    is_current: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class SavedTab:
    """A saved view among the tabs. `age` is how long ago it was counted, in seconds; `is_asked`:
    nobody need ask for its figure now."""

    key: str
    name: str
    icon: str
    is_shared: bool
    is_pinned: bool
    count: int | None = None
    age: int = 0
    is_current: bool = False
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of search: how it is typed, what it is, and each value as typed and as read."""

    word: str
    label: str
    expects: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class InboxList:
    view: str
    title: str
    tabs: tuple[ViewTab, ...]
    rows: tuple[Row, ...]
    next_cursor: str = ""
    query: str = ""
    found: int | None = None
    troubles: tuple[str, ...] = ()
    is_guess: bool = False
    can_be_kept: bool = False
    sheet: tuple[FieldLine, ...] = ()
    buyers: tuple[BuyerHit, ...] = ()
    saved: tuple[SavedTab, ...] = ()
    is_by_due: bool = False
    sort: Sort = Sort.DUE
    is_sorted_anew: bool = False
    columns: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        return bool(self.columns)

    @property
    def kept_sort(self) -> str | None:
        """The order that the address says; None for the list's own."""
        return self.sort.value if self.is_sorted_anew else None

    @property
    def saved_id(self) -> int | None:
        """The row of a saved view."""
        return int(self.view[1:]) if self.view[1:].isdecimal() else None

    @property
    def manner(self) -> str:
        """How the list is shown, as its addresses say it: “?as=table&sort=newest”."""
        told = {"as": "table" if self.is_table else "", "sort": self.kept_sort}
        kept = urlencode({key: value for key, value in told.items() if value})
        return f"?{kept}" if kept else ""
