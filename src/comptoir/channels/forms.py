"""What the pages of channels send, read into values."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.models import Team
from comptoir.channels.models import Channel, MailProfile
from comptoir.channels.policies.acknowledgements import unknown_variables
from comptoir.channels.services import ChannelValues
from comptoir.channels.slots import Connection
from comptoir.commerce.models import Marketplace
from comptoir.deadlines.models import BusinessCalendar

LANGUAGES = [
    ("en", gettext_lazy("English")),
    ("fr", gettext_lazy("French")),
    ("de", gettext_lazy("German")),
    ("es", gettext_lazy("Spanish")),
    ("it", gettext_lazy("Italian")),
    ("ru", gettext_lazy("Russian")),
    ("pt", gettext_lazy("Portuguese")),
    ("pl", gettext_lazy("Polish")),
    ("nl", gettext_lazy("Dutch")),
    ("ja", gettext_lazy("Japanese")),
]
# What a new mailbox begins with.
USUAL = {"language": "en", "profile": "generic", "undo_seconds": 10, "retention_days": 90}
WHEN = [("open", gettext_lazy("While you are open")), ("closed", gettext_lazy("Out of hours"))]


class ChannelForm(forms.Form):
    """Who a channel is and what it says by itself; how it is reached is its connector's form."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    address = forms.EmailField(max_length=254, label=gettext_lazy("Address"))
    sender_name = forms.CharField(max_length=120, required=False, label=gettext_lazy("Sender name"))
    signature = forms.CharField(
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Signature"),
    )
    language = forms.ChoiceField(choices=LANGUAGES, label=gettext_lazy("Language"))
    calendar = forms.ModelChoiceField(
        BusinessCalendar.objects.all(),
        required=False,
        empty_label=gettext_lazy("The team's hours"),
        label=gettext_lazy("Hours"),
    )
    team = forms.ModelChoiceField(
        Team.objects.all(),
        required=False,
        empty_label=gettext_lazy("No team"),
        label=gettext_lazy("Team"),
    )
    profile = forms.ModelChoiceField(
        MailProfile.objects.all(),
        to_field_name="key",
        empty_label=None,
        label=gettext_lazy("Mail profile"),
    )
    marketplace = forms.ModelChoiceField(
        Marketplace.objects.all(),
        required=False,
        empty_label=gettext_lazy("None"),
        label=gettext_lazy("Marketplace"),
    )
    country = forms.RegexField(
        "^[A-Za-z]{2}$", required=False, label=gettext_lazy("Country of the account")
    )
    plus_addresses = forms.BooleanField(
        required=False, label=gettext_lazy("Mail to name+anything reaches this mailbox")
    )
    acknowledge = forms.BooleanField(
        required=False, label=gettext_lazy("Tell buyers that their first message came in")
    )
    undo_seconds = forms.IntegerField(
        min_value=0, max_value=30, label=gettext_lazy("Seconds to take a reply back")
    )
    retention_days = forms.IntegerField(
        min_value=1, max_value=3_650, label=gettext_lazy("Days the raw mail is kept")
    )
    is_active = forms.BooleanField(required=False, label=gettext_lazy("Fetch mail"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, _name in LANGUAGES:
            for when, label in WHEN:
                self.fields[f"ack_{language}_{when}"] = forms.CharField(
                    required=False,
                    max_length=2_000,
                    widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
                    label=label,
                )

    @property
    def texts(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """Languages with their two texts; those that say something stand open."""
        return [
            (str(name), fields, any(field.value() or field.errors for field in fields))
            for language, name in LANGUAGES
            for fields in [[self[f"ack_{language}_{when}"] for when, _label in WHEN]]
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in [name for name in said if name.startswith("ack_")]:
            if unknown := unknown_variables(said[name]):
                names = ", ".join(f"{{{{{each}}}}}" for each in unknown)
                self.add_error(name, _("There is no variable %s.") % names)
        return said

    @staticmethod
    def initial_of(channel: Channel) -> dict[str, Any]:
        texts = {
            f"ack_{language}_{when}": text
            for language, both in channel.acknowledgements.items()
            for when, text in both.items()
        }
        plain = ("name", "address", "sender_name", "signature", "language", "profile")
        numbers = ("acknowledge", "undo_seconds", "retention_days", "is_active")
        return {
            **{name: getattr(channel, name) for name in (*plain, *numbers)},
            "team": channel.team_id,
            "marketplace": channel.marketplace_id,
            "calendar": channel.settings.get("calendar_id"),
            "country": channel.settings.get("country", ""),
            "plus_addresses": channel.settings.get("plus_addresses", False),
            **texts,
        }

    def values(self, connection: Connection) -> ChannelValues:
        said = self.cleaned_data
        calendar, marketplace = said["calendar"], said["marketplace"]
        return ChannelValues(
            **{name: said[name] for name in _PLAIN},
            profile=said["profile"].key,
            team_id=said["team"].pk if said["team"] else None,
            marketplace_id=marketplace.pk if marketplace else None,
            acknowledgements={
                language: {when: said[f"ack_{language}_{when}"] for when, _label in WHEN}
                for language, _name in LANGUAGES
            },
            settings={
                **connection.settings,
                "calendar_id": calendar.pk if calendar else None,
                "time_zone": calendar.time_zone if calendar else None,
                "country": said["country"].upper() or None,
                "plus_addresses": said["plus_addresses"] or None,
            },
            secrets=connection.secrets,
        )


_PLAIN = (
    *("name", "address", "sender_name", "signature", "language", "acknowledge"),
    *("undo_seconds", "retention_days", "is_active"),
)


class ProfileForm(forms.Form):
    """The words and limits of a marketplace's mail; patterns are compared without case."""

    max_length = forms.IntegerField(
        min_value=0, label=gettext_lazy("Longest message, in characters (0: no limit)")
    )
    plain_only = forms.BooleanField(required=False, label=gettext_lazy("Plain text only"))
    links = forms.BooleanField(required=False, label=gettext_lazy("No links"))
    addresses = forms.BooleanField(required=False, label=gettext_lazy("No e-mail addresses"))
    phones = forms.BooleanField(required=False, label=gettext_lazy("No telephone numbers"))
    marketing = forms.BooleanField(required=False, label=gettext_lazy("No advertising"))
    marketing_words = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=gettext_lazy("Words of advertising, one a line"),
    )
    relay_domains = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Domains that mask people, one a line"),
    )
    sender_patterns = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Senders, as regular expressions, one a line"),
    )
    order_patterns = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Order numbers, as regular expressions, one a line"),
    )

    FORBID = ("links", "addresses", "phones", "marketing")
    LISTS = ("marketing_words", "relay_domains", "sender_patterns", "order_patterns")

    @classmethod
    def initial_of(cls, row: MailProfile) -> dict[str, Any]:
        rules = row.rules
        return {
            "max_length": rules.get("max_length", 0),
            "plain_only": rules.get("plain_only", False),
            **{name: name in rules.get("forbid", ()) for name in cls.FORBID},
            **{name: "\n".join(rules.get(name, ())) for name in cls.LISTS},
        }

    def clean_sender_patterns(self) -> str:
        return self._patterns("sender_patterns")

    def clean_order_patterns(self) -> str:
        return self._patterns("order_patterns")

    def _patterns(self, name: str) -> str:
        said: str = self.cleaned_data[name]
        for line in said.splitlines():
            try:
                re.compile(line)
            except re.error as error:
                wrong = _("“%(line)s” is no regular expression: %(error)s.")
                raise forms.ValidationError(wrong % {"line": line, "error": error}) from None
        return said

    def rules(self) -> dict[str, Any]:
        said = self.cleaned_data
        lists = {name: [x.strip() for x in said[name].splitlines()] for name in self.LISTS}
        return {
            "max_length": said["max_length"],
            "plain_only": said["plain_only"],
            "forbid": [name for name in self.FORBID if said[name]],
            **{name: [line for line in lines if line] for name, lines in lists.items()},
        }
