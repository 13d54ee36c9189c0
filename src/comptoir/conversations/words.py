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
            "outcome": _("Resolve with an outcome"),
            "writeFirst": _("Write first about the order"),
            "pick": _("Select"),
            "allPicked": _("All"),
            "pickMany": _("Select up to here, or all that are shown"),
            "snooze": _("Set aside"),
            "remind": _("Remind me"),
            "later": _("Send later"),
            "merge": _("Merge with another conversation"),
            "print": _("Print…"),
        },
        "keys": {
            "next": _("Next conversation"),
            "previous": _("Previous conversation"),
            "open": _("Open the conversation"),
            "reply": _("Reply"),
            "note": _("Internal note"),
            "assign": _("Assign"),
            "assignMe": _("Assign to me"),
            "reason": _("Contact reason"),
            "label": _("Tags"),
            "priority": _("Status and priority"),
            "resolve": _("Resolve, or reopen"),
            "resolveNext": _("Resolve and open the next"),
            "caseFile": _("Show or fold the case file"),
            "send": _("Send"),
            "sendResolve": _("Send and resolve"),
        },
    }
