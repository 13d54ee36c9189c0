"""Drafts of colleagues: read by whoever of the house may see the conversation, where shared."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member
from comptoir.conversations import access
from comptoir.conversations.events import DraftTakenOver
from comptoir.conversations.models import Conversation, Draft
from comptoir.conversations.queries.habits import shares_drafts
from comptoir.conversations.queries.presence import others_at
from comptoir.conversations.queries.timeline import last_entry
from comptoir.conversations.shapes import Person
from comptoir.conversations.states import Being
from comptoir.kit.clock import now

_LATELY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """A colleague's draft, to be read. `leaves_at`: it is to leave by itself then."""

    id: int
    who: Person
    text: str
    version: int
    saved_at: datetime
    leaves_at: datetime | None
    is_writing: bool
    files: int


@dataclass(frozen=True, slots=True)
class DraftsHere:
    """`is_own`: the member has words of his own here, `is_shared` says who else reads them.

    `taken_by` took over his draft a moment ago.
    """

    others: tuple[SeenDraft, ...]
    is_own: bool
    is_shared: bool
    may_take: bool
    taken_by: str = ""


def drafts_here(identity: Identity, conversation: Conversation) -> DraftsHere:
    """Replies only: notes are read when they are written. For members of the house alone (D1)."""
    shared = shares_drafts(conversation.team_id)
    drafts = Draft.objects.filter(conversation=conversation, mode="reply").exclude(text="")
    rows = list(drafts.select_related("member").prefetch_related("attachments").order_by("pk"))
    own = next((row for row in rows if row.member_id == identity.member.pk), None)
    writing = _writing(identity, conversation) if rows else frozenset()
    return DraftsHere(
        others=tuple(
            _seen(row, row.member_id in writing)
            for row in rows
            if row is not own and row.member.is_active and (shared or row.shared_at is not None)
        ),
        is_own=own is not None,
        is_shared=shared or (own is not None and own.shared_at is not None),
        may_take=access.may(identity.actor, access.NOTE, conversation),
        taken_by="" if own is not None else _taken_by(identity, conversation),
    )


def _writing(identity: Identity, conversation: Conversation) -> frozenset[int]:
    here = others_at(identity.viewer, [conversation.pk]).get(conversation.pk, ())
    return frozenset(one.who.id for one in here if one.being is Being.COMPOSING)


def _seen(row: Draft, is_writing: bool) -> SeenDraft:
    return SeenDraft(
        id=row.pk,
        who=Person(row.member_id, row.member.name),
        text=row.text,
        version=row.version,
        saved_at=row.saved_at,
        leaves_at=row.send_at,
        is_writing=is_writing,
        files=len(row.attachments.all()),
    )


def _taken_by(identity: Identity, conversation: Conversation) -> str:
    """Who took over this member's draft lately; "" where nobody did."""
    last = last_entry(conversation.pk, DraftTakenOver.name())
    if last is None or last.at < now() - _LATELY or last.data["member_id"] != identity.member.pk:
        return ""
    taker = Member.objects.filter(pk=last.data["taker_id"]).values_list("name", flat=True)
    return taker.first() or ""
