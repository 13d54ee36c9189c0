"""What events and things are called on the page of the audit log."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.journal.events import EVENTS

_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")

THINGS: dict[str, str | Promise] = {
    "bulk": _("One action on many"),
    "business_calendar": _("Opening hours"),
    "buyer": _("Buyer"),
    "channel": _("Channel"),
    "clock_policy": _("Promise of ours"),
    "commerce_import": _("Import"),
    "conversation": _("Conversation"),
    "deadline_options": _("Warning before a promise is late"),
    "invitation": _("Invitation"),
    "job": _("Work in the background"),
    "keeping_rule": _("Time of keeping"),
    "keeping_run": _("Clearing away"),
    "label": _("Label for buyers"),
    "listing": _("Listing"),
    "mail_profile": _("Mail profile"),
    "mailing": _("Letter to many"),
    "member": _("Member"),
    "order": _("Order"),
    "platform_preset": _("Clock of a marketplace"),
    "reason": _("Contact reason"),
    "restoration": _("Restored backup"),
    "seller": _("Seller"),
    "sender": _("Sender"),
    "status": _("Status"),
    "team": _("Team"),
    "template": _("Template"),
    "third_party": _("Third party"),
    "view": _("View"),
    "visit": _("Visit"),
    "voucher_list": _("List of vouchers"),
    "webhook": _("Webhook"),
}


def action(event: str) -> str:
    """“Member invited”. What an earlier version announced is said by its name."""
    known = EVENTS.get(event)
    if known is not None and known.SAID:
        return str(known.SAID)
    return _HUMPS.sub(" ", event.rpartition(".")[2]).capitalize()


def thing(kind: str) -> str:
    known = THINGS.get(kind)
    return str(known) if known else kind.replace("_", " ").capitalize()


def things() -> list[tuple[str, str]]:
    """All kinds that an event can be about, by their names."""
    kinds = {event.SUBJECT[0] for event in EVENTS.values()}
    return sorted(((kind, thing(kind)) for kind in kinds), key=lambda each: each[1])
