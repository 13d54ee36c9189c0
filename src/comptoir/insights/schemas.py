"""Figures as the API tells them. Times are seconds, shares stand between 0 and 1."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from comptoir.conversations.states import Outcome as Got
from comptoir.conversations.states import is_intent
from comptoir.insights.policies.lens import NONE
from comptoir.insights.policies.spans import MONTH, TODAY, WEEK
from comptoir.insights.states import Figure, Hours, Outcome
from comptoir.rest.schemas import Closed, MoneyOut, Text, Told

# Told in place: conversations have an enum of this name, and it is another one.
Became = Literal[Outcome.OPEN, Outcome.ANSWERED, Outcome.NEEDLESS, Outcome.RESOLVED]


class ServiceSpan(StrEnum):
    """Today, or the last 7 or 28 days, today among them."""

    TODAY = TODAY
    WEEK = WEEK
    MONTH = MONTH


class ReplyKind(StrEnum):
    FIRST = "first_reply"
    NEXT = "next_reply"


def _reason(key: str) -> str:
    if key in ("", NONE) or is_intent(key):
        return key
    raise ValueError("No contact reason has this key")


Whose = Annotated[Text, Field(pattern=r"^(none|[1-9][0-9]{0,16})?$")]
Reason = Annotated[Text, Field(max_length=40), AfterValidator(_reason)]


class ServiceFilters(Closed):
    """What the figures are narrowed to; `none` stands for those without a team, agent, reason."""

    span: ServiceSpan = ServiceSpan.TODAY
    hours: Hours = Field(
        Hours.BUSINESS, description="In which hours times are counted: the team's own, or all."
    )
    team: Whose = Field("", description="A team's id, or `none`.", examples=["3"])
    channel: UUID | None = None
    agent: Whose = Field("", description="A member's id, or `none`.", examples=["none"])
    reason: Reason = Field("", description="The key of a contact reason, or `none`.")


class RowFilters(ServiceFilters):
    """The figure whose rows are listed."""

    figure: Figure
    kind: ReplyKind | None = Field(
        None, description="Of first or of next replies; for figures of questions and replies."
    )
    part: int | None = Field(
        None,
        ge=0,
        le=30,
        description="The hour (today) or day (otherwise) of the span, from 0; as `kind`.",
    )
    outcome: Got | None = Field(None, description="What the customer got; for `settled`.")


class FigureOut(Told):
    """`rows` is where the API lists exactly what was counted."""

    value: int
    rows: str


class FlowOut(Told):
    """Counted in the span, and in the same stretch before."""

    value: int
    before: int
    rows: str


class ServiceSpanOut(Told):
    """From a midnight of the house until now, and what it is compared with."""

    key: ServiceSpan
    begin: datetime
    end: datetime
    before_begin: datetime
    before_end: datetime
    time_zone: str = Field(description="In which days begin.", examples=["Europe/Paris"])


class ReplyTimesOut(Told):
    """How long replies took. Times and shares are null where there was no reply."""

    count: int
    mean_seconds: int | None
    median_seconds: int | None
    p90_seconds: int | None = Field(description="Nine of ten took no longer.")
    within_hour: int
    within_hour_share: float | None = Field(ge=0, le=1)
    within_four_hours: int
    within_four_hours_share: float | None = Field(ge=0, le=1)
    promised: int = Field(description="How many of them had a promise of ours.")
    in_time: int
    too_late: int
    is_few: bool = Field(description="Fewer than five: times say little then.")


class ReplyRowsOut(Told):
    """Where the rows behind each figure are listed."""

    count: str
    within_hour: str
    within_four_hours: str
    in_time: str
    too_late: str


class RepliesOut(Told):
    """First or next replies of the span, and of the same stretch before."""

    kind: ReplyKind
    now: ReplyTimesOut
    before: ReplyTimesOut
    overdue: int = Field(description="Questions that wait beyond their time now.")
    in_time_share: float | None = Field(
        ge=0, le=1, description="Of those promised, and of those overdue now."
    )
    in_time_share_before: float | None = Field(ge=0, le=1)
    rows: ReplyRowsOut


class StandingOut(Told):
    """As conversations stand now."""

    open: FigureOut
    waiting: FigureOut = Field(description="Somebody waits for our answer.")
    overdue: FigureOut
    soon: FigureOut = Field(description="Late, or due within the hour.")
    waiting_since: datetime | None = Field(description="When the one that waits longest began to.")
    next_due_at: datetime | None


class ServiceLineOut(Told):
    """One reason, channel, team or agent."""

    key: UUID | int | str | None = Field(
        description="As its filter takes it; null for those without."
    )
    name: str
    figures: str = Field(description="Where the API tells all figures of this one alone.")
    received: FlowOut | None = Field(description="Null for agents: they receive nothing.")
    answered: FlowOut
    first_reply: ReplyTimesOut
    next_reply: ReplyTimesOut
    in_time_share: float | None = Field(
        ge=0, le=1, description="Of those promised, and of those overdue now."
    )
    standing: StandingOut


class ServiceLinesOut(Told):
    reason: list[ServiceLineOut]
    channel: list[ServiceLineOut]
    team: list[ServiceLineOut]
    agent: list[ServiceLineOut]


class OutcomeCountOut(Told):
    """Conversations resolved in the span, by what the customer got."""

    outcome: str
    name: str
    value: int
    before: int
    amounts: list[MoneyOut] = Field(description="Of the span, one a currency.")
    rows: str


class ServicePartOut(Told):
    """An hour or a day of the span."""

    number: int
    begin: datetime
    end: datetime
    received: FigureOut
    answered: FigureOut


class ColleagueOut(Told):
    """Who answers, and what lies on his desk."""

    member: int
    name: str
    is_on: bool = Field(description="Signed in, with a page opened in the last ten minutes.")
    seen_at: datetime | None
    standing: StandingOut


class ServiceOut(Told):
    """All figures of *Service today*, of the conversations that the token's owner may know of."""

    as_of: datetime
    counted_until: datetime = Field(
        description="What happened before is counted. Like `as_of`, unless counting is behind."
    )
    span: ServiceSpanOut
    hours: Hours
    received: FlowOut
    answered: FlowOut
    still_open: FigureOut = Field(description="Of those received: how many still wait.")
    closed: FigureOut = Field(description="Of those received: closed without an answer.")
    standing: StandingOut
    replies: list[RepliesOut]
    by: ServiceLinesOut
    outcomes: list[OutcomeCountOut]
    parts: list[ServicePartOut]
    colleagues: list[ColleagueOut]


class RowCustomerOut(Told):
    name: str
    party: str = Field(examples=["buyer"])


class RowChannelOut(Told):
    """A channel."""

    id: UUID
    name: str


class RowPersonOut(Told):
    """A team or a member."""

    id: int
    name: str


class GotOut(Told):
    """What the customer got in the end."""

    outcome: str
    name: str
    amount: MoneyOut | None


class ServiceRowOut(Told):
    """One row behind a figure: a conversation, and where it counts its question."""

    conversation: UUID
    url: str
    number: int
    customer: RowCustomerOut
    subject: str
    language: str
    reason: str | None
    channel: RowChannelOut
    team: RowPersonOut | None
    agent: RowPersonOut | None = Field(description="Who answered; of what waits: who has it.")
    kind: ReplyKind | None
    outcome: Became | None = Field(description="What became of the question.")
    asked_at: datetime | None
    answered_at: datetime | None
    seconds: int | None = Field(description="How long the reply took, in the hours asked for.")
    target_seconds: int | None = Field(description="Within which it was promised.")
    in_time: bool | None
    waiting_since: datetime | None
    due_at: datetime | None
    resolved_at: datetime | None
    got: GotOut | None


class DefinitionOut(Told):
    """What a figure counts. A change of meaning is a new version."""

    key: str
    name: str
    text: str
    version: int
    since: date
