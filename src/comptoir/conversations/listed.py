"""A list of the desk as its page shows it."""

from dataclasses import dataclass

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
    """A saved view among the tabs. `age` is how long ago it was counted, in seconds."""

    key: str
    name: str
    icon: str
    is_shared: bool
    is_pinned: bool
    count: int | None = None
    age: int = 0
    is_current: bool = False


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
    saved: tuple[SavedTab, ...] = ()
    is_by_due: bool = False
