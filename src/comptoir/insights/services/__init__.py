"""The verbs of insights."""

from comptoir.insights.services.copying import note_figures_copied, note_rows_copied
from comptoir.insights.services.counting import rebuild, restate
from comptoir.insights.services.following import follow, start_from_now
from comptoir.insights.services.sharing import Given, reassign

__all__ = [
    "Given",
    "follow",
    "note_figures_copied",
    "note_rows_copied",
    "reassign",
    "rebuild",
    "restate",
    "start_from_now",
]
