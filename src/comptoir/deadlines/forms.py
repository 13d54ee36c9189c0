"""What the settings pages send, read into values."""

import zoneinfo
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.deadlines.errors import ValueUnclear
from comptoir.deadlines.models import BusinessCalendar
from comptoir.deadlines.policies.durations import read_minutes
from comptoir.deadlines.services import CalendarValues, PromiseValues, write_hours
from comptoir.deadlines.slots import LABEL_NAMES, REASONS
from comptoir.deadlines.states import BASIS_NAMES, KIND_NAMES, Basis, Kind


class Duration(forms.Field):
    """“2 h”, “1 h 30”, “45 min”; None where it is empty and may be."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return read_minutes(str(value))
        except ValueUnclear as unclear:
            raise forms.ValidationError(str(unclear)) from unclear


class PolicyForm(forms.Form):
    time = Duration(label=gettext_lazy("Time to keep it"))
    stretch = Duration(required=False, label=gettext_lazy("Stretch goal"))
    enabled = forms.BooleanField(required=False, label=gettext_lazy("In force"))


_OWN_KINDS = (Kind.FIRST_REPLY, Kind.NEXT_REPLY, Kind.RESOLUTION)


class PromiseForm(forms.Form):
    """A promise of the house's own."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What is promised"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(kind.value, KIND_NAMES[kind]) for kind in _OWN_KINDS],
        initial=[Kind.FIRST_REPLY.value, Kind.NEXT_REPLY.value],
    )
    time = Duration(label=gettext_lazy("Time to keep it"))
    basis = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=lambda: [(basis.value, BASIS_NAMES[basis]) for basis in reversed(Basis)],
    )
    labels = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Only for buyers labelled"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [pair for names in LABEL_NAMES.all() for pair in names()],
    )
    reasons = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Contact reasons"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [pair for names in REASONS.all() for pair in names().items()],
    )

    def values(self) -> PromiseValues:
        said = self.cleaned_data
        return PromiseValues(
            name=said["name"],
            kinds=[Kind(kind) for kind in said["kinds"]],
            minutes=said["time"],
            basis=Basis(said["basis"]),
            labels=said["labels"],
            reasons=said["reasons"],
        )


class PresetForm(forms.Form):
    time = Duration(label=gettext_lazy("Time to keep it"))
    enabled = forms.BooleanField(required=False, label=gettext_lazy("In force"))


class DueSoonForm(forms.Form):
    percent = forms.IntegerField(label=gettext_lazy("Share of its time, in percent"))
    minutes = forms.IntegerField(label=gettext_lazy("But at least so many minutes"))


class TeamHoursForm(forms.Form):
    """An empty choice is the default calendar."""

    calendar = forms.ModelChoiceField(BusinessCalendar.objects.all(), required=False)


class CalendarForm(forms.Form):
    """A week in seven texts; days one a line, extra open days with their hours behind the date."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    day_0 = forms.CharField(max_length=120, required=False)
    day_1 = forms.CharField(max_length=120, required=False)
    day_2 = forms.CharField(max_length=120, required=False)
    day_3 = forms.CharField(max_length=120, required=False)
    day_4 = forms.CharField(max_length=120, required=False)
    day_5 = forms.CharField(max_length=120, required=False)
    day_6 = forms.CharField(max_length=120, required=False)
    country = forms.CharField(
        max_length=2,
        required=False,
        label=gettext_lazy("Public holidays of"),
        help_text=gettext_lazy("Two letters, like FR. Empty: open on holidays."),
    )
    subdivision = forms.CharField(
        max_length=10,
        required=False,
        label=gettext_lazy("Part of the country"),
        help_text=gettext_lazy("Like BY for Bavaria or 57 for Moselle."),
    )
    closed_days = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Closed besides"),
        help_text=gettext_lazy("One date a line, like 2026-12-24."),
    )
    open_days = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Open besides"),
        help_text=gettext_lazy("Date and hours, like 2026-12-19 10:00-16:00. Wins over holidays."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        for number, name in WEEKDAYS.items():
            self.fields[f"day_{number}"].label = name
            self.fields[f"day_{number}"].widget.attrs["placeholder"] = _("Closed")

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{number}"] for number in range(7)]

    @staticmethod
    def initial_of(calendar: BusinessCalendar) -> dict[str, Any]:
        opened = sorted(calendar.open_days.items())
        return {
            "name": str(calendar),
            "time_zone": calendar.time_zone,
            "country": calendar.country,
            "subdivision": calendar.subdivision,
            **{f"day_{number}": text for number, text in enumerate(calendar.week)},
            "closed_days": "\n".join(day.isoformat() for day in calendar.closed_days),
            "open_days": "\n".join(f"{day} {text}" for day, text in opened),
        }

    def clean_closed_days(self) -> tuple[date, ...]:
        return tuple(_date(line) for line in self.cleaned_data["closed_days"].split())

    def clean_open_days(self) -> dict[str, str]:
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["open_days"].splitlines()]
        return {_date(line[0]).isoformat(): "".join(line[1:]) for line in lines if line}

    def row(self) -> BusinessCalendar:
        """As it would be stored, for reckoning with it."""
        return write_hours(BusinessCalendar(), self.values())

    def values(self) -> CalendarValues:
        said = self.cleaned_data
        return CalendarValues(
            name=said["name"],
            time_zone=said["time_zone"],
            week=tuple(said[f"day_{number}"] for number in range(7)),
            country=said["country"],
            subdivision=said["subdivision"],
            closed_days=said["closed_days"],
            open_days=said["open_days"],
        )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        unclear = _("“%(text)s” is no date. Write it like 2026-12-24.") % {"text": text}
        raise forms.ValidationError(unclear) from None
