"""What can be refused here, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, Conflict, NotFound


class UnknownBuyer(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such buyer."))


class UnknownOrder(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such order."))


class UnknownSeller(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such seller."))


class BadContact(ComptoirError):
    """What was typed is no address."""

    def __init__(self) -> None:
        super().__init__(_("This is no e-mail address. Check it and try again."))


class UnknownListing(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such listing."))


class MixedCurrencies(ComptoirError):
    """One order has one currency."""

    status = 422


class UnknownLabel(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such label."))


class LabelUnclear(ComptoirError):
    """A label can't be called that; the sentence says why."""

    status = 422


class UnknownIdentity(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such address or number of a buyer."))


class BadIdentity(ComptoirError):
    """Nothing is left of the value to know anybody by."""

    def __init__(self, kind: str) -> None:
        super().__init__(_("A buyer can't be known by an empty %(kind)s.") % {"kind": kind})


class StaleNote(Conflict):
    """Somebody else changed the note meanwhile; `version` is the one that stands."""

    def __init__(self, version: int) -> None:
        super().__init__(_("Somebody else changed this note meanwhile. Look at it and save again."))
        self.version = version


class CannotMerge(Conflict):
    """These two can't become one buyer; the sentence says why."""

    @classmethod
    def same(cls) -> "CannotMerge":
        return cls(_("A buyer can't be merged with himself."))

    @classmethod
    def already(cls) -> "CannotMerge":
        return cls(_("One of the two buyers was merged already."))

    @classmethod
    def relay(cls) -> "CannotMerge":
        return cls(_("Only a person may say whose relay address it is."))


class NotMerged(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This was never merged with anything."))


class BadFacts(ComptoirError):
    """An external id is empty, too long or not text."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“%(id)s” can't be an id: 1 to 120 characters of text are.") % {"id": text[:40]}
        )


class UnknownImport(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such import, or it has begun already."))


class UnreadableFile(ComptoirError):
    """The file can't be imported at all; the sentence says why."""


class UnknownKind(UnreadableFile):
    """Nobody imports such facts."""

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        super().__init__(
            _("“%(kind)s” is nothing that can be imported; %(known)s are.")
            % {"kind": kind, "known": ", ".join(known)}
        )
