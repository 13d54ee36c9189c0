"""What events and things are called on the page of the audit log."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.journal.events import EVENTS

_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")

THINGS: dict[str, str | Promise] = {
    "buyer": _("Buyer"),
    "channel": _("Channel"),
    "conversation": _("Conversation"),
    "invitation": _("Invitation"),
    "keeping_rule": _("Time of keeping"),
    "keeping_run": _("Clearing away"),
    "member": _("Member"),
    "order": _("Order"),
    "seller": _("Seller"),
    "team": _("Team"),
    "template": _("Template"),
}


def action(event: str) -> str:
    """“Member invited”, by the event's own name, as the reference and webhooks have it."""
    name = event.rpartition(".")[2]
    return _HUMPS.sub(" ", name).capitalize()


def thing(kind: str) -> str:
    known = THINGS.get(kind)
    return str(known) if known else kind.replace("_", " ").capitalize()


def things() -> list[tuple[str, str]]:
    """All kinds that an event can be about, by their names."""
    kinds = {event.SUBJECT[0] for event in EVENTS.values()}
    return sorted(((kind, thing(kind)) for kind in kinds), key=lambda each: each[1])
