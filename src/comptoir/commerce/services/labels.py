"""Labels of buyers: which there are, and who has them, why, and by whose word."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from comptoir.commerce import access
from comptoir.commerce.errors import LabelUnclear, UnknownBuyer, UnknownLabel
from comptoir.commerce.events import BuyerLabelled, BuyerUnlabelled, LabelDefined, LabelRemoved
from comptoir.commerce.models import Buyer, BuyerLabel, LabelledBuyer
from comptoir.commerce.queries.labels import forget_labels
from comptoir.commerce.states import Colour
from comptoir.journal import publish
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.db import after_commit
from comptoir.kit.text import clean, fold

MOST_LABELS = 30
LONGEST_NAME = 40
LONGEST_WHY = 200


@transaction.atomic
def define_label(
    *, by: Actor, name: str, colour: Colour, about: str = "", label_id: int | None = None
) -> BuyerLabel:
    """A new label, or a known one called otherwise. Raises LabelUnclear, UnknownLabel."""
    access.require(by, access.LABELS)
    label = BuyerLabel() if label_id is None else _locked(label_id)
    before = {"name": str(label), "colour": label.colour} if label.pk else {}
    # Who saves the words he read does not rename it: they stay translated.
    is_known = label_id is not None
    if not is_known or _line(name) != str(label):
        label.name = _free_name(_line(name), label)
    if not is_known or _line(about)[:200] != label.meaning:
        label.about = _line(about)[:200]
    label.colour = colour
    label.key = label.key or _free_key(label.name)
    label.save()
    detail = {"before": before, "after": {"name": str(label), "colour": label.colour}}
    publish(LabelDefined(label_id=label.pk), by=by, detail=detail)
    _tell_others()
    return label


def _free_name(name: str, label: BuyerLabel) -> str:
    if not name:
        raise LabelUnclear(_("Give the label a name."))
    if len(name) > LONGEST_NAME:
        told = {"most": LONGEST_NAME}
        raise LabelUnclear(_("The name is too long: %(most)d characters fit.") % told)
    others = list(BuyerLabel.objects.exclude(pk=label.pk))
    if fold(name) in {fold(str(other)) for other in others}:
        raise LabelUnclear(_("There is a label “%(name)s” already.") % {"name": name})
    if label._state.adding and len(others) >= MOST_LABELS:
        told = {"most": MOST_LABELS}
        raise LabelUnclear(_("There are %(most)d labels, as many as there can be.") % told)
    return name


def _free_key(name: str) -> str:
    wanted = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:36] or "label"
    taken = set(BuyerLabel.objects.values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wanted, *numbered) if key not in taken)


@transaction.atomic
def remove_label(*, by: Actor, label_id: int) -> None:
    """Nobody has it any more. Raises UnknownLabel."""
    access.require(by, access.LABELS)
    label = _locked(label_id)
    detail = {"before": {"name": str(label), "buyers": label.given.count()}}
    publish(LabelRemoved(label_id=label.pk), by=by, detail=detail)
    label.delete()
    _tell_others()


def _locked(label_id: int) -> BuyerLabel:
    label = BuyerLabel.objects.select_for_update().filter(pk=label_id).first()
    if label is None:
        raise UnknownLabel
    return label


@dataclass(frozen=True, slots=True)
class Given:
    """A label for a buyer, and the line that says why."""

    buyer_id: int
    label_id: int
    why: str = ""


@transaction.atomic
def label_buyer(*, by: Actor, buyer_id: int, label_id: int, why: str = "") -> bool:
    """Give a buyer a label, or say anew why he has it; False where nothing changed.

    Raises UnknownBuyer, UnknownLabel.
    """
    if not BuyerLabel.objects.filter(pk=label_id).exists():
        raise UnknownLabel
    return label_buyers(by=by, given=[Given(buyer_id, label_id, why)])[0]


@transaction.atomic
def label_buyers(*, by: Actor, given: Collection[Given]) -> list[bool]:
    """Many at once: for each, whether something changed. An empty reason leaves the one there is.

    Raises UnknownBuyer.
    """
    access.require(by, access.EDIT_BUYER)
    homes = _homes({one.buyer_id for one in given})
    known = _known(homes.values())
    return [_give(by, homes, known, one) for one in given]


def _homes(ids: Collection[int]) -> dict[int, int]:
    """Each buyer's own row, or that of the one he was merged into, locked in order."""
    rows = Buyer.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    homes = {row.pk: row.merged_into_id or row.pk for row in rows}
    if len(homes) < len(ids):
        raise UnknownBuyer
    return homes


def _known(buyer_ids: Collection[int]) -> dict[tuple[int, int], LabelledBuyer]:
    rows = _those_of(buyer_ids).select_related("buyer").order_by("pk")
    return {(row.buyer.merged_into_id or row.buyer_id, row.label_id): row for row in rows}


def _those_of(buyer_ids: Collection[int]) -> QuerySet[LabelledBuyer]:
    """What they have, and what those have who were merged into them."""
    ids = list(buyer_ids)
    return LabelledBuyer.objects.filter(Q(buyer__in=ids) | Q(buyer__merged_into__in=ids))


def _give(
    by: Actor,
    homes: Mapping[int, int],
    known: dict[tuple[int, int], LabelledBuyer],
    one: Given,
) -> bool:
    buyer_id, why = homes[one.buyer_id], _line(one.why)[:LONGEST_WHY]
    row = known.get((buyer_id, one.label_id))
    if row is not None and why in ("", row.why):
        return False
    detail = {"after": {"why": why}, "before": {"why": row.why} if row else {}}
    if row is None:
        row = LabelledBuyer(buyer_id=buyer_id, label_id=one.label_id)
        known[buyer_id, one.label_id] = row
    row.why, row.given_by_id, row.given_at = why, _member(by), now()
    row.save()
    publish(BuyerLabelled(buyer_id=buyer_id, label_id=one.label_id), by=by, detail=detail)
    return True


def _member(by: Actor) -> int | None:
    return by.row_id if by.kind is ActorKind.AGENT else None


@transaction.atomic
def unlabel_buyer(*, by: Actor, buyer_id: int, label_id: int) -> bool:
    """Take a label off a buyer; False where he had none. Raises UnknownBuyer."""
    access.require(by, access.EDIT_BUYER)
    home = _homes({buyer_id})[buyer_id]
    rows = list(_those_of([home]).filter(label_id=label_id))
    if not rows:
        return False
    detail = {"before": {"why": rows[0].why}}
    publish(BuyerUnlabelled(buyer_id=home, label_id=label_id), by=by, detail=detail)
    LabelledBuyer.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return True


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _tell_others() -> None:
    forget_labels()
    after_commit(forget_labels)
