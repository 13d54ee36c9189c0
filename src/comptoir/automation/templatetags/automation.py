"""What only automation's pages draw, as filters."""

from django import template
from django.utils.translation import gettext

from comptoir.automation import drawing
from comptoir.automation.policies.filling import Missing
from comptoir.automation.states import LACK_NAMES

register = template.Library()

register.filter(drawing.marked)


@register.filter
def lack_in_words(missing: Missing) -> str:
    """“carrier: nothing is known for it here”."""
    said = {"name": missing.name.removeprefix("?"), "why": LACK_NAMES[missing.lack]}
    return gettext("%(name)s: %(why)s") % said
