"""What the style page shows: one of everything, in each of its states."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from comptoir.kit.clock import now
from comptoir.kit.money import Money
from comptoir.ui.clocks import Clock
from comptoir.ui.icons import ICONS, OWN

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    label: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A return in the sample table."""

    number: str
    reason: str
    language: str
    state: str
    tone: str
    refund: Money
    clock: Clock


class SampleForm(forms.Form):
    """One field of each kind, one of them wrong."""

    within = forms.CharField()
    password = forms.CharField(widget=forms.PasswordInput(render_value=True))
    reason = forms.ChoiceField(choices=[("damaged", "Damaged item"), ("late", "Late parcel")])
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paused = forms.BooleanField(required=False)


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "ramp": range(1, 13),
        "icons": sorted(ICONS | OWN),
        "clocks": _clocks(),
        "moments": _moments(),
        "form": _form(),
        "tabs": _tabs(),
        "returns": _returns(),
        "price": Money.of("1212.40", "EUR"),
        "parties": ("buyer", "seller", "operator"),
        "families": (
            "accent",
            "danger",
            "warning",
            "success",
            "info",
            "buyer",
            "seller",
            "operator",
        ),
    }


def _clocks() -> list[tuple[str, Clock]]:
    title = _("Damaged item, policy: answer due today 12:01, business hours")
    return [
        (_("Plenty"), Clock(6 * _HOUR, 8 * _HOUR, title=title)),
        (_("Half"), Clock(80 * _MINUTE, 4 * _HOUR, title=title)),
        (_("Urgent"), Clock(12 * _MINUTE, 2 * _HOUR, title=title)),
        (_("Missed"), Clock(-38 * _MINUTE, 2 * _HOUR, title=title)),
        (_("Paused"), Clock(200 * _MINUTE, 8 * _HOUR, paused=True, title=title)),
        (_("Met"), Clock(0, 2 * _HOUR, met=True, title=title)),
    ]


def _moments() -> list[Any]:
    return [now() - timedelta(seconds=ago) for ago in (60, _DAY, 4 * _DAY, 40 * _DAY, 400 * _DAY)]


def _form() -> SampleForm:
    form = SampleForm({"within": _("4 working hours"), "password": "a secret", "reason": "damaged"})
    form.fields["within"].label = _("Reply within")
    form.fields["password"].label = _("Mailbox password")
    form.fields["reason"].label = _("Contact reason")
    form.fields["note"].label = _("Note about the buyer")
    form.fields["paused"].label = _("Pause while we wait for the buyer")
    form.full_clean()
    form.add_error(
        "password",
        _("The mailbox refused the password. Check it with your provider, then press Test again."),
    )
    return form


def _tabs() -> list[Tab]:
    return [
        Tab("?tab=mine", _("Mine"), 9, is_current=True),
        Tab("?tab=unassigned", _("Unassigned"), 12),
        Tab("?tab=resolved", _("Resolved")),
    ]


def _returns() -> list[Sample]:
    return [
        Sample(
            "DE 41688",
            "Rücksendekostenübernahme",
            "de",
            _("In transit"),
            "info",
            Money.of("129.00", "EUR"),
            Clock(220 * _MINUTE, 8 * _HOUR),
        ),
        Sample(
            "IT 41530",
            "Taglia sbagliata",
            "it",
            _("To inspect"),
            "warning",
            Money.of("49.90", "EUR"),
            Clock(2 * _DAY, 3 * _DAY),
        ),
        Sample(
            "RU 40977",
            "Не подошёл цвет",
            "ru",
            _("Refunded"),
            "success",
            Money.of("3490", "RUB"),
            Clock(0, _DAY, met=True),
        ),
    ]
