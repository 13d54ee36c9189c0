"""What the house did with its records."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonExportAsked(Event):
    """A member asked for all that is kept of a buyer."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Export of a buyer’s data asked for")
    buyer_id: int
    export_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonExportRead(Event):
    """He downloaded it."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Export of a buyer’s data downloaded")
    buyer_id: int
    export_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureAsked(Event):
    """A member gave the word to erase a buyer."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Erasure of a buyer ordered")
    buyer_id: int
    erasure_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(Event):
    """Nothing tells any more who this buyer was. Erased again after a restore."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    SAID: ClassVar = _("Buyer erased")
    buyer_id: int
    public_id: UUID
    conversations: int
    messages: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSet(Event):
    """Nothing is taken from this conversation for the time being."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation held back")
    conversation_id: int
    hold_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Event):
    """Its time runs again."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Hold lifted")
    conversation_id: int
    hold_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingChanged(Event):
    """How long one kind of thing is kept."""

    SUBJECT: ClassVar = ("keeping_rule", "rule_id")
    SAID: ClassVar = _("Time of keeping changed")
    rule_id: int
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsCleared(Event):
    """What had been kept long enough was taken away."""

    SUBJECT: ClassVar = ("keeping_run", "run_id")
    SAID: ClassVar = _("Old records cleared away")
    run_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditExported(Event):
    """A member took a copy of the audit log."""

    SUBJECT: ClassVar = ("member", "member_id")
    SAID: ClassVar = _("Audit log copied")
    member_id: int
    entries: int
