"""Which kinds of numbers are masked: cards as it ships, accounts where the house wants it."""

from time import monotonic

from comptoir.kit.cards import Kind
from comptoir.records.models import KeepingRule

_AS_SHIPPED = {Kind.CARD: True, Kind.IBAN: False}
FRESH_FOR = 10.0
_kept: tuple[float, frozenset[Kind]] | None = None


def rule_name(kind: Kind) -> str:
    return f"mask-{kind.value}"


def masked_kinds() -> frozenset[Kind]:
    """At most FRESH_FOR seconds old in each process."""
    global _kept
    if _kept is None or monotonic() - _kept[0] > FRESH_FOR:
        _kept = monotonic(), chosen_kinds()
    return _kept[1]


def chosen_kinds() -> frozenset[Kind]:
    """As they are chosen at this moment."""
    own = dict(KeepingRule.objects.filter(kind__startswith="mask-").values_list("kind", "days"))
    return frozenset(kind for kind, usual in _AS_SHIPPED.items() if own.get(rule_name(kind), usual))


def forget_masking() -> None:
    """Read them anew at the next question."""
    global _kept
    _kept = None
