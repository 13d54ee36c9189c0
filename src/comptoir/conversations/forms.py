"""What the settings pages of conversations send."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from comptoir.conversations.filters.shapes import SORT_NAMES, Filter, Match, Sort
from comptoir.conversations.queries.reasons import ReasonLine
from comptoir.conversations.queries.statuses import StatusLine
from comptoir.conversations.services import StatusWords, ViewWords
from comptoir.conversations.services.views import ICONS
from comptoir.conversations.shapes import Choice
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


class ReasonForm(forms.Form):
    """Words of a contact reason by language; for one that is (`line`) or is to be."""

    of_sellers = forms.ChoiceField(
        label=_("Who writes about it"), choices=[("", _("Buyers")), ("1", _("Sellers"))]
    )

    def __init__(self, *args: Any, line: ReasonLine | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of_sellers"].required = False
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = _words_in(code, language, line)
        if line is not None:
            del self.fields["of_sellers"]
            first = next(iter(self.fields.values()))
            first.widget.attrs["autofocus"] = True

    @property
    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code, _name in settings.LANGUAGES}

    @property
    def is_of_sellers(self) -> bool:
        return self.cleaned_data.get("of_sellers") == "1"


def _words_in(code: str, language: str | Promise, line: ReasonLine | None) -> forms.CharField:
    field = forms.CharField(max_length=LONGEST, required=False, label=str(language))
    field.widget.attrs["lang"] = code
    if line is not None:
        field.initial = line.reason.names.get(code, "")
        with override(code):
            field.widget.attrs["placeholder"] = line.reason.shipped
    return field


MATCHES = [(Match.ALL.value, _("All conditions")), (Match.ANY.value, _("Any condition"))]
SORTS = [(each.value, name) for each, name in SORT_NAMES.items()]
ICON_NAMES = [
    ("view", pgettext_lazy("icon", "List")),
    ("star", pgettext_lazy("icon", "Star")),
    ("flag", pgettext_lazy("icon", "Flag")),
    ("bolt", pgettext_lazy("icon", "Lightning")),
    ("parcel", pgettext_lazy("icon", "Truck")),
    ("clock", pgettext_lazy("icon", "Clock")),
    ("people", pgettext_lazy("icon", "People")),
    ("chat", pgettext_lazy("icon", "Speech bubble")),
    ("shield", pgettext_lazy("icon", "Shield")),
    ("tag", pgettext_lazy("icon", "Tag")),
]


class ViewForm(forms.Form):
    """`shared_with` is there only for those who may share."""

    name = forms.CharField(max_length=60, label=_("Name"))
    query = forms.CharField(max_length=400, label=_("What it holds"))
    match = forms.ChoiceField(choices=MATCHES, label=_("A conversation meets"))
    sort = forms.ChoiceField(choices=SORTS, label=pgettext_lazy("sorting", "Order"))
    icon = forms.ChoiceField(choices=ICON_NAMES, label=_("Sign"), required=False)
    is_pinned = forms.BooleanField(required=False, label=_("Stands among the tabs"))
    shared_with = forms.ChoiceField(required=False, label=_("Who sees it"))

    def __init__(self, *args: Any, may_share: bool, teams: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True
        if not may_share:
            del self.fields["shared_with"]
            return
        sharing: list[tuple[str, Any]] = [("", _("Only you")), ("all", _("Everybody"))]
        sharing += [(team.key, team.label) for team in teams]
        self.fields["shared_with"].choices = sharing  # type: ignore[attr-defined]

    @property
    def chosen_match(self) -> Match:
        return Match(self.cleaned_data["match"])

    @property
    def chosen_sort(self) -> Sort:
        return Sort(self.cleaned_data["sort"])

    def words(self, kept: Filter) -> ViewWords:
        shared = self.cleaned_data.get("shared_with", "")
        return ViewWords(
            name=self.cleaned_data["name"],
            filter=kept,
            icon=self.cleaned_data["icon"] or ICONS[0],
            is_shared=bool(shared),
            team_id=int(shared) if shared.isdecimal() else None,
            is_pinned=self.cleaned_data["is_pinned"],
        )
