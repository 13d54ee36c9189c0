"""Forms of commerce: they only read; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.commerce.queries.labels import LabelLine
from comptoir.commerce.slots import IMPORTS
from comptoir.commerce.states import COLOUR_NAMES, Colour


class ContactForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=320)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)


class ImportForm(forms.Form):
    file = forms.FileField(label=_("File"), allow_empty_file=True)
    kind = forms.ChoiceField(label=_("What it holds"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(kind, importer.name) for kind, importer in IMPORTS.items()]
        self.fields["kind"].choices = [("", _("What its header says")), *named]  # type: ignore[attr-defined]


class LabelForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40)
    about = forms.CharField(label=_("What it means"), max_length=200, required=False)
    colour = forms.ChoiceField(
        label=_("Colour"), choices=[(c.value, name) for c, name in COLOUR_NAMES.items()]
    )

    def __init__(self, *args: Any, line: LabelLine | None = None, **kwargs: Any) -> None:
        if line is not None:
            kwargs["initial"] = {"name": line.name, "about": line.meaning, "colour": line.colour}
        super().__init__(*args, **kwargs)

    @property
    def chosen(self) -> Colour:
        return Colour(self.cleaned_data["colour"])
