"""What statuses exist, what they are called and in which order they stand."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from comptoir.conversations import access
from comptoir.conversations.errors import (
    StatusInUse,
    StatusNameTaken,
    StatusNeedsName,
    UnknownStatus,
)
from comptoir.conversations.events import (
    StatusAdded,
    StatusDefined,
    StatusMoved,
    StatusRemoved,
)
from comptoir.conversations.models import Conversation, Status
from comptoir.conversations.queries.directory import forget_directory, shipped_label
from comptoir.conversations.states import STATUS_LABELS, Category
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.db import after_commit
from comptoir.kit.text import clean, fold

LONGEST = 60
# Numbers below belong to what ships, in later versions too.
FIRST_OWN = 100


@dataclass(frozen=True, slots=True)
class StatusWords:
    """What agents and buyers read; an empty one means the words that ship."""

    agent: str = ""
    buyer: str = ""


@transaction.atomic
def add_status(*, by: Actor, words: StatusWords, category: Category) -> Status:
    """Raises StatusNeedsName, StatusNameTaken."""
    access.require_statuses(by)
    statuses = _all_locked()
    status = Status(
        key=_free_key(words.agent, {each.key for each in statuses}),
        number=max(FIRST_OWN, *(each.number + 1 for each in statuses)),
        category=category,
        position=max((each.position for each in statuses), default=-1) + 1,
    )
    _word(status, words, statuses)
    status.save(force_insert=True)
    _tell_others()
    added = StatusAdded(status_number=status.number, category=category)
    publish(added, by=by, detail={"after": _said(status)})
    return status


@transaction.atomic
def define_status(*, by: Actor, key: str, words: StatusWords, category: Category) -> Status:
    """Other words, or another meaning while no conversation has it.

    Raises UnknownStatus, StatusInUse, StatusNeedsName, StatusNameTaken.
    """
    access.require_statuses(by)
    statuses = _all_locked()
    status = _named(key, statuses)
    before = _said(status)
    if status.category != category:
        _check_free(status)
        status.category = category
    _word(status, words, statuses)
    if before == _said(status):
        return status
    status.save()
    _tell_others()
    defined = StatusDefined(status_number=status.number, category=category)
    publish(defined, by=by, detail={"before": before, "after": _said(status)})
    return status


@transaction.atomic
def move_status(*, by: Actor, key: str, up: bool) -> Status:
    """One place up or down; the first stays first. Raises UnknownStatus."""
    access.require_statuses(by)
    statuses = _all_locked()
    status = _named(key, statuses)
    before = statuses.index(status)
    after = max(0, before - 1) if up else min(len(statuses) - 1, before + 1)
    if after == before:
        return status
    statuses.insert(after, statuses.pop(before))
    for position, each in enumerate(statuses):
        each.position = position
    Status.objects.bulk_update(statuses, ["position"])
    _tell_others()
    publish(StatusMoved(status_number=status.number, position=after), by=by)
    return status


@transaction.atomic
def remove_status(*, by: Actor, key: str) -> None:
    """Raises UnknownStatus, and StatusInUse for one that ships or that a conversation has."""
    access.require_statuses(by)
    status = _named(key, _all_locked())
    _check_free(status)
    said = _said(status)
    status.delete()
    _tell_others()
    publish(StatusRemoved(status_number=status.number), by=by, detail={"before": said})


def _all_locked() -> list[Status]:
    """All of them, in their order: names and places are compared with one another."""
    return list(Status.objects.select_for_update().order_by("position", "key"))


def _named(key: str, statuses: list[Status]) -> Status:
    found = next((each for each in statuses if each.key == key), None)
    if found is None:
        raise UnknownStatus(_("This status does not exist any more."))
    return found


def _check_free(status: Status) -> None:
    if status.key in STATUS_LABELS:
        raise StatusInUse(_("The desk itself works with this status: what it means stays."))
    if Conversation.objects.filter(status=status).exists():
        raise StatusInUse(_("Conversations have this status: what it means stays."))


def _word(status: Status, words: StatusWords, statuses: list[Status]) -> None:
    agent, buyer = _tidy(words.agent), _tidy(words.buyer)
    if status.key in STATUS_LABELS and agent == shipped_label(status.key):
        # Nobody renames it by saving what he read: it stays translated.
        agent = ""
    if not agent and status.key not in STATUS_LABELS:
        raise StatusNeedsName(_("Give the status a name."))
    others = (each for each in statuses if each.key != status.key)
    if agent and fold(agent) in {fold(e.label_agent or shipped_label(e.key)) for e in others}:
        raise StatusNameTaken(_("Another status is called “%s”.") % agent)
    status.label_agent, status.label_buyer = agent, buyer


def _tidy(words: str) -> str:
    return " ".join(clean(words).split())[:LONGEST]


def _free_key(label: str, taken: set[str]) -> str:
    """A short name that nobody reads: “In the laboratory” becomes `in-the-laboratory`."""
    base = slugify(label)[:26] or "status"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in numbered if key not in taken)


def _said(status: Status) -> dict[str, str]:
    return {
        "category": status.category,
        "agent": status.label_agent,
        "buyer": status.label_buyer,
    }


def _tell_others() -> None:
    forget_directory()
    after_commit(forget_directory)
