"""The words the preferences' script says, in the reader's language."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "notices.insecure": _(
            "Push needs an address that begins with https, or 127.0.0.1. "
            "Ask your administrator for one."
        ),
        "notices.unable": _(
            "This browser can’t be pushed to. On an iPhone or iPad, add the desk to the home "
            "screen first."
        ),
        "notices.denied": _(
            "This browser does not allow notifications from the desk. Allow them in its "
            "settings for this page, then come back."
        ),
        "notices.failed": _("Push could not be turned on: {reason}"),
    }
