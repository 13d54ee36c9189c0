"""Why a record is not given away or ended."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.kit.errors import ComptoirError, Conflict, NotFound


class NoSuchPerson(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such buyer, or nothing is kept of him any more."))


class NoSuchExport(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such export of yours, or its seven days are over."))


class WrongName(ComptoirError):
    """What was typed is not the name of the buyer."""

    status = 422

    def __init__(self, name: str) -> None:
        said = _("Type “%(name)s” exactly: so that nobody is erased by mistake.")
        super().__init__(said % {"name": name})


class StillOpen(Conflict):
    """Erasing would take the words out of a conversation that goes on."""

    def __init__(self, count: int) -> None:
        said = ngettext(
            "%(count)s conversation of this buyer is still open. Resolve it, then erase.",
            "%(count)s conversations of this buyer are still open. Resolve them, then erase.",
            count,
        )
        super().__init__(said % {"count": count})


class HeldBack(Conflict):
    """A hold stands on something of his."""

    def __init__(self, numbers: list[int]) -> None:
        said = _("Held back: %(numbers)s. Lift the hold under “What is kept”, then erase.")
        super().__init__(said % {"numbers": ", ".join(f"#{number}" for number in numbers)})


class BadDays(ComptoirError):
    """A time that cannot be meant."""

    status = 422

    def __init__(self, least: int, most: int) -> None:
        said = _("Write a number of days from %(least)s to %(most)s, or leave it empty: for ever.")
        super().__init__(said % {"least": least, "most": most})


class NoSuchChannel(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such channel."))


class WordsOnly(ComptoirError):
    """Days of its own were asked for a channel, of what has none."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("A channel has days of its own for words and files only."))


class NothingToHold(ComptoirError):
    status = 422

    def __init__(self) -> None:
        said = _("Write the number of a conversation that exists, and why it is held.")
        super().__init__(said)


class NoSuchHold(NotFound):
    def __init__(self) -> None:
        super().__init__(_("This hold is lifted already."))


class AlreadyUnderWay(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This buyer is being erased already."))
