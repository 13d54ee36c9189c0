"""Where each page lives."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

import comptoir.config.plugs  # noqa: F401
from comptoir.accounts.views.api import api_reference
from comptoir.accounts.views.settings import settings_home
from comptoir.accounts.visitor_urls import urlpatterns as entrance
from comptoir.accounts.visitors import DOORS, Door
from comptoir.conversations.views.visiting.urls import urlpatterns as rooms


def door(door: Door) -> URLResolver:
    """Both doors have the same pages, each below its own path."""
    pages = ([*entrance, *rooms], "visiting")
    return path(f"{door.name}/", include(pages, namespace=door.name), {"door": door})


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("comptoir.conversations.urls")),
    path("account/", include("comptoir.accounts.urls")),
    path("automation/", include("comptoir.automation.urls")),
    path("channels/", include("comptoir.channels.urls")),
    path("commerce/", include("comptoir.commerce.urls")),
    path("deadlines/", include("comptoir.deadlines.urls")),
    path("insights/", include("comptoir.insights.urls")),
    path("live/", include("comptoir.live.urls")),
    path("notices/", include("comptoir.notices.urls")),
    path("settings/", settings_home, name="settings"),
    path("records/", include("comptoir.records.urls")),
    path("triage/", include("comptoir.triage.urls")),
    path("ui/", include("comptoir.ui.urls")),
    path("api/", api_reference, name="api_reference"),
    path("api/", include("comptoir.rest.urls")),
    path("chat/", include("comptoir.connectors.webchat.urls")),
    path("webhooks/", include("comptoir.connectors.webhooks.urls")),
    path("hooks/mail/", include("comptoir.connectors.email.urls")),
    *(door(each) for each in DOORS.values()),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("comptoir.demo.urls")))

handler400 = "comptoir.ui.views.bad_request"
handler403 = "comptoir.ui.views.permission_denied"
handler404 = "comptoir.ui.views.page_not_found"
handler500 = "comptoir.ui.views.server_error"
