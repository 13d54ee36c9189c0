"""The tabs over the account pages."""

from dataclasses import dataclass

from babel import Locale
from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.accounts import access

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tab:
    label: str | Promise
    url: str
    is_current: bool
    count: int | None = None


@register.simple_tag
def own_name(language: str) -> str:
    """A language in its own words: whoever looks for it can't read ours."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]


# Label, the page's url name, the permission that shows it.
PAGES = (
    (_("Profile"), "account_profile", ""),
    (_("Keys"), "account_keys", ""),
    (_("Security"), "mfa_index", ""),
    (_("Sessions"), "usersessions_list", ""),
    (_("API tokens"), "account_tokens", "accounts.tokens"),
)
# The pages of people, which all members' own pages are none of.
PEOPLE = (
    (_("Members"), "account_members", "accounts.invite"),
    (_("Teams"), "account_teams", "accounts.teams"),
    (_("Roles"), "account_roles", "accounts.invite"),
)


@register.simple_tag(takes_context=True)
def own_tabs(context: RequestContext) -> list[Tab]:
    """Those that the reader may open."""
    request = context["request"]
    is_of_people = any(request.path.startswith(reverse(name)) for _label, name, _may in PEOPLE)
    return [
        Tab(label, reverse(name), request.path.startswith(reverse(name)))
        for label, name, permission in (PEOPLE if is_of_people else PAGES)
        if not permission or access.may_somewhere(request.actor, permission)
    ]
