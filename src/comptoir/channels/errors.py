"""What can go wrong with a channel."""

from comptoir.kit.errors import ComptoirError, Conflict


class ConnectorError(ComptoirError):
    """The other side refused or was not reached. Permanent failures stop, others are retried."""

    status = 502

    def __init__(
        self, message: str, *, permanent: bool = False, code: str = "", grant: bool = False
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.code = code
        self.grant_expired = grant


class TooLateToUndo(Conflict):
    """The message has left the house."""


class ForbiddenContent(ComptoirError):
    """The marketplace forbids something in this message."""

    status = 422
