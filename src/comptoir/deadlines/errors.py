"""What can be wrong with clocks and calendars."""

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, NotFound


class NeverOpen(ComptoirError):
    """The calendar has no opening hours to count."""

    def __init__(self) -> None:
        super().__init__(
            _("This calendar is never open. Give at least one weekday some opening hours.")
        )


class HoursUnclear(ComptoirError):
    """Opening hours that can't be read, overlap or do not end after they begin."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _(
                "“%(text)s” are no opening hours. Write them in order and without overlap, "
                "like 09:00-12:30 14:00-18:00; leave it empty for a closed day."
            )
            % {"text": text}
        )


class ZoneUnknown(ComptoirError):
    """No such time zone."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is no time zone. Use a name like Europe/Paris.") % {"name": name}
        )


class CountryUnknown(ComptoirError):
    """No holidays are known for the country or its part."""

    def __init__(self, country: str, subdivision: str = "") -> None:
        where = f"{country}-{subdivision}" if subdivision else country
        super().__init__(
            _("No holidays are known for “%(where)s”. Use a two-letter code like FR.")
            % {"where": where}
        )


class NoSuchRow(NotFound):
    """The calendar, policy or preset does not exist."""

    def __init__(self) -> None:
        super().__init__(_("This setting no longer exists. Load the page again."))


class ValueUnclear(ComptoirError):
    """A setting outside its bounds; the sentence says which."""
