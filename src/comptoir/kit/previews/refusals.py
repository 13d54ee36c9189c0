"""Why a file is not shown."""

from enum import StrEnum

from comptoir.kit.errors import ComptoirError


class Reason(StrEnum):
    NOT_SHOWN = "not_shown"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    LOCKED = "locked"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"


class PreviewRefused(ComptoirError):
    """The file has no preview. `reason` may be stored; `explain` says it in words."""

    status = 422

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return explain(self.reason)


def explain(reason: Reason) -> str:
    """One sentence in the language of the reader."""
    # Here, because the child raises these refusals and runs without Django.
    from django.utils.translation import gettext as _

    return {
        Reason.NOT_SHOWN: _("Files of this kind are not shown here. Download it to open it."),
        Reason.TOO_LARGE: _("This file is too large to be shown here. Download it to open it."),
        Reason.TOO_MANY_PIXELS: _(
            "This picture has too many pixels to be shown here. Download it to open it."
        ),
        Reason.BROKEN: _("This file is damaged and cannot be shown. Ask for it to be sent again."),
        Reason.LOCKED: _("This file is protected by a password. Download it to open it."),
        Reason.TIMED_OUT: _("Showing this file takes too long. Download it to open it."),
        Reason.OUT_OF_MEMORY: _("Showing this file takes too much memory. Download it to open it."),
    }[reason]
