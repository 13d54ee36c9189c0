"""What triage refuses."""

from comptoir.kit.errors import ComptoirError, NotFound


class NoSuchTeam(NotFound):
    """No active team has this number."""


class BadDuty(ComptoirError):
    """A capacity or a time that makes no sense."""

    status = 422


class NobodyToTakeOver(ComptoirError):
    """Nobody was chosen to take the conversations."""

    status = 422
