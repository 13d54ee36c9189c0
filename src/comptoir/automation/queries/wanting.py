"""Why a text can't be filled in, in one line."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from comptoir.automation.policies.filling import Missing
from comptoir.automation.states import LACK_NAMES, Lack


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
