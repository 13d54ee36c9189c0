"""Which contact reasons are offered, what they are called and in which order they stand."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.conversations import access
from comptoir.conversations.errors import (
    ReasonNameTaken,
    ReasonNeedsName,
    ReasonStays,
    UnknownReason,
)
from comptoir.conversations.events import (
    ReasonAdded,
    ReasonMoved,
    ReasonOffered,
    ReasonRetired,
    ReasonWorded,
)
from comptoir.conversations.models import Reason
from comptoir.conversations.queries.directory import forget_directory
from comptoir.conversations.queries.known_reasons import KnownReason, known_reasons
from comptoir.conversations.states import Intent
from comptoir.journal import publish
from comptoir.kit import db
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.db import after_commit
from comptoir.kit.text import clean, fold

LONGEST = 60
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('conversations_reason')) IS NULL"


@transaction.atomic
def add_reason(*, by: Actor, names: Mapping[str, str], of_sellers: bool) -> Reason:
    """`names` by language. Raises ReasonNeedsName, ReasonNameTaken."""
    all_ = _all_locked(by)
    worded = _tidy(names)
    if not worded:
        raise ReasonNeedsName(_("Give the reason a name in at least one language."))
    _check_names(worded, all_, but="")
    last = max(each.position for each in all_)
    # Its own number is its name: no two are ever alike, and the journal holds no words.
    row = Reason.objects.create(key="new", names=worded, of_sellers=of_sellers, position=last + 1)
    row.key = f"own_{row.pk}"
    row.save(update_fields=["key"])
    _tell_others()
    publish(ReasonAdded(reason_id=row.pk, reason=Intent(row.key)), by=by, detail={"after": worded})
    return row


@transaction.atomic
def word_reason(*, by: Actor, key: str, names: Mapping[str, str]) -> Reason:
    """Other words; a language without any reads those that ship.

    Raises UnknownReason, ReasonNeedsName, ReasonNameTaken.
    """
    all_ = _all_locked(by)
    known = _named(key, all_)
    worded = _unshipped(known, _tidy(names))
    if not worded and not known.ships:
        raise ReasonNeedsName(_("Give the reason a name in at least one language."))
    _check_names(worded, all_, but=key)
    row = _row_of(known)
    before, row.names = row.names, worded
    if before == worded:
        return row
    row.save(update_fields=["names"])
    _tell_others()
    changed = ReasonWorded(reason_id=row.pk, reason=Intent(key))
    publish(changed, by=by, detail={"before": before, "after": worded})
    return row


@transaction.atomic
def move_reason(*, by: Actor, key: str, up: bool) -> None:
    """One place up or down among those of its side; the first stays first. Raises UnknownReason."""
    all_ = _all_locked(by)
    known = _named(key, all_)
    beside = [each for each in all_ if each.of_sellers is known.of_sellers]
    before = beside.index(known)
    after = max(0, before - 1) if up else min(len(beside) - 1, before + 1)
    if after == before:
        return
    places = sorted(each.position for each in beside)
    beside.insert(after, beside.pop(before))
    rows = [_row_of(each) for each in beside]
    for row, place in zip(rows, places, strict=True):
        row.position = place
    Reason.objects.bulk_update(rows, ["position"])
    _tell_others()
    publish(ReasonMoved(reason_id=rows[after].pk, reason=Intent(key), position=after), by=by)


@transaction.atomic
def retire_reason(*, by: Actor, key: str) -> None:
    """Offered and proposed no more; conversations that have it keep it. Raises UnknownReason."""
    row = _row_of(_named(key, _all_locked(by)))
    if key == Intent.OTHER:
        raise ReasonStays(_("“Something else” stays: it is for what fits nowhere."))
    if row.retired_at is not None:
        return
    row.retired_at = now()
    row.save(update_fields=["retired_at"])
    _tell_others()
    publish(ReasonRetired(reason_id=row.pk, reason=Intent(key)), by=by)


@transaction.atomic
def offer_reason(*, by: Actor, key: str) -> None:
    """Offer a retired one again. Raises UnknownReason."""
    row = _row_of(_named(key, _all_locked(by)))
    if row.retired_at is None:
        return
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    _tell_others()
    publish(ReasonOffered(reason_id=row.pk, reason=Intent(key)), by=by)


def _all_locked(by: Actor) -> list[KnownReason]:
    """All of them as they are now, one change after the other: most have no row to lock."""
    access.require_statuses(by)
    db.rows(_LOCK, [])
    forget_directory()
    return list(known_reasons())


def _named(key: str, all_: list[KnownReason]) -> KnownReason:
    found = next((each for each in all_ if each.key == key), None)
    if found is None:
        raise UnknownReason(_("There is no such contact reason."))
    return found


def _row_of(known: KnownReason) -> Reason:
    start = {"of_sellers": known.of_sellers, "position": known.position}
    return Reason.objects.get_or_create(key=known.key, defaults=start)[0]


def _tidy(names: Mapping[str, str]) -> dict[str, str]:
    languages = {code for code, _name in settings.LANGUAGES}
    told = ((code, " ".join(clean(words).split())[:LONGEST]) for code, words in names.items())
    return {code: words for code, words in told if words and code in languages}


def _unshipped(known: KnownReason, names: dict[str, str]) -> dict[str, str]:
    """Nobody renames it by saving what he read: it stays translated."""
    return {code: words for code, words in names.items() if words != _in(code, known)}


def _in(code: str, known: KnownReason) -> str:
    with override(code):
        return known.shipped


def _check_names(names: Mapping[str, str], all_: list[KnownReason], *, but: str) -> None:
    for code, words in names.items():
        with override(code):
            others = {fold(each.label) for each in all_ if each.key != but and not each.is_retired}
        if fold(words) in others:
            raise ReasonNameTaken(_("Another reason is called “%s”.") % words)


def _tell_others() -> None:
    forget_directory()
    after_commit(forget_directory)
