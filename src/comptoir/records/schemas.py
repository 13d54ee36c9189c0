"""Records as the API tells and takes them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from comptoir.records.policies import MOST_DAYS, KeptKind
from comptoir.records.queries.keeping import AS_HOUSE, DAYS, FOR_EVER
from comptoir.rest.schemas import Closed, EventActor, EventSubject, Moment, RowId, Text, Told

_UP_TO = "Counted up to 10,000."


class AuditFilters(Closed):
    """Who, what, about what, from when to when. What nothing fits finds nothing."""

    member: RowId | None = None
    type: Text = Field("", max_length=80, examples=["accounts.TeamRenamed"])
    kind: Text = Field("", max_length=40, description="Of what it is about.", examples=["team"])
    number: int | None = Field(
        None, ge=0, le=2**63 - 1, description="Of what it is about: its `number` in the entries."
    )
    since: Moment | None = None
    until: Moment | None = Field(None, description="Not included.")


class AuditFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class AuditFileFilters(AuditFilters):
    format: AuditFormat = AuditFormat.CSV


class AuditChange(Told):
    """In words. `name` is empty where only one thing can have changed."""

    name: str
    before: str
    after: str


class AuditFact(Told):
    """In words."""

    name: str
    value: str


class AuditEntryOut(Told):
    """What one member, or his program, did. Detail and origin go after the time they are kept."""

    id: str = Field(description="Its place in the journal.", examples=["48213-90512"])
    type: str = Field(examples=["accounts.TeamRenamed"])
    action: str = Field(description="The type in words.")
    at: datetime
    actor: EventActor
    who: str = Field(description="The actor's name.")
    subject: EventSubject
    number: int
    about: str = Field(description="The subject's name, or its number.")
    changes: list[AuditChange]
    facts: list[AuditFact]
    before: Any = Field(description="As it was noted; null where no change was.")
    after: Any
    detail: dict[str, Any] = Field(description="What else was noted.")
    data: dict[str, Any] = Field(description="As in the list of events.")
    address: str = Field(description="From which it came.")
    way: str = Field(description="The token's name and number, or the mark of the session.")


class AuditChoice(Told):
    key: str
    name: str


class AuditChoicesOut(Told):
    """What the log can be narrowed to."""

    types: list[AuditChoice]
    kinds: list[AuditChoice]


class ExportState(StrEnum):
    BEING_MADE = "being_made"
    READY = "ready"
    OVER = "over"


class PersonExportOut(Told):
    """All that is kept of a buyer, as one archive, for who asked, for seven days."""

    id: UUID
    buyer: UUID
    state: ExportState
    asked_at: datetime
    asked_by: str
    is_own: bool
    expires_at: datetime | None
    size_bytes: int
    file: str | None = Field(description="Where it is downloaded; null until it is ready for you.")


class PersonCounts(Told):
    """How much is kept of a buyer."""

    addresses: int
    orders: int
    conversations: int
    messages: int
    files: int
    drafts: int


class PersonDataOut(Told):
    """What is kept of a buyer, in numbers, and the last ten exports."""

    buyer: UUID
    name: str
    kept: PersonCounts
    exports: list[PersonExportOut]


class ErasureIn(Closed):
    name: Text = Field(
        min_length=1, max_length=400, description="`confirm_with` of the preview, exactly."
    )


class ErasureDone(Told):
    """`done_at` is null while it is under way. The counts stand when it is done."""

    asked_at: datetime
    done_at: datetime | None
    conversations: int
    messages: int
    files: int


class ErasureOut(Told):
    """What would go for good, what stands against it, and the last erasure."""

    buyer: UUID
    confirm_with: str
    kept: PersonCounts
    still_open: int = Field(description="Conversations to resolve first.")
    held: list[int] = Field(
        description="Numbers of conversations whose hold is to be lifted first."
    )
    erasure: ErasureDone | None


class KeepingRuleOut(Told):
    """How long one kind of thing is kept in the house."""

    kind: KeptKind
    name: str
    about: str
    days: int | None = Field(description="Null: for ever.")
    least_days: int
    shipped_days: int | None
    would_go: int = Field(description=f"What goes tonight. {_UP_TO}")
    held: int = Field(description=f"What would, but is held. {_UP_TO}")


class KeptAs(StrEnum):
    """As in the house, for ever, or so many days."""

    HOUSE = AS_HOUSE
    EVER = FOR_EVER
    DAYS = DAYS


class KeepingChannel(Told):
    id: UUID
    name: str


class ChannelKeepingOut(Told):
    """How long words and files of one channel are kept, and its original mails."""

    channel: KeepingChannel
    chosen: KeptAs
    days: int | None = Field(description="Where `chosen` is `days`.")
    would_go: int = Field(description=f"What goes tonight. {_UP_TO}")
    held: int = Field(description=f"What would, but is held. {_UP_TO}")
    original_days: int
    original_is_shortened: bool = Field(description="The marketplace allows no more.")
    original_would_go: int
    original_held: int


class MaskingOut(Told):
    """Which numbers are masked in what is stored from now on."""

    cards: bool
    ibans: bool


class KeepingOut(Told):
    rules: list[KeepingRuleOut]
    channels: list[ChannelKeepingOut]
    masking: MaskingOut


class DaysIn(Closed):
    days: int | None = Field(ge=1, le=MOST_DAYS, description="Null: for ever.")


class ChannelDaysIn(Closed):
    chosen: KeptAs
    days: int | None = Field(
        None, ge=1, le=MOST_DAYS, description="For `days`; otherwise it is left out."
    )


class MaskingIn(Closed):
    cards: bool
    ibans: bool


class LookFilters(Closed):
    days: int | None = Field(None, ge=1, le=MOST_DAYS, description="Left out: for ever.")
    channel: UUID | None = Field(None, description="For words and files of one channel.")


class LookOut(Told):
    """What would go tonight with other days; nothing is changed by looking."""

    kind: KeptKind
    channel: UUID | None
    days: int | None
    would_go: int = Field(description=_UP_TO)
    held: int = Field(description=_UP_TO)


class HoldIn(Closed):
    conversation: UUID
    why: Text = Field(min_length=1, max_length=200)


class HoldOut(Told):
    """A conversation that nothing is taken from."""

    id: int
    conversation: UUID
    number: int
    why: str
    set_at: datetime
    set_by: str = Field(description="Empty where he is gone.")


class KeepingRunOut(Told):
    """What one night took away, by kind."""

    started_at: datetime
    finished_at: datetime | None
    cleared: dict[str, int]
