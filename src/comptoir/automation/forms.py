"""The form of a template, and that of a file of vouchers."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Team
from comptoir.automation.models import Template
from comptoir.automation.policies import languages
from comptoir.automation.policies.values import halves, joined
from comptoir.automation.queries.library import expected_languages
from comptoir.automation.services import Content, Defaults, Details, Drawn, drawn_by
from comptoir.automation.slots import ACTIONS, Action
from comptoir.automation.states import REACH_NAMES, Reach
from comptoir.conversations.queries.known_reasons import reason_names

# Beside those of the pages: the languages that ship.
_MORE = ("de", "es", "it")
_MOST_TOKENS = 100


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TemplateForm(forms.Form):
    """One field for each language and one for each action that somebody offers."""

    name = forms.CharField(label=_("Name"), max_length=120)
    reach = forms.ChoiceField(label=_("For whom"), choices=list(REACH_NAMES.items()))
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("No team")
    )
    audience = forms.TypedChoiceField(
        label=_("Written to"), choices=[(1, _("The buyer")), (2, _("The seller"))], coerce=int
    )
    reasons = forms.MultipleChoiceField(
        label=_("Contact reasons"),
        choices=lambda: list(reason_names().items()),
        required=False,
    )
    language = forms.ChoiceField(label=_("Original language"))
    review_on = forms.DateField(label=_("Look at it again on"), required=False, widget=DayInput())

    def __init__(self, *args: Any, texts: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = tuple(dict.fromkeys((*expected_languages(), *_MORE, *texts)))
        self.fields["team"].queryset = Team.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["language"].choices = [(c, c.upper()) for c in self.codes]  # type: ignore[attr-defined]
        for code in self.codes:
            area = forms.Textarea(attrs={"rows": 12, "lang": code, "dir": "auto"})
            self.fields[f"text_{code}"] = forms.CharField(
                label=code.upper(), required=False, widget=area, strip=True
            )
            self.fields[f"right_{code}"] = forms.BooleanField(
                label=_("Still right, although the original has changed"), required=False
            )
        for name, action in ACTIONS.items():
            self.fields[f"do_{name}"] = _action_field(action)
            if action.words:
                self.fields[f"say_{name}"] = _words_field(action)

    def texts(self) -> Iterator[tuple[str, Any, Any]]:
        for code in self.codes:
            yield code, self[f"text_{code}"], self[f"right_{code}"]

    def actions(self) -> Iterator[tuple[Any, Any]]:
        """Each action's field, and that of its words where it takes some."""
        for name, action in ACTIONS.items():
            yield self[f"do_{name}"], self[f"say_{name}"] if action.words else None

    def content(self) -> Content:
        """What was written, once it is valid."""
        said = self.cleaned_data
        return Content(
            said["name"],
            {code: said[f"text_{code}"] for code in self.codes},
            tuple(self._steps()),
            tuple(code for code in self.codes if said[f"right_{code}"]),
            tuple(drawn for _token, drawn in self.pictures()),
        )

    def pictures(self) -> Iterator[tuple[str, Drawn]]:
        """What was put in and is not saved yet, with what the form carries for it."""
        told = self.data if isinstance(self.data, QueryDict) else QueryDict()
        tokens = told.getlist("picture")[:_MOST_TOKENS]
        found = ((token, drawn_by(token)) for token in tokens)
        return ((token, drawn) for token, drawn in found if drawn is not None)

    def _steps(self) -> Iterator[tuple[str, str]]:
        for name, action in ACTIONS.items():
            value = self.cleaned_data[f"do_{name}"]
            is_list = action.choices is None and not action.has_lines
            if value and action.words:
                value = joined(value, self.cleaned_data[f"say_{name}"])
            for part in value.split(",") if is_list else [value]:
                if part.strip():
                    yield name, part.strip()

    def details(self) -> Details:
        said = self.cleaned_data
        return Details(
            reach=Reach(said["reach"]),
            team_id=said["team"].pk if said["team"] else None,
            audience=said["audience"],
            reasons=said["reasons"],
            language=said["language"],
            review_on=said["review_on"],
        )


def _action_field(action: Action) -> forms.Field:
    label = str(action.name)
    if action.choices is None:
        widget = forms.Textarea(attrs={"rows": 2}) if action.has_lines else forms.TextInput()
        return forms.CharField(label=label, required=False, widget=widget)
    options = [("", "–"), *((choice.key, choice.label) for choice in action.choices())]
    return forms.ChoiceField(label=label, required=False, choices=options)


def _words_field(action: Action) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 3}) if action.has_lines else forms.TextInput()
    return forms.CharField(label=str(action.words), required=False, max_length=3_000, widget=widget)


def initial_of(template: Template, name: str) -> dict[str, Any]:
    """The form as it stands: the version that waits, else the one that counts."""
    revision = template.revisions.order_by("-number").first()
    texts = revision.texts if revision else {}
    said: dict[str, Any] = {
        "name": name,
        "reach": template.reach,
        "team": template.team_id,
        "audience": template.audience,
        "reasons": template.reasons,
        "language": template.language,
        "review_on": template.review_on,
    }
    said |= {f"text_{code}": languages.words(texts, code) for code in texts}
    for step, value in revision.actions if revision else ():
        if step in ACTIONS and ACTIONS.get(step).words:
            said[f"do_{step}"], said[f"say_{step}"] = halves(value)
            continue
        before = said.get(f"do_{step}")
        said[f"do_{step}"] = f"{before}, {value}" if before else value
    return said


class VoucherForm(forms.Form):
    """A file of codes, with what they are worth where its lines do not say so."""

    name = forms.CharField(label=_("Name of the list"), max_length=120)
    file = forms.FileField(label=_("CSV file"))
    value = forms.CharField(label=_("Worth"), max_length=20, required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())

    def defaults(self) -> Defaults:
        said = self.cleaned_data
        return Defaults(said["value"], said["currency"], said["valid_until"])
