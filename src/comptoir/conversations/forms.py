"""What the settings pages of conversations send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.conversations.queries.statuses import StatusLine
from comptoir.conversations.services import StatusWords
from comptoir.conversations.states import CATEGORY_NAMES, Category

LONGEST = 60


class StatusForm(forms.Form):
    """For a status that is (`line`) or is to be; what it means stays once it is in use."""

    agent = forms.CharField(max_length=LONGEST, label=_("Agents read"))
    buyer = forms.CharField(max_length=LONGEST, required=False, label=_("Buyers read"))
    category = forms.ChoiceField(choices=list(CATEGORY_NAMES.items()), label=_("What it means"))

    def __init__(self, *args: Any, line: StatusLine | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if line is None:
            return
        self.initial["agent"] = line.name.label_agent
        self.initial["buyer"] = line.name.label_buyer
        self.initial["category"] = line.name.category
        self.fields["agent"].required = not line.ships
        self.fields["agent"].widget.attrs["autofocus"] = True
        self.fields["agent"].widget.attrs["placeholder"] = line.shipped_agent
        self.fields["buyer"].widget.attrs["placeholder"] = line.shipped_buyer
        self.fields["category"].disabled = not line.may_mean_something_else

    @property
    def words(self) -> StatusWords:
        return StatusWords(self.cleaned_data["agent"], self.cleaned_data["buyer"])

    @property
    def chosen(self) -> Category:
        return Category(self.cleaned_data["category"])
