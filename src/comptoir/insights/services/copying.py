"""That somebody took figures or rows out of the house stands in the audit log."""

from django.db import transaction

from comptoir.insights import access
from comptoir.insights.events import FiguresExported, RowsExported
from comptoir.insights.policies.lens import Lens
from comptoir.insights.policies.spans import DAYS
from comptoir.journal import publish
from comptoir.kit.actor import Actor


@transaction.atomic
def note_figures_copied(*, by: Actor, lens: Lens) -> None:
    access.require(by)
    publish(FiguresExported(member_id=by.row_id, days=DAYS[lens.span]), by=by)


@transaction.atomic
def note_rows_copied(*, by: Actor, lens: Lens, entries: int) -> None:
    access.require(by)
    taken = RowsExported(
        member_id=by.row_id, figure=lens.figure, days=DAYS[lens.span], entries=entries
    )
    publish(taken, by=by)
