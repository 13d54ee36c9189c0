"""What can be refused about webhooks."""

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, NotFound


class NoSuchEndpoint(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such webhook."))


class NoSuchNotice(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such notice."))


class BadEndpoint(ComptoirError):
    """An address that can't be told anything, or an event that does not exist."""

    status = 422
