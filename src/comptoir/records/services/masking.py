"""Which kinds of numbers are masked in what is stored."""

from django.db import transaction

from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.cards import Kind
from comptoir.records import access
from comptoir.records.events import KeepingChanged
from comptoir.records.models import KeepingRule
from comptoir.records.queries.masking import forget_masking, rule_name


@transaction.atomic
def set_masked(*, by: Actor, kind: Kind, is_masked: bool) -> None:
    """Counts for what comes from now on: what is masked stays so, what is stored is not looked
    through again."""
    access.require(by, access.KEEPING)
    rule, made = KeepingRule.objects.select_for_update().get_or_create(
        kind=rule_name(kind), defaults={"days": int(is_masked)}
    )
    if not made and bool(rule.days) == is_masked:
        return
    rule.days = int(is_masked)
    rule.save(update_fields=["days"])
    told = {"kind": f"mask {kind}", "after": is_masked}
    publish(KeepingChanged(rule_id=rule.pk), by=by, detail=told)
    transaction.on_commit(forget_masking)
