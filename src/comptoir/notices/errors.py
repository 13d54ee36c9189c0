"""What notices refuse, in words."""

from comptoir.kit.errors import ComptoirError, NotFound


class NoSuchNotice(NotFound):
    """It is gone, or somebody else's."""


class BadPreferences(ComptoirError):
    """What was chosen makes no sense."""


class BadBrowser(ComptoirError):
    """What came is no address of a push service."""


class NoBrowser(ComptoirError):
    """A test was asked for, and no browser is there to be pushed to."""
