"""How long, as people write it: "2 h", "1 h 30", "3 d"."""

import re

from django.utils.translation import gettext as _

from comptoir.deadlines.errors import ValueUnclear

MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 24 * MINUTES_AN_HOUR
# Up to here hours say it better: a promise of 72 h is not one of 3 days.
LONGEST_IN_HOURS = 96 * MINUTES_AN_HOUR

_WRITTEN = re.compile(
    r"(?:(?P<days>\d{1,3})\s*(?:d(?:ays?)?|j(?:ours?)?|t(?:age?)?|д(?:н(?:ей|я|\.)?|ень)?))?\s*"
    r"(?:(?P<hours>\d{1,4})\s*(?:h(?:ours?)?|heures?|std\.?|stunden?|ч(?:ас(?:ов|а)?|\.)?))?\s*"
    r"(?:(?P<minutes>\d{1,5})\s*(?:m(?:in(?:utes?)?)?|мин(?:\.|ут[аы]?)?|м)?)?"
)


def read_minutes(text: str) -> int:
    """Minutes of "1 d 2 h 30 min", any part of it; a bare number is minutes.

    A day has 24 hours. Units may be English, French, German or Russian: what `write_minutes` shows
    must be readable in any of them. Raises ValueUnclear.
    """
    found = _WRITTEN.fullmatch(text.strip().casefold())
    if not found or not any(found.groups()):
        raise ValueUnclear(
            _("“%(text)s” is no length of time. Write it like 2 h, 1 h 30 or 45 min.")
            % {"text": text}
        )
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return days * MINUTES_A_DAY + hours * MINUTES_AN_HOUR + minutes


def write_minutes(minutes: int) -> str:
    """“45 min”, “1 h 30”, “72 h”, “30 d”: what `read_minutes` reads."""
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    if minutes > LONGEST_IN_HOURS and minutes % MINUTES_A_DAY == 0:
        return _("%(days)d d") % {"days": minutes // MINUTES_A_DAY}
    if hours and rest:
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}
    return (
        _("%(hours)d h") % {"hours": hours} if hours else _("%(minutes)d min") % {"minutes": rest}
    )
