"""The bell, its script on every page of a member, a line of his own menu."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.viewers import Viewer
from comptoir.ui.slots import MEMBER_MENU, NAVIGATION, PARTS, STYLES, Entry


def bell(request: HttpRequest) -> SafeString:
    """Loads its count by itself, so that no page waits for it."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return SafeString("")
    return render_to_string("notices/bell.html", {"member_id": viewer.id})


PARTS.plug("notices", bell)
STYLES.plug("notices", "notices/notices.css")
NAVIGATION.plug(
    "notices",
    Entry(
        "notices",
        _("Notifications"),
        "bell",
        "notices:list",
        phone=True,
        letter="KeyB",
        under="/notices/",
        order=5,
    ),
)
MEMBER_MENU.plug("notices", Entry("notices", _("How I am notified"), "bell", "notices:preferences"))
