"""What can be refused about a chat."""

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, NotAllowed, NotFound


class NoSuchChat(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such chat, or it is switched off."))


class OriginRefused(NotAllowed):
    """The page that asks belongs to nobody who was let in."""

    def __init__(self) -> None:
        super().__init__(_("This chat is not offered on that site."))


class TokenRefused(ComptoirError):
    """The shop's token is forged, over, or made for something else: never said which."""

    status = 401

    def __init__(self) -> None:
        super().__init__(_("Who you are could not be checked. Load the page again."))


class VisitOver(ComptoirError):
    """The key of this browser is not known, or its time is over."""

    status = 401

    def __init__(self) -> None:
        super().__init__(_("This chat was open for too long. Open it again."))


class TooFast(ComptoirError):
    status = 429

    def __init__(self) -> None:
        super().__init__(_("That was a lot at once. Wait a minute, then try again."))


class BadChat(ComptoirError):
    """Something typed in the settings can't be."""

    status = 422


class NameNeeded(ComptoirError):
    """What the shop wants to know before the first message is missing."""

    status = 422
