"""The errors people may read: each carries one clear sentence and an HTTP status."""

from collections.abc import Mapping, Sequence


class ComptoirError(Exception):
    """A refusal in words. `str(error)` is shown to the person as it is.

    `faults` are the places of what was sent that do not fit, for programs.
    """

    status = 400
    faults: Sequence[Mapping[str, str]] = ()


class NotAllowed(ComptoirError):
    """The actor lacks the permission."""

    status = 403


class NotFound(ComptoirError):
    """The thing does not exist, or this person may not know that it does."""

    status = 404


class Conflict(ComptoirError):
    """Somebody else was faster, or the thing is no longer in the state this needs."""

    status = 409
