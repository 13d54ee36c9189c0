"""What can be refused about templates, macros and vouchers."""

from django.utils.translation import gettext as _

from comptoir.conversations.errors import NotReadyToSend
from comptoir.kit.errors import ComptoirError, Conflict, NotFound


class NoSuchTemplate(NotFound):
    """It does not exist, or is somebody else's own."""

    def __init__(self) -> None:
        super().__init__(_("There is no such template, or it is somebody else’s own."))


class NoSuchVoucherList(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such list of vouchers."))


class TemplateUnclear(ComptoirError):
    """Something in its words or actions can't be understood."""

    status = 422


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
    """The file of codes can't be read; nothing of it was kept."""

    status = 422


class NoSuchMailing(NotFound):
    """It does not exist, or is somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("There is no such letter to many of yours."))


class MailingUnclear(ComptoirError):
    """Whom it is for, or what it says, is not said."""

    status = 422


class LeftOut(ComptoirError):
    """One order of a letter to many is left out; the others are not."""
