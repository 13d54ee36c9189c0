"""What can be refused about templates, macros and vouchers."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.conversations.errors import NotReadyToSend
from comptoir.kit.errors import ComptoirError, Conflict, NotFound


class NoSuchTemplate(NotFound):
    """It does not exist, or is somebody else's own."""

    def __init__(self) -> None:
        super().__init__(_("There is no such template, or it is somebody else’s own."))


class NoSuchVersion(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such version of this template."))


class NoSuchTemplateFile(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such file of this template."))


class NoSuchVoucherList(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such list of vouchers."))


class TemplateUnclear(ComptoirError):
    """Something in its words or actions can't be understood."""

    status = 422


class TemplateMoved(Conflict):
    """Somebody wrote a newer version than the one that was changed."""

    def __init__(self, number: int) -> None:
        said = _(
            "Somebody has saved version %(number)d meanwhile. Look at it, then save yours again."
        )
        super().__init__(said % {"number": number})


class AlreadyDecided(Conflict):
    """Somebody else approved or declined it first."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has already decided about this version. Load the page anew."))


class VariableMissing(NotReadyToSend):
    """A placeholder stands in the words that would be sent."""


class PictureMissing(NotReadyToSend):
    """The words have a place for a picture that is not attached any more."""


class FilledForOthers(NotReadyToSend):
    """The words were filled in for other readers than those chosen now."""


class NoVoucherLeft(NotReadyToSend):
    """The words promise a voucher, and no list has one."""


class VouchersUnclear(ComptoirError):
    """The file of codes can't be read; nothing of it was kept. `lines` are the first bad ones."""

    status = 422
    lines: tuple[str, ...] = ()

    @classmethod
    def at(cls, bad: Mapping[int, str], *, most: int) -> "VouchersUnclear":
        """`bad` are reasons by the number of their line."""
        told = list(bad.items())
        each = _("Line %(number)d: %(why)s")
        lines = [each % {"number": number, "why": why} for number, why in told[:most]]
        made = cls(lines[0] if len(told) == 1 else _and_more(lines[0], len(told) - 1))
        more = [_("and %d more") % (len(told) - most)] if len(told) > most else []
        made.lines = (*lines, *more)
        made.faults = [{"line": str(number), "message": why} for number, why in told[:most]]
        return made


def _and_more(first: str, count: int) -> str:
    said = ngettext(
        "%(first)s %(count)d more line does not fit.",
        "%(first)s %(count)d more lines do not fit.",
        count,
    )
    return said % {"first": first, "count": count}


class NoSuchMailing(NotFound):
    """It does not exist, or is somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("There is no such letter to many of yours."))


class MailingUnclear(ComptoirError):
    """Whom it is for, or what it says, is not said."""

    status = 422


class LeftOut(ComptoirError):
    """One order of a letter to many is left out; the others are not."""
