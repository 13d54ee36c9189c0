"""What the house decides of promises changes: for clocks that start or move from now on."""

from dataclasses import asdict, fields

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.deadlines.access import MANAGE, require
from comptoir.deadlines.errors import ValueUnclear
from comptoir.deadlines.events import OptionsChanged
from comptoir.deadlines.models import KeptOptions
from comptoir.deadlines.options import Options
from comptoir.deadlines.queries import forget_book, options
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.db import after_commit


@transaction.atomic
def choose_due_soon(*, by: Actor, wanted: Options) -> None:
    """Raises ValueUnclear for a number out of its range, and nothing is changed."""
    require(by, MANAGE)
    for each in fields(Options):
        least, most = each.metadata["range"]
        if not least <= getattr(wanted, each.name) <= most:
            said = _("Write a whole number from %(least)s to %(most)s.")
            raise ValueUnclear(said % {"least": least, "most": most})
    before = asdict(options())
    KeptOptions.objects.update_or_create(id=1, defaults=asdict(wanted))
    publish(OptionsChanged(options_id=1), by=by, detail={"before": before, "after": asdict(wanted)})
    after_commit(forget_book)
