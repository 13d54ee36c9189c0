"""Why a text can't be filled in, and whether it ever can."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comptoir.automation.errors import TemplateUnclear
from comptoir.automation.policies.filling import (
    LATE,
    Missing,
    places,
    strange_marks,
    unknown_names,
)
from comptoir.automation.states import LACK_NAMES, Lack
from comptoir.automation.variables import NAMES
from comptoir.conversations.errors import EmptyMessage

LONGEST_TEXT = 20_000


def lacks_in_words(missing: Sequence[Missing], *more: Lack) -> str:
    """“{{tracking_link}}: nothing is known for it here”, for each reason."""
    by_reason: dict[Lack, list[str]] = {lack: [] for lack in more}
    for each in missing:
        by_reason.setdefault(each.lack, []).append(f"{{{{{each.name}}}}}")
    return "; ".join(
        _("%(name)s: %(why)s") % {"name": ", ".join(names), "why": LACK_NAMES[lack]}
        if names
        else str(LACK_NAMES[lack])
        for lack, names in by_reason.items()
    )


def check_names(text: str) -> None:
    """Raises TemplateUnclear for a placeholder that no value is ever known for."""
    if strange := unknown_names(text, NAMES):
        said = _("There is no placeholder “{{%(name)s}}”. Choose one from the list.")
        raise TemplateUnclear(said % {"name": strange[0]})


def check_words(text: str) -> None:
    """Raises TemplateUnclear for placeholders and braces that would stand in the letter."""
    check_names(text)
    if marks := strange_marks(text):
        said = _("These braces belong to nothing: “%(text)s”.")
        raise TemplateUnclear(said % {"text": marks[0]})


def check_own_words(text: str) -> None:
    """Words that nobody puts right one by one: raises EmptyMessage, TemplateUnclear for what would
    keep them from everybody."""
    if not text:
        raise EmptyMessage(_("Write something before you send it."))
    if len(text) > LONGEST_TEXT:
        raise TemplateUnclear(
            _("A text has at most %(number)d characters.") % {"number": LONGEST_TEXT}
        )
    check_words(text)
    if LATE & set(places(text)):
        raise TemplateUnclear(_("A voucher is given by a template that promises one: choose one."))
    if blank := next((name for name in places(text) if name.startswith("?")), ""):
        raise TemplateUnclear(_("Replace “{{%(name)s}}” with your own words.") % {"name": blank})
