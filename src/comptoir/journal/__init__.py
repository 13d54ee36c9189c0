"""The spine: what happened, who did it, what followed.

Packages import from here: `Event`, `publish`, `on`, `later`, `task`, `periodic`, `timeline`.
"""

from comptoir.journal.events import Event
from comptoir.journal.publishing import publish
from comptoir.journal.registry import on
from comptoir.journal.scheduling import later, periodic, task

__all__ = ["Event", "later", "on", "periodic", "publish", "task"]
