"""Promises of the house's own: for some reasons, or for the buyers of a label alone."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.deadlines.access import MANAGE, require
from comptoir.deadlines.errors import NoSuchRow, ValueUnclear
from comptoir.deadlines.events import ClockPolicyChanged
from comptoir.deadlines.models import ClockPolicy
from comptoir.deadlines.services.settings import check_minutes, check_stretch, tell_others
from comptoir.deadlines.slots import LABEL_NAMES, REASONS
from comptoir.deadlines.states import Basis, Group, Kind
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

OWN = "own-"
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class PromiseValues:
    """Without reasons it is for whatever no other promise names; without labels for everybody."""

    name: str
    kinds: Collection[Kind]
    minutes: int
    basis: Basis
    reasons: Collection[str] = ()
    labels: Collection[str] = ()
    stretch_minutes: int | None = None


@transaction.atomic
def add_promise(*, by: Actor, values: PromiseValues) -> list[ClockPolicy]:
    """A promise for each kind, from now on. Raises ValueUnclear."""
    require(by, MANAGE)
    name = " ".join(clean(values.name).split())[:LONGEST_NAME]
    if not name:
        raise ValueUnclear(_("Give the promise a name."))
    if not values.kinds:
        raise ValueUnclear(_("Say what is promised: a first reply, the next ones, or both."))
    _check_known(values)
    check_minutes(values.minutes)
    check_stretch(values.stretch_minutes, values.minutes)
    made = [_made(values, name, kind) for kind in dict.fromkeys(values.kinds)]
    for policy in made:
        _announce(policy, by)
    tell_others()
    return made


def _check_known(values: PromiseValues) -> None:
    reasons = {key for names in REASONS.all() for key in names()}
    labels = {key for names in LABEL_NAMES.all() for key, _name in names()}
    for key in sorted({*values.reasons} - reasons):
        raise ValueUnclear(_("There is no contact reason “%(key)s”.") % {"key": key})
    for key in sorted({*values.labels} - labels):
        raise ValueUnclear(_("There is no label “%(key)s”.") % {"key": key})


def _made(values: PromiseValues, name: str, kind: Kind) -> ClockPolicy:
    moment = now()
    return ClockPolicy.objects.create(
        key=f"{OWN}{moment:%Y%m%d%H%M%S%f}-{kind}",
        edited_at=moment,
        name=name,
        group=Group.OTHER,
        kind=kind,
        reasons=list(values.reasons),
        labels=list(values.labels),
        everything=not values.reasons,
        minutes=values.minutes,
        stretch_minutes=values.stretch_minutes,
        basis=values.basis,
        valid_from=moment.date(),
        source=_("House rule"),
    )


def _announce(policy: ClockPolicy, by: Actor) -> None:
    changed = ClockPolicyChanged(
        policy_id=policy.pk, minutes=policy.minutes, enabled=policy.enabled
    )
    after = {"name": policy.name, "reasons": policy.reasons, "labels": policy.labels}
    publish(changed, by=by, detail={"before": {}, "after": after})


@transaction.atomic
def end_promise(*, by: Actor, policy_id: int) -> None:
    """A promise of the house's own is made no more; clocks that run keep it. Raises NoSuchRow."""
    require(by, MANAGE)
    found = ClockPolicy.objects.select_for_update().filter(pk=policy_id, key__startswith=OWN)
    policy = found.first()
    if policy is None:
        raise NoSuchRow
    policy.enabled, policy.valid_to = False, now().date()
    policy.save(update_fields=["enabled", "valid_to"])
    changed = ClockPolicyChanged(policy_id=policy.pk, minutes=policy.minutes, enabled=False)
    publish(changed, by=by, detail={"before": {"name": policy.name}})
    tell_others()
