"""The form of a webhook: it only reads; the service decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.connectors.webhooks.queries import offered_events


class EndpointForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.CharField(label=_("Address"), max_length=1000)
    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].widget.attrs |= {"placeholder": "https://", "inputmode": "url"}
        self.fields["events"].choices = [  # type: ignore[attr-defined]
            (name, name.partition(".")[2]) for name in offered_events()
        ]

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes by package."""
        found: dict[str, list[Any]] = {}
        for box in self["events"]:
            package = str(box.data["value"]).partition(".")[0]
            found.setdefault(package, []).append(box)
        return list(found.items())
