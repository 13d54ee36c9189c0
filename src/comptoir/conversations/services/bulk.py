"""One action on many conversations: begun in a moment, worked off in the background, once each."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.errors import NothingChosen, NotUndoable, UnknownChoice
from comptoir.conversations.events import BulkStarted, BulkUndone
from comptoir.conversations.models import BulkRow, BulkRun
from comptoir.conversations.queries.selecting import known_of
from comptoir.conversations.slots import BULK_VERBS, BulkVerb
from comptoir.journal import later, publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError, NotFound
from comptoir.kit.text import clean

# So many a job: others come in between, and a stop is heard.
CHUNK = 50
LONGEST_VALUE = 40_000


@transaction.atomic
def start_bulk(
    *, by: Actor, viewer: Viewer, verb: str, value: str, numbers: Sequence[int]
) -> BulkRun:
    """Whether he may is asked of each conversation when its turn comes (D1).

    Raises NothingChosen, UnknownChoice.
    """
    value = _checked(verb, clean(value).strip())
    known = known_of(viewer, numbers)
    if not known:
        raise NothingChosen(_("Choose at least one conversation."))
    if (check := BULK_VERBS.get(verb).check) is not None:
        value = check(by=by, viewer=viewer, value=value, numbers=known)
    run = BulkRun.objects.create(member_id=by.row_id, verb=verb, value=value, started_at=now())
    BulkRow.objects.bulk_create(BulkRow(run=run, conversation_id=number) for number in known)
    publish(BulkStarted(run_id=run.pk, conversations=len(known)), by=by)
    _defer(run)
    return run


def _checked(verb: str, value: str) -> str:
    if verb not in BULK_VERBS:
        raise UnknownChoice(_("Choose an action from the list."))
    chosen = BULK_VERBS.get(verb)
    if chosen.choices is not None and value not in {each.key for each in chosen.choices()}:
        raise UnknownChoice(_("Choose one from the list."))
    if chosen.needs_value and not value:
        raise UnknownChoice(_("Write what is to be set, or choose it from the list."))
    if len(value) > LONGEST_VALUE:
        raise UnknownChoice(
            _("A text has at most %(number)d characters.") % {"number": LONGEST_VALUE}
        )
    return value


def _defer(run: BulkRun) -> None:
    later("conversations.work_bulk", lock=f"bulk:{run.pk}", run_id=run.pk)


def work_bulk(*, run_id: int) -> None:
    """Some of the rows; each is done and ticked in one transaction, so none is done twice (H3)."""
    run = BulkRun.objects.select_related("member").filter(pk=run_id).first()
    if run is None or run.finished_at is not None or run.stopped_at is not None:
        return
    identity = identify(run.member)
    with translation.override(run.member.language):
        worked = sum(_work_next(run, identity) for _turn in range(CHUNK))
    with transaction.atomic():
        if worked == CHUNK:
            _defer(run)
        else:
            BulkRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=now())


@transaction.atomic
def _work_next(run: BulkRun, identity: Identity) -> bool:
    left = run.rows.filter(state="waiting")
    if run.undone_at is not None:
        left = run.rows.filter(state="done", before__isnull=False)
    row = left.select_for_update(skip_locked=True).order_by("pk").first()
    if row is None:
        return False
    _work(row, run, BULK_VERBS.get(run.verb), identity)
    row.save(update_fields=["state", "said", "before"])
    return True


def _work(row: BulkRow, run: BulkRun, verb: BulkVerb, identity: Identity) -> None:
    try:
        with transaction.atomic():
            _check_active(run.member)
            _do(row, run, verb, identity.actor)
    except ComptoirError as refusal:
        row.state, row.said = "refused", str(refusal)[:300]


def _do(row: BulkRow, run: BulkRun, verb: BulkVerb, by: Actor) -> None:
    number = row.conversation_id
    if run.undone_at is None:
        row.before = verb.run(by, number, run.value)
        row.state = "same" if row.before is None else "done"
    elif verb.undo is not None:
        verb.undo(by=by, conversation_id=number, value=run.value, before=row.before)
        row.state = "undone"


def _check_active(member: Member) -> None:
    if not member.is_active:
        raise UnknownChoice(_("Whoever began this is not a member any more."))


def _own(by: Actor, run_id: int) -> BulkRun:
    run = BulkRun.objects.select_for_update().filter(pk=run_id, member_id=by.row_id).first()
    if run is None:
        raise NotFound(_("There is no such action of yours."))
    return run


@transaction.atomic
def stop_bulk(*, by: Actor, run_id: int) -> None:
    """What was done stays done; what waits is left alone."""
    run = _own(by, run_id)
    if run.finished_at is None:
        run.stopped_at = run.finished_at = now()
        run.save(update_fields=["stopped_at", "finished_at"])


@transaction.atomic
def undo_bulk(*, by: Actor, run_id: int) -> BulkRun:
    """Put back what it changed and nobody changed since. Raises NotUndoable."""
    run = _own(by, run_id)
    if run.finished_at is None:
        raise NotUndoable(_("It is still being done. Stop it first."))
    if run.undone_at is not None or BULK_VERBS.get(run.verb).undo is None:
        raise NotUndoable(_("This can't be taken back, or was already."))
    run.undone_at, run.finished_at, run.stopped_at = now(), None, None
    run.save(update_fields=["undone_at", "finished_at", "stopped_at"])
    publish(BulkUndone(run_id=run.pk), by=by)
    _defer(run)
    return run
