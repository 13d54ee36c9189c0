"""What the settings of a chat send, read into values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Team
from comptoir.channels.models import Channel
from comptoir.commerce.models import Marketplace
from comptoir.connectors.webchat.errors import BadChat
from comptoir.connectors.webchat.policies.accents import ACCENTS, USUAL
from comptoir.connectors.webchat.policies.origins import read_origins
from comptoir.connectors.webchat.services import ChatValues
from comptoir.connectors.webchat.states import Asked
from comptoir.connectors.webchat.words import LANGUAGES, words_in
from comptoir.deadlines.models import BusinessCalendar

LANGUAGE_NAMES = {
    "en": _("English"),
    "fr": _("French"),
    "ru": _("Russian"),
    "de": _("German"),
    "es": _("Spanish"),
}
ASKED = [
    (Asked.NO.value, _("Not asked")),
    (Asked.MAY.value, _("Asked, may stay empty")),
    (Asked.MUST.value, _("Has to be told")),
]


class ChatForm(forms.Form):
    name = forms.CharField(max_length=80, label=_("Name"))
    language = forms.ChoiceField(choices=list(LANGUAGE_NAMES.items()), label=_("Language"))
    accent = forms.ChoiceField(
        choices=[(key, each.name) for key, each in ACCENTS.items()], label=_("Colour")
    )
    origins = forms.CharField(
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "https://www.shop.example"}),
        label=_("Sites that may show it"),
    )
    ask_name = forms.ChoiceField(choices=ASKED, label=_("Name of the visitor"))
    ask_mail = forms.ChoiceField(choices=ASKED, label=_("E-mail address of the visitor"))
    team = forms.ModelChoiceField(
        Team.objects.all(), required=False, empty_label=_("No team"), label=_("Team")
    )
    calendar = forms.ModelChoiceField(
        BusinessCalendar.objects.all(),
        required=False,
        empty_label=_("The team's hours"),
        label=_("Hours"),
    )
    marketplace = forms.ModelChoiceField(
        Marketplace.objects.all(), required=False, empty_label=_("None"), label=_("Marketplace")
    )
    acknowledge = forms.BooleanField(
        required=False, label=_("Tell visitors that their first message came in")
    )
    undo_seconds = forms.IntegerField(
        min_value=0, max_value=30, label=_("Seconds to take a reply back")
    )
    is_active = forms.BooleanField(required=False, label=_("Offer the chat"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields[f"greeting_{language}"] = forms.CharField(
                required=False,
                max_length=300,
                label=LANGUAGE_NAMES[language],
                widget=forms.TextInput(
                    attrs={"lang": language, "placeholder": words_in(language)["greeting"]}
                ),
            )

    @property
    def greetings(self) -> list[forms.BoundField]:
        return [self[f"greeting_{language}"] for language in LANGUAGES]

    @classmethod
    def initial_of(cls, channel: Channel | None) -> dict[str, Any]:
        if channel is None:
            return {
                "language": "en",
                "accent": USUAL,
                "ask_name": Asked.MAY,
                "ask_mail": Asked.MAY,
                "undo_seconds": 0,
                "acknowledge": True,
                "is_active": True,
            }
        own = channel.settings
        return {
            **{name: getattr(channel, name) for name in _PLAIN},
            **{name: own.get(name) for name in ("accent", "ask_name", "ask_mail")},
            "origins": "\n".join(own.get("origins", ())),
            "team": channel.team_id,
            "marketplace": channel.marketplace_id,
            "calendar": own.get("calendar_id"),
            **{f"greeting_{name}": text for name, text in own.get("greetings", {}).items()},
        }

    def clean_origins(self) -> list[str]:
        try:
            return read_origins(self.cleaned_data["origins"])
        except BadChat as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def values(self) -> ChatValues:
        said = self.cleaned_data
        calendar, team, market = said["calendar"], said["team"], said["marketplace"]
        return ChatValues(
            **{name: said[name] for name in (*_PLAIN, "accent", "origins", "ask_name", "ask_mail")},
            greetings={language: said[f"greeting_{language}"] for language in LANGUAGES},
            team_id=team.pk if team else None,
            marketplace_id=market.pk if market else None,
            calendar_id=calendar.pk if calendar else None,
            time_zone=calendar.time_zone if calendar else None,
        )


_PLAIN = ("name", "language", "acknowledge", "undo_seconds", "is_active")
