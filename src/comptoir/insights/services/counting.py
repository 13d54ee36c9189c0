"""Questions and replies are counted: again and again from the same sources, to the same rows."""

from collections.abc import Collection, Iterator, Sequence

from django.db import transaction

from comptoir.deadlines.queries import open_time_between
from comptoir.deadlines.states import Kind
from comptoir.insights.models import ReplyFact
from comptoir.insights.policies.questions import Question, questions_of
from comptoir.insights.queries.sources import Matter, sources_of
from comptoir.kit.db import rows as select

# So many conversations are counted in one transaction of a rebuild.
_AT_ONCE = 200
# Each counts alone: an older look at its messages must not overwrite a newer one.
_LOCK = """
SELECT pg_advisory_xact_lock(hashtextextended('insights', id))
FROM unnest(%s::bigint[]) id ORDER BY id"""
_TOLD = """
SELECT DISTINCT subject_id FROM journal_entry
WHERE subject_kind = 'conversation' AND subject_id > %s
ORDER BY subject_id LIMIT %s"""
_UNKNOWN = """
DELETE FROM insights_replyfact f WHERE NOT EXISTS (
  SELECT FROM journal_entry e
  WHERE e.subject_kind = 'conversation' AND e.subject_id = f.conversation_id) RETURNING f.id"""
_FIELDS = [field for field in ReplyFact._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def restate(*, conversation_ids: Collection[int]) -> int:
    """Count these conversations anew; returns how many facts changed.

    Safe to repeat, and in any order: what is written depends on what was said alone, never on
    what was counted before.
    """
    ids = sorted(set(conversation_ids))
    select(_LOCK, [ids])
    told = [fact for matter in sources_of(ids).values() for fact in _facts_of(matter)]
    return _write(told, {fact.message_id: fact for fact in _kept_of(ids)})


def _kept_of(ids: Sequence[int]) -> Iterator[ReplyFact]:
    return ReplyFact.objects.filter(conversation__in=ids).iterator()


def _facts_of(matter: Matter) -> Iterator[ReplyFact]:
    return (_fact(matter, question) for question in questions_of(matter.happened))


def _fact(matter: Matter, question: Question) -> ReplyFact:
    conversation = matter.conversation
    fact = ReplyFact(
        message_id=question.message_id,
        conversation_id=conversation.pk,
        kind=Kind.FIRST_REPLY if question.is_first else Kind.NEXT_REPLY,
        outcome=question.outcome,
        reason=conversation.reason,
        channel_id=conversation.channel_id,
        team_id=conversation.team_id,
        agent_id=question.agent_id,
        answer_id=question.answer_id,
        asked_at=question.asked_at,
        answered_at=question.answered_at,
    )
    if question.answered_at is not None:
        _measure(fact, matter)
    return fact


def _measure(fact: ReplyFact, matter: Matter) -> None:
    """How long it took, by the hours as they are now, and whether the promise was kept."""
    asked, answered = fact.asked_at, fact.answered_at or fact.asked_at
    opened = open_time_between(
        asked,
        answered,
        team_id=fact.team_id,
        calendar_id=matter.conversation.channel.settings.get("calendar_id"),
    )
    fact.calendar_seconds = max(int((answered - asked).total_seconds()), 0)
    fact.business_seconds = int(opened.total_seconds())
    if (promise := matter.promises.get(answered)) is not None:
        fact.target_seconds, fact.kept = promise.target_seconds, promise.kept


def _write(told: Sequence[ReplyFact], kept: dict[int, ReplyFact]) -> int:
    """Only what differs is written: a long conversation has many facts and changes few."""
    changed = [fact for fact in told if _differs(fact, kept.get(fact.message_id))]
    gone = kept.keys() - {fact.message_id for fact in told}
    if gone:
        ReplyFact.objects.filter(message__in=gone).delete()
    if changed:
        ReplyFact.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["message"],
            update_fields=[field.name for field in _FIELDS if field.name != "message"],
        )
    return len(changed) + len(gone)


def _differs(fact: ReplyFact, kept: ReplyFact | None) -> bool:
    names = (field.attname for field in _FIELDS)
    return kept is None or any(getattr(fact, name) != getattr(kept, name) for name in names)


def rebuild() -> int:
    """Count every conversation of the journal anew; returns how many facts changed.

    A second run changes nothing. It reads by conversation, not by position: what is being written
    meanwhile is counted by its own handler once it is committed.
    """
    changed, last = len(select(_UNKNOWN)), 0
    while ids := [number for (number,) in select(_TOLD, [last, _AT_ONCE])]:
        changed += restate(conversation_ids=ids)
        last = ids[-1]
    return changed
