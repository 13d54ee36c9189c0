"""What a reader asks for: a span, whose hours, and which conversations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from comptoir.conversations.states import Outcome, is_intent
from comptoir.deadlines.states import REPLIES
from comptoir.insights.policies.spans import DAYS, TODAY
from comptoir.insights.states import STANDING, Figure, Hours

NOBODY = 0
NONE = "none"


@dataclass(frozen=True, slots=True)
class Lens:
    """Every part has one spelling in the address; what is unknown is not there (F3).

    `team`, `channel` and `agent` are ids, NOBODY for those that have none, None for all. `reason`
    is "" for those without one. `figure`, `kind`, `part` (an hour or a day of the span) and
    `outcome` choose the rows behind one figure.
    """

    span: str = TODAY
    hours: Hours = Hours.BUSINESS
    team: int | None = None
    channel: int | None = None
    agent: int | None = None
    reason: str | None = None
    figure: Figure = Figure.RECEIVED
    kind: str = ""
    part: int | None = None
    outcome: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """From the query of an address; a value that nobody offers is passed over."""
        return cls(
            span=_one_of(asked.get("span"), DAYS, TODAY),
            hours=Hours(_one_of(asked.get("hours"), set(Hours), Hours.BUSINESS)),
            team=_id(asked.get("team")),
            channel=_id(asked.get("channel")),
            agent=_id(asked.get("agent")),
            reason=_reason(asked.get("reason")),
            figure=Figure(_one_of(asked.get("figure"), set(Figure), Figure.RECEIVED)),
            kind=_one_of(asked.get("kind"), REPLIES, ""),
            part=_id(asked.get("part")),
            outcome=_one_of(asked.get("outcome"), set(Outcome), ""),
        )

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    @property
    def page(self) -> Self:
        """The same look at the whole page, without a figure."""
        return replace(self, figure=Figure.RECEIVED, kind="", part=None, outcome="")

    @property
    def said(self) -> dict[str, str]:
        """What it chooses, as an address spells it."""
        plain = type(self)()
        return {
            name: _spelt(name, getattr(self, name))
            for name in self.__slots__
            if getattr(self, name) != getattr(plain, name)
        }

    @property
    def query(self) -> str:
        """The address's query, as short as it can be: `?span=week&team=3`."""
        return f"?{urlencode(self.said)}" if self.said else "?"

    @property
    def unfit(self) -> str:
        """The choice that does not narrow this figure, or ""."""
        if self.outcome and self.figure is not Figure.SETTLED:
            return "outcome"
        is_counted = self.figure not in STANDING and self.figure is not Figure.SETTLED
        chosen = {"kind": bool(self.kind), "part": self.part is not None}
        return "" if is_counted else next((name for name, is_so in chosen.items() if is_so), "")


def _one_of(told: str | None, known: Any, otherwise: str) -> str:
    return told if told is not None and told in known else otherwise


def _id(told: str | None) -> int | None:
    if told == NONE:
        return NOBODY
    return int(told) if told and told.isascii() and told.isdigit() and len(told) < 18 else None


def _reason(told: str | None) -> str | None:
    if told == NONE:
        return ""
    return told if told and is_intent(told) else None


def _spelt(name: str, value: object) -> str:
    is_nobody = name in ("team", "channel", "agent") and value == NOBODY
    return NONE if is_nobody or (name == "reason" and value == "") else str(value)
