"""A page of the settings, a style sheet, words for the audit log."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from comptoir.connectors.webhooks.access import MANAGE
from comptoir.connectors.webhooks.queries import endpoint_names
from comptoir.journal.events import EVENTS
from comptoir.records.slots import NAMES, TERMS, Naming, Term
from comptoir.ui.slots import SETTINGS, STYLES, SettingsPage, Topic


def _in_words(events: Iterable[str], _named: Naming) -> str:
    known = ((name, EVENTS.get(name)) for name in events)
    return ", ".join(str(event.SAID) if event else name for name, event in known)


NAMES.plug("webhook", endpoint_names)
TERMS.plug("url", Term(_("Address it is told at")))
TERMS.plug("events", Term(_("What it is told"), _in_words))
STYLES.plug("webhooks", "webhooks/webhooks.css")
SETTINGS.plug(
    "webhooks",
    SettingsPage(
        Topic.MACHINE,
        _("Webhooks"),
        _("Other systems that are told at once what happens here."),
        "link",
        "webhooks:webhooks",
        permission=MANAGE,
        under="/webhooks/",
        order=30,
    ),
)
