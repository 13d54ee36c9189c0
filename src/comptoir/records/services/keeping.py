"""Letting go of what has been kept long enough: at night, in small steps, safe to run twice."""

from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.db import transaction

from comptoir.channels.models import Channel
from comptoir.commerce.models import Order
from comptoir.commerce.slots import Person
from comptoir.conversations.models import Draft
from comptoir.conversations.queries.of_the_house import all_conversations, all_messages
from comptoir.journal import publish
from comptoir.journal.models import Detail
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.records import access
from comptoir.records.errors import NoSuchChannel, NoSuchHold, NothingToHold
from comptoir.records.events import HoldLifted, HoldSet, KeepingChanged, RecordsCleared
from comptoir.records.models import Hold, KeepingRule, KeepingRun
from comptoir.records.policies import KEEPING, KeptKind, check_days
from comptoir.records.queries.keeping import AS_HOUSE, DAYS, channel_rule_name, due
from comptoir.records.services.erasing import take_away

BATCH = 200
MOST_A_NIGHT = 20_000


@transaction.atomic
def set_days(*, by: Actor, kind: KeptKind, days: int | None) -> None:
    """None: for ever. Raises BadDays."""
    access.require(by, access.KEEPING)
    check_days(kind, days)
    rule, _made = KeepingRule.objects.select_for_update().get_or_create(
        kind=kind.value, defaults={"days": KEEPING[kind].days}
    )
    if rule.days == days:
        return
    before, rule.days = rule.days, days
    rule.save(update_fields=["days"])
    told = {"kind": kind.value, "before": before, "after": days}
    publish(KeepingChanged(rule_id=rule.pk, days=days), by=by, detail=told)


@transaction.atomic
def set_channel_days(*, by: Actor, channel_id: int, chosen: str, days: int | None = None) -> None:
    """How long words and files of one channel are kept: as in the house, for ever, or so many days.

    Raises BadDays, NoSuchChannel.
    """
    access.require(by, access.KEEPING)
    channel = _channel(channel_id)
    if chosen == DAYS:
        check_days(KeptKind.WORDS, days or 0)
    own = KeepingRule.objects.select_for_update().filter(kind=channel_rule_name(channel_id))
    rule = own.first() or KeepingRule(kind=channel_rule_name(channel_id))
    before = _said_days(rule)
    if chosen == AS_HOUSE:
        own.delete()
    else:
        rule.days = days if chosen == DAYS else None
        rule.save()
    after = AS_HOUSE if chosen == AS_HOUSE else _said_days(rule)
    if before == after:
        return
    told = {"kind": KeptKind.WORDS.value, "channel": channel.name, "before": before, "after": after}
    publish(KeepingChanged(rule_id=rule.pk or 0, days=days), by=by, detail=told)


def _channel(channel_id: int) -> Channel:
    found = Channel.objects.exclude(kind="space").filter(pk=channel_id).first()
    if found is None:
        raise NoSuchChannel
    return found


def _said_days(rule: KeepingRule) -> str | int | None:
    return rule.days if rule.pk else AS_HOUSE


@transaction.atomic
def hold(*, by: Actor, conversation_id: int, why: str) -> Hold:
    """Nothing is taken from it until the hold is lifted. Raises NothingToHold."""
    access.require(by, access.KEEPING)
    found = all_conversations().select_for_update().filter(pk=conversation_id).first()
    if found is None or not why.strip():
        raise NothingToHold
    held, made = Hold.objects.get_or_create(
        conversation=found,
        lifted_at=None,
        defaults={"member_id": by.id, "why": why.strip()[:200], "set_at": now()},
    )
    if made:
        told = HoldSet(conversation_id=conversation_id, hold_id=held.pk)
        publish(told, by=by, detail={"why": held.why})
    return held


@transaction.atomic
def lift(*, by: Actor, hold_id: int) -> None:
    access.require(by, access.KEEPING)
    held = Hold.objects.select_for_update().filter(pk=hold_id, lifted_at=None).first()
    if held is None:
        raise NoSuchHold
    held.lifted_at = now()
    held.save(update_fields=["lifted_at"])
    publish(HoldLifted(conversation_id=held.conversation_id, hold_id=held.pk), by=by)


def clear_away(*, most: int = MOST_A_NIGHT) -> KeepingRun | None:
    """Each batch is a step of its own; after a crash the next night goes on. None: nothing was."""
    started, cleared = now(), {}
    for kind, step in _STEPS.items():
        if count := _clear(kind, step, most):
            cleared[kind.value] = count
    if not cleared:
        return None
    with transaction.atomic():
        run = KeepingRun.objects.create(started_at=started, finished_at=now(), cleared=cleared)
        publish(RecordsCleared(run_id=run.pk, count=sum(cleared.values())), by=SYSTEM)
    return run


def _clear(kind: KeptKind, step: Callable[[list[int | str]], None], most: int) -> int:
    count = 0
    while count < most:
        found = due(kind)
        batch = list(found.values_list("pk", flat=True)[:BATCH]) if found is not None else []
        if not batch:
            return count
        with transaction.atomic():
            step(batch)
        count += len(batch)
    return count


def _clear_words(ids: list[int]) -> None:
    """Whoever resolves or holds it meanwhile is waited for: the row is locked first."""
    rows = all_conversations().select_for_update().filter(pk__in=ids).order_by("pk")
    held = Hold.objects.filter(conversation__in=ids, lifted_at=None)
    kept = set(held.values_list("conversation_id", flat=True))
    own = [row.pk for row in rows if row.pk not in kept]
    said = all_messages().filter(conversation_id__in=own).values_list("pk", flat=True)
    gone = Person(buyer_ids=(), conversation_ids=tuple(own), message_ids=tuple(said))
    take_away(gone)


def _clear_drafts(ids: list[int]) -> None:
    Draft.objects.filter(pk__in=ids, send_at=None).delete()


def _clear_deliveries(ids: list[int]) -> None:
    Order.objects.filter(pk__in=ids).update(delivery_name="", city="", postal_code="")


def _clear_sessions(keys: list[str]) -> None:
    Session.objects.filter(pk__in=keys).delete()


def _clear_details(ids: list[int]) -> None:
    Detail.objects.filter(pk__in=ids).update(data={}, origin=None)


_STEPS: dict[KeptKind, Callable[..., None]] = {
    KeptKind.MARKETPLACE: _clear_deliveries,
    KeptKind.WORDS: _clear_words,
    KeptKind.DRAFTS: _clear_drafts,
    KeptKind.SESSIONS: _clear_sessions,
    KeptKind.DETAILS: _clear_details,
}
