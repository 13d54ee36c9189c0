"""Two conversations become one, where later mail to either is read; it can be undone."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.conversations import access
from comptoir.conversations.errors import MergeRefused, UnmergeRefused
from comptoir.conversations.events import (
    ConversationJoined,
    ConversationMerged,
    ConversationParted,
    ConversationUnmerged,
)
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    ConversationTag,
    Draft,
    Mention,
    Merge,
    Message,
)
from comptoir.conversations.policies.merging import Obstacle, obstacle
from comptoir.conversations.queries.merging import side_of
from comptoir.conversations.services import rows, standing
from comptoir.conversations.services.faces import count_anew
from comptoir.deadlines import services as deadlines
from comptoir.journal import publish
from comptoir.kit import db
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now


@transaction.atomic
def merge(*, by: Actor, conversation_id: int, into_id: int) -> Conversation:
    """Messages, files, mentions, drafts, tags and clocks go over; later mail follows.

    Whoever may read a message stays as it was (B5). Raises MergeRefused.
    """
    source, target = _both(by, conversation_id, into_id)
    if source.merged_into_id == target.pk:
        return target
    if (found := obstacle(side_of(source), side_of(target))) is not None:
        raise MergeRefused(_refusal(found) % {"number": target.pk})
    kept: dict[str, Any] = {"before": standing.of(target)}
    kept["messages"] = _move_messages(source, target)
    kept["readings"] = _move_readings(source, target, kept["messages"])
    kept["tags"] = _add_tags(source, target)
    kept["drafts"] = _move_drafts(source, target)
    kept["sides"] = _move_sides(source, target)
    kept["clocks"] = _join_clocks(by, source, target)
    standing.take_over(source, target)
    count_anew(target)
    target.save()
    kept["after"] = standing.of(target)
    source.merged_into = target
    source.save(update_fields=["merged_into", *rows.DUE_FIELDS])
    Merge.objects.create(
        source=source, target=target, member_id=by.row_id, merged_at=now(), kept=kept
    )
    publish(ConversationMerged(conversation_id=source.pk, into_id=target.pk), by=by)
    publish(ConversationJoined(conversation_id=target.pk, from_id=source.pk), by=by)
    return target


def _both(by: Actor, source_id: int, target_id: int) -> tuple[Conversation, Conversation]:
    """Both rows, locked in the order of their ids; handled by who may handle both (D1)."""
    locked = {number: rows.lock(number) for number in sorted({source_id, target_id})}
    source, target = locked[source_id], locked[target_id]
    access.require(by, access.HANDLE, source)
    access.require(by, access.HANDLE, target)
    return source, target


def _refusal(found: Obstacle) -> str:
    if found is Obstacle.ITSELF:
        return _("Choose another conversation than this one.")
    if found is Obstacle.SPAM:
        return _("One of the two lies in spam. Take it out first.")
    if found is Obstacle.MERGED:
        return _("One of the two was merged already. Go on where its matter goes on.")
    if found is Obstacle.SIDE:
        return _("A side conversation stays beside the one that it is about.")
    if found is Obstacle.OTHER_BUYER:
        return _("#%(number)s is with another buyer: neither may read what the other was told.")
    return _("#%(number)s is with another seller: neither may read what the other was told.")


def _move_messages(source: Conversation, target: Conversation) -> list[int]:
    moved = list(
        Message.objects.filter(conversation=source).order_by("pk").values_list("pk", flat=True)
    )
    send_to(target, moved)
    return moved


def send_to(target: Conversation, message_ids: Sequence[int]) -> None:
    """Attachments and deliveries hang on the messages; mentions name the conversation too."""
    Message.objects.filter(pk__in=message_ids).update(conversation=target)
    Mention.objects.filter(message__in=message_ids).update(conversation=target)


# Whoever had not read all of either has not read all of the one: the first unread message counts.
_READ = """
WITH readers AS (
  SELECT member_id, max(last_read_id) FILTER (WHERE conversation_id = %(target)s) AS here,
    max(last_read_id) FILTER (WHERE conversation_id = %(source)s) AS there
  FROM conversations_reading WHERE conversation_id IN (%(source)s, %(target)s) GROUP BY member_id
), unread AS (
  SELECT r.member_id, r.here, r.there, min(m.id) AS first_id
  FROM readers r LEFT JOIN conversations_message m ON m.conversation_id = %(target)s
    AND m.id > coalesce(CASE WHEN m.id = ANY(%(moved)s) THEN r.there ELSE r.here END, 0)
  GROUP BY r.member_id, r.here, r.there
)
INSERT INTO conversations_reading (conversation_id, member_id, last_read_id)
SELECT %(target)s, member_id, coalesce(first_id - 1, greatest(here, there)) FROM unread
ON CONFLICT (conversation_id, member_id) DO UPDATE SET last_read_id = excluded.last_read_id
RETURNING member_id, last_read_id"""
_READINGS = "SELECT member_id, last_read_id FROM conversations_reading WHERE conversation_id = %s"


def _move_readings(
    source: Conversation, target: Conversation, moved: Sequence[int]
) -> dict[str, list[int | None]]:
    """How far each had read here before, and since."""
    before = dict(db.rows(_READINGS, [target.pk]))
    told = {"source": source.pk, "target": target.pk, "moved": list(moved)}
    after = dict(db.rows(_READ, told))
    return {str(member): [before.get(member), after[member]] for member in after}


def _add_tags(source: Conversation, target: Conversation) -> list[int]:
    own = set(ConversationTag.objects.filter(conversation=target).values_list("tag_id", flat=True))
    theirs = ConversationTag.objects.filter(conversation=source).values_list("tag_id", flat=True)
    added = [tag_id for tag_id in theirs if tag_id not in own]
    ConversationTag.objects.bulk_create(
        ConversationTag(conversation=target, tag_id=tag_id) for tag_id in added
    )
    return added


def _move_drafts(source: Conversation, target: Conversation) -> list[int]:
    """Nothing that was begun is lost: where both have one of a kind, one stands under the other."""
    own = {(d.member_id, d.mode): d for d in Draft.objects.filter(conversation=target)}
    moved = []
    for draft in Draft.objects.filter(conversation=source).order_by("pk"):
        here = own.get((draft.member_id, draft.mode))
        if here is None:
            draft.conversation = target
            draft.save(update_fields=["conversation"])
            moved.append(draft.pk)
            continue
        here.text = "\n\n".join(filter(None, (here.text.strip(), draft.text.strip())))
        here.save(update_fields=["text"])
        Attachment.objects.filter(draft=draft).update(draft=here)
        draft.delete()
    return moved


def _move_sides(source: Conversation, target: Conversation) -> list[int]:
    """What was asked beside it stands beside the one it went into."""
    moved = list(Conversation.objects.filter(side_of=source).values_list("pk", flat=True))
    Conversation.objects.filter(pk__in=moved).update(side_of=target)
    return moved


def _join_clocks(by: Actor, source: Conversation, target: Conversation) -> dict[str, Any]:
    joined = deadlines.join(by=by, into=rows.subject_of(target), other=rows.subject_of(source))
    rows.show_due(target, joined.due)
    rows.show_due(source, None)
    return joined.kept


@transaction.atomic
def unmerge(*, by: Actor, conversation_id: int) -> Conversation:
    """Take it out again: what came with it goes with it, what was written since stays.

    Raises UnmergeRefused when it is not merged, or another one was merged later.
    """
    merged = Merge.objects.filter(source=conversation_id, undone_at=None).first()
    if merged is None:
        raise UnmergeRefused(_("This conversation stands for itself already."))
    source, target = _both(by, conversation_id, merged.target_id)
    merged = Merge.objects.select_for_update().get(pk=merged.pk)
    if merged.undone_at is not None:
        return source
    _check_last(merged, target)
    _put_back(by, merged.kept, source, target)
    merged.undone_at = now()
    merged.save(update_fields=["undone_at"])
    publish(ConversationUnmerged(conversation_id=source.pk, from_id=target.pk), by=by)
    publish(ConversationParted(conversation_id=target.pk, other_id=source.pk), by=by)
    return source


def _check_last(merged: Merge, target: Conversation) -> None:
    later = Merge.objects.filter(target=target, undone_at=None, pk__gt=merged.pk)
    number = later.order_by("-pk").values_list("source_id", flat=True).first()
    if number is not None:
        said = _("#%(number)s was merged later. Take that one out first.")
        raise UnmergeRefused(said % {"number": number})
    if target.merged_into_id is not None:
        said = _("#%(number)s was merged itself. Take that one out first.")
        raise UnmergeRefused(said % {"number": target.pk})


def _put_back(by: Actor, kept: dict[str, Any], source: Conversation, target: Conversation) -> None:
    still_here = Message.objects.filter(pk__in=kept["messages"], conversation=target)
    send_to(source, list(still_here.values_list("pk", flat=True)))
    ConversationTag.objects.filter(conversation=target, tag_id__in=kept["tags"]).delete()
    Draft.objects.filter(pk__in=kept["drafts"], conversation=target).update(conversation=source)
    sides = Conversation.objects.filter(pk__in=kept.get("sides", ()), side_of=target)
    sides.update(side_of=source)
    _put_readings_back(kept["readings"], source, target)
    here, there = deadlines.part(
        by=by,
        into=rows.subject_of(target),
        other=rows.subject_of(source),
        kept=kept["clocks"],
    )
    standing.give_back(target, kept["before"], kept["after"])
    count_anew(target)
    rows.show_due(target, here)
    target.save()
    source.merged_into = None
    count_anew(source)
    rows.show_due(source, there)
    source.save()


# Who read on since has read both; who did not stands where he stood.
_UNREAD = """
UPDATE conversations_reading SET last_read_id = %(before)s
WHERE conversation_id = %(target)s AND member_id = %(member)s AND last_read_id = %(after)s
RETURNING id"""
_NEVER_READ = """
DELETE FROM conversations_reading
WHERE conversation_id = %(target)s AND member_id = %(member)s AND last_read_id = %(after)s
RETURNING id"""
_BOTH_READ = """
INSERT INTO conversations_reading (conversation_id, member_id, last_read_id)
SELECT %(source)s, member_id, last_read_id FROM conversations_reading
WHERE conversation_id = %(target)s AND member_id = %(member)s AND last_read_id > %(after)s
ON CONFLICT (conversation_id, member_id)
DO UPDATE SET last_read_id = greatest(conversations_reading.last_read_id, excluded.last_read_id)
RETURNING id"""


def _put_readings_back(
    readings: dict[str, list[int | None]], source: Conversation, target: Conversation
) -> None:
    for member, (before, after) in readings.items():
        told = {"source": source.pk, "target": target.pk, "member": int(member), "after": after}
        db.rows(_BOTH_READ, told)
        db.rows(_NEVER_READ if before is None else _UNREAD, {**told, "before": before})
