"""What a browser follows: whole kinds of things, and single ones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from comptoir.journal.following import Signal
from comptoir.kit.errors import ComptoirError
from comptoir.live.slots import TOPICS

if TYPE_CHECKING:
    from comptoir.accounts.viewers import Viewer

MOST = 50


class BadTopic(ComptoirError):
    """The address asks for something that is no topic."""


@dataclass(frozen=True, slots=True)
class Topics:
    """`kinds` without ids means all things of that kind."""

    kinds: frozenset[str]
    single: frozenset[tuple[str, int]]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `conversation,conversation:12`; raises BadTopic."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts or len(parts) > MOST:
            raise BadTopic(f"Name 1 to {MOST} topics.")
        pairs = [_pair(part) for part in parts]
        return cls(
            frozenset(kind for kind, number in pairs if number is None),
            frozenset((kind, number) for kind, number in pairs if number is not None),
        )

    def allowed_to(self, viewer: "Viewer") -> Self:
        """Those of them that the viewer may follow; asks the database."""
        return type(self)(
            frozenset(kind for kind in self.kinds if _may(viewer, kind, None)),
            frozenset(pair for pair in self.single if _may(viewer, *pair)),
        )

    def __bool__(self) -> bool:
        return bool(self.kinds or self.single)

    @property
    def all_kinds(self) -> frozenset[str]:
        return self.kinds | {kind for kind, _ in self.single}

    @property
    def only(self) -> frozenset[tuple[str, int]] | None:
        """The single things, where no whole kind is followed."""
        return None if self.kinds else self.single

    def shown(self, signal: Signal, *, with_ids: bool) -> dict[str, Any] | None:
        """What this follower is told of a signal: topic, id, event; None if nothing."""
        followed = (signal.kind, signal.subject_id) in self.single
        if not followed and signal.kind not in self.kinds:
            return None
        known = signal.subject_id if followed or with_ids else None
        return {"topic": signal.kind, "id": known, "event": signal.event}


def _pair(part: str) -> tuple[str, int | None]:
    kind, colon, number = part.partition(":")
    if not kind.isidentifier() or (colon and not (number.isascii() and number.isdigit())):
        raise BadTopic(f"“{part}” is no topic.")
    return kind, int(number) if colon else None


def _may(viewer: "Viewer", kind: str, number: int | None) -> bool:
    return kind in TOPICS and TOPICS.get(kind)(viewer, number)
