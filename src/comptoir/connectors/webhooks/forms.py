"""The form of a webhook: it only reads; the service decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.roles import area_of
from comptoir.connectors.webhooks.queries import offered_events
from comptoir.journal.events import EVENTS


class EndpointForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.CharField(label=_("Address"), max_length=1000)
    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].widget.attrs |= {"placeholder": "https://", "inputmode": "url"}
        self.fields["events"].choices = [  # type: ignore[attr-defined]
            (name, EVENTS[name].SAID) for name in offered_events()
        ]

    def groups(self) -> list[tuple[str, bool, list[tuple[str, Any]]]]:
        """The boxes by package: its words, whether it is open; with each the event's own name."""
        found: dict[str, list[tuple[str, Any]]] = {}
        for box in self["events"]:
            name = str(box.data["value"])
            found.setdefault(name.partition(".")[0], []).append((name, box))
        return [
            (area_of(package), package == "conversations", boxes)
            for package, boxes in found.items()
        ]
