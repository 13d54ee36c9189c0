"""What the API refuses before any package is asked."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, Conflict, NotAllowed


class Unauthenticated(ComptoirError):
    """No token, or one that is worth nothing: which of the two is not told."""

    status = 401

    def __init__(self) -> None:
        super().__init__(
            _("Send a valid API token: Authorization: Bearer, a space, then the token.")
        )


class ScopeMissing(NotAllowed):
    """The token, or the role of its owner, lacks the permission."""

    def __init__(self, permission: str) -> None:
        super().__init__(
            _("This token may not do that: it lacks “%(permission)s”.") % {"permission": permission}
        )


class TooManyRequests(ComptoirError):
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _("Too many requests with this token. Try again in %(seconds)s s.")
            % {"seconds": seconds}
        )
        self.seconds = seconds


class TooLarge(ComptoirError):
    status = 413

    def __init__(self, most: int) -> None:
        super().__init__(_("The request is too large: %(most)s bytes at most.") % {"most": most})


class UnknownParameter(ComptoirError):
    """Filters and sorts are those that are listed (F3)."""

    status = 422

    def __init__(self, name: str, known: Iterable[str]) -> None:
        listed = ", ".join(sorted(known))
        said = (
            _("“%(name)s” is no parameter here. These are: %(known)s.")
            if listed
            else _("“%(name)s” is no parameter here. There are none.")
        )
        super().__init__(said % {"name": name[:60], "known": listed})


class BadCursor(ComptoirError):
    """It was changed, or belongs to a list with other filters."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This cursor does not belong to this list. Begin again without a cursor.")
        )


class BadKey(ComptoirError):
    status = 422

    def __init__(self, most: int) -> None:
        super().__init__(
            _("An Idempotency-Key has 1 to %(most)s visible ASCII characters.") % {"most": most}
        )


class KeyReused(ComptoirError):
    """The same key came before with another request."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This Idempotency-Key was used for another request. Give each request its own.")
        )


class KeyInUse(Conflict):
    """The same request is being carried out at this moment."""

    def __init__(self) -> None:
        super().__init__(
            _("A request with this Idempotency-Key is still being carried out. Try again.")
        )
