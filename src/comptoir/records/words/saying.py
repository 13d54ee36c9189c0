"""An entry as a reader of the log sees it: words for machine names, names for numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.journal.events import EVENTS
from comptoir.records.queries.audit import Line
from comptoir.records.queries.names import Names
from comptoir.records.slots import TERMS, Naming, Term
from comptoir.records.words.events import action, thing
from comptoir.records.words.terms import UNSAID
from comptoir.records.words.ways import plain

_NOTHING = Term("")


@dataclass(frozen=True, slots=True)
class Change:
    """`name` is empty where only one thing can have changed."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """`about` is the name or number of what it is about; `facts` are names with values."""

    line: Line
    action: str
    thing: str
    about: str
    changes: tuple[Change, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def in_words(self) -> str:
        """All of it in one line, for a copy."""
        changed = [f"{_called(one.name)}{one.before} → {one.after}" for one in self.changes]
        return " · ".join([*changed, *(f"{name}: {value}" for name, value in self.facts)])


def _called(name: str) -> str:
    return f"{name}: " if name else ""


def said(lines: Sequence[Line]) -> list[Said]:
    """A query for each kind of thing that is named, whatever the number of lines."""
    names = Names(_referred(lines))
    return [_said(line, names) for line in lines]


def term(event: str, key: str) -> Term:
    """What a package says of its own event comes first."""
    own = f"{event}.{key}"
    if own in TERMS:
        return TERMS.get(own)
    return TERMS.get(key) if key in TERMS else Term(key.replace("_", " ").capitalize())


def _referred(lines: Iterable[Line]) -> Iterator[tuple[str, int]]:
    for line in lines:
        yield line.kind, line.subject_id
        for key, value in (*_data(line), *_detail(line)):
            known = term(line.event, key)
            if known.refers is not None:
                yield from known.refers(value)


def _data(line: Line) -> list[tuple[str, Any]]:
    """Fields of the entry that say more than what it is about, and that no detail says better."""
    event = EVENTS.get(line.event)
    left_out = UNSAID | ({event.SUBJECT[1]} if event else set())
    for told_by in (line.detail, line.detail.get("before"), line.detail.get("after")):
        left_out |= set(told_by) if isinstance(told_by, Mapping) else set()
    return [
        (key, value)
        for key, value in line.data.items()
        if not left_out & {key, f"{line.event}.{key}"}
    ]


def _detail(line: Line) -> list[tuple[str, Any]]:
    return list(line.detail.items())


def _said(line: Line, names: Naming) -> Said:
    rest = [(key, value) for key, value in _detail(line) if key not in ("before", "after")]
    facts = [_fact(line.event, key, value, names) for key, value in (*_data(line), *rest)]
    return Said(
        line=line,
        action=action(line.event),
        thing=thing(line.kind),
        about=names(line.kind, line.subject_id) if line.subject_id else "",
        changes=tuple(_changes(line, names)),
        facts=tuple(facts),
    )


def _fact(event: str, key: str, value: Any, names: Naming) -> tuple[str, str]:
    known = term(event, key)
    return str(known.name), _value(known, value, names)


def _value(known: Term, value: Any, names: Naming) -> str:
    return plain(value) if known.say is None else known.say(value, names)


def _changes(line: Line, names: Naming) -> Iterator[Change]:
    if "before" not in line.detail and "after" not in line.detail:
        return
    before, after = line.detail.get("before"), line.detail.get("after")
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        yield from _by_key(line, before or {}, after or {}, names)
        return
    own = f"{line.event}.after"
    known = TERMS.get(own) if own in TERMS else _NOTHING
    yield Change("", _value(known, before, names), _value(known, after, names))


def _by_key(
    line: Line, before: Mapping[str, Any], after: Mapping[str, Any], names: Naming
) -> Iterator[Change]:
    """Only what is another one; a value that stands in the entry itself is its new one."""
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key, line.data.get(key))
        if was != now:
            known = term(line.event, key)
            yield Change(str(known.name), _value(known, was, names), _value(known, now, names))
