"""What triage plugs into others: lines of the timeline, pages, the sign of a handover."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.slots import TEAM_PANELS, TeamPanel
from comptoir.commerce.slots import PERSON_PARTS
from comptoir.conversations.slots import TIMELINE, Names
from comptoir.journal.models import Entry
from comptoir.triage.access import ROUTE, SHIFT
from comptoir.triage.drawing import draw_team
from comptoir.triage.events import (
    ConversationHandedOver,
    ConversationReturned,
    ConversationRouted,
)
from comptoir.triage.middleware import handed_over
from comptoir.triage.services.persons import PART
from comptoir.triage.states import Back, Why
from comptoir.ui.slots import BANNERS, NAVIGATION, SETTINGS, STYLES, Banner, SettingsPage, Topic
from comptoir.ui.slots import Entry as Line

_GIVEN = {
    Why.ALONE: gettext_lazy("%(name)s has it: nobody else on shift has room and the language"),
    Why.TURN: gettext_lazy("%(name)s has it: next in turn (%(load)d of %(capacity)d open)"),
    Why.LOAD: gettext_lazy("%(name)s has it: has least open (%(load)d of %(capacity)d)"),
    Why.IDLE: gettext_lazy("%(name)s has it: has waited longest (%(load)d of %(capacity)d open)"),
}
_NAMED = {
    Why.ALONE: gettext_lazy("%(name)s could take it: nobody else on shift has room"),
    Why.TURN: gettext_lazy("%(name)s is next: next in turn (%(load)d of %(capacity)d open)"),
    Why.LOAD: gettext_lazy("%(name)s is next: has least open (%(load)d of %(capacity)d)"),
    Why.IDLE: gettext_lazy("%(name)s is next: has waited longest (%(load)d of %(capacity)d open)"),
}


def _name(entry: Entry, names: Names) -> str:
    return names.get(("member", entry.data["member_id"]), gettext("Somebody"))


def say_routed(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    data = entry.data
    sentences = _GIVEN if data["is_given"] else _NAMED
    told = {"name": _name(entry, names), "load": data["load"], "capacity": data["capacity"]}
    return "people", str(sentences[Why(data["why"])]) % told


def say_returned(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    name = {"name": _name(entry, names)}
    if entry.data["why"] == Back.MESSAGE:
        return "return", gettext("%(name)s is away and somebody wrote: back to the team") % name
    return "return", gettext("%(name)s is away and it is due soon: back to the team") % name


def say_handed_over(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    told = {"actor": actor, "name": _name(entry, names)}
    return "people", gettext("%(actor)s handed it over to %(name)s with the shift") % told


def handed_over_to_you(request: HttpRequest) -> Banner | None:
    """The next agent sees that list first: on every page until he has looked at it."""
    identity = getattr(request, "identity", None)
    if identity is None:
        return None
    count = handed_over(identity.member.pk)
    if not count:
        return None
    said = ngettext(
        "%(count)d conversation was handed over to you.",
        "%(count)d conversations were handed over to you.",
        count,
    )
    link = reverse("triage:shift")
    return Banner(said % {"count": count}, "info", link, _("Look at them"))


TIMELINE.plug(ConversationRouted.name(), say_routed)
TIMELINE.plug(ConversationReturned.name(), say_returned)
TIMELINE.plug(ConversationHandedOver.name(), say_handed_over)
PERSON_PARTS.plug("triage", PART)
TEAM_PANELS.plug("triage", TeamPanel(10, draw_team))
STYLES.plug("triage", "triage/triage.css")
BANNERS.plug("handed over", handed_over_to_you)
NAVIGATION.plug(
    "shift",
    Line(
        "shift",
        _("My shift"),
        "calendar",
        "triage:shift",
        permission=SHIFT,
        letter="KeyH",
        order=20,
    ),
)
SETTINGS.plug(
    "routing",
    SettingsPage(
        Topic.PEOPLE,
        _("Who takes it"),
        _("How each team shares out what comes in, and how much each may have."),
        "taken",
        "triage:routing",
        permission=ROUTE,
        order=40,
    ),
)
