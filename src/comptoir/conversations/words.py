"""The words the desk's modules say, in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _


def desk_words() -> dict[str, Any]:
    """Handed to the page as a JSON block; `{name}` is filled in there."""
    return {
        "newOne": _("New: {name}, {gist}"),
        "newMany": _("{count} new conversations"),
        "newBelow": _("{count} new"),
        "newMessage": _("New message from {name}"),
        "unread": _("New since you were here"),
        "acts": {
            "allPicked": _("All"),
            "print": _("Print…"),
        },
    }
