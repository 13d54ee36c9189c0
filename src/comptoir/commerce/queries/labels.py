"""Labels of buyers: those there are, read again every few seconds, and those of one buyer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db.models import Count, Q

from comptoir.commerce.models import BuyerLabel, LabelledBuyer
from comptoir.kit.rows import select

FRESH_FOR = 10.0


@dataclass(frozen=True, slots=True)
class Label:
    """A label as lists show it. `tone` is that of the chip."""

    id: int
    key: str
    name: str
    tone: str


_kept: tuple[float, tuple[BuyerLabel, ...]] | None = None


def labels() -> tuple[Label, ...]:
    """All labels in the reader's language, at most FRESH_FOR seconds old."""
    return tuple(Label(row.pk, row.key, str(row), row.tone) for row in _rows())


def _rows() -> tuple[BuyerLabel, ...]:
    global _kept
    if _kept is None or monotonic() - _kept[0] > FRESH_FOR:
        _kept = monotonic(), tuple(BuyerLabel.objects.all())
    return _kept[1]


def forget_labels() -> None:
    """Read them anew at the next question."""
    global _kept
    _kept = None


@dataclass(frozen=True, slots=True)
class LabelCard:
    """A label of one buyer: why, by whom and when."""

    id: int
    key: str
    name: str
    tone: str
    meaning: str
    why: str
    by: str
    at: datetime


def labels_of(buyer_id: int) -> tuple[LabelCard, ...]:
    """What the team calls this buyer, and those who were merged into him: one query."""
    his = """WHERE t.buyer_id = %(buyer)s
        OR t.buyer_id IN (SELECT m.id FROM commerce_buyer m WHERE m.merged_into_id = %(buyer)s)
      ORDER BY t.label_id, t.id"""
    rows = select(LabelledBuyer, his, {"buyer": buyer_id}, beside=("label", "given_by"))
    return tuple({row.label_id: _card(row) for row in rows}.values())


def _card(row: LabelledBuyer) -> LabelCard:
    return LabelCard(
        id=row.label_id,
        key=row.label.key,
        name=str(row.label),
        tone=row.label.tone,
        meaning=row.label.meaning,
        why=row.why,
        by=str(row.given_by) if row.given_by else "",
        at=row.given_at,
    )


def label_keys_of(identity_id: int) -> frozenset[str]:
    """By which promises are chosen: one query."""
    found = LabelledBuyer.objects.filter(
        Q(buyer__identities=identity_id) | Q(buyer__merged_into__identities=identity_id)
    )
    return frozenset(found.values_list("label__key", flat=True))


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label on the page that defines them."""

    id: int
    key: str
    name: str
    tone: str
    colour: str
    meaning: str
    buyers: int


def label_lines() -> list[LabelLine]:
    rows = BuyerLabel.objects.annotate(buyers=Count("given")).order_by("id")
    return [_line(row) for row in rows]


def label_line(label_id: int) -> LabelLine | None:
    found = BuyerLabel.objects.annotate(buyers=Count("given")).filter(pk=label_id).first()
    return None if found is None else _line(found)


def _line(row: BuyerLabel) -> LabelLine:
    buyers: int = row.buyers  # type: ignore[attr-defined]
    return LabelLine(row.pk, row.key, str(row), row.tone, row.colour, row.meaning, buyers)


def named_labels(words: Sequence[str]) -> dict[str, int]:
    """Ids of labels by key and by name, both in lower case, for what files say."""
    wanted = {word.casefold() for word in words}
    both = [(name.casefold(), one.id) for one in labels() for name in (one.key, one.name)]
    return {name: number for name, number in both if name in wanted}
