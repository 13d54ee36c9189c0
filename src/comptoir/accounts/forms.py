"""Forms of the account pages: they only read; services decide."""

from datetime import timedelta
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import ChangePasswordForm, LoginForm
from babel import Locale
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from comptoir.accounts import policies, services
from comptoir.accounts.access import may_somewhere
from comptoir.accounts.models import Invitation, Member, Scope, Team
from comptoir.accounts.roles import PERMISSIONS, ROLE_NAMES, Role, area_of
from comptoir.accounts.slots import SCOPES
from comptoir.kit.actor import Actor, Grant


def language_name(code: str) -> str:
    """In the reader's own language."""
    return Locale.parse(code).get_display_name(get_language() or "en") or code


def _spoken_choices() -> list[tuple[str, str]]:
    return sorted(
        ((code, language_name(code)) for code in services.SPOKEN), key=lambda pair: pair[1]
    )


def _zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


def role_choices(roles: list[Role]) -> list[tuple[str, Any]]:
    return [(role.value, ROLE_NAMES[role]) for role in roles]


class TokenForm(forms.Form):
    """What a token may is chosen among what its owner may."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    days = forms.TypedChoiceField(
        label=_("Works for"),
        coerce=int,
        initial=90,
        choices=[
            (30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("one year"))
        ],
    )  # fmt: skip
    permissions = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = [  # type: ignore[attr-defined]
            (name, permission.help)
            for name, permission in sorted(PERMISSIONS.items())
            if may_somewhere(by, name)
        ]

    def areas(self) -> list[tuple[str, list[Any]]]:
        """The boxes by the part of the program they are about."""
        grouped = groupby(self["permissions"], key=lambda box: area_of(str(box.data["value"])))
        return [(area, list(boxes)) for area, boxes in grouped]

    def valid_for(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])


class SignInForm(LoginForm):  # type: ignore[misc]
    """Allauth's, with labels instead of placeholders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autofocus"] = True


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """Allauth's, in the words of the other pages; the way for who forgot it stands below."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password, again")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ResetRequestForm(forms.Form):
    """Looks nobody up: the answer and its time are the same for every address (D9)."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "email", "autofocus": True})
    )

    def save(self, request: HttpRequest) -> str:
        email: str = self.cleaned_data["email"]
        services.request_password_reset(email=email)
        return email


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 8 characters; a short sentence is easy to keep."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", invitation.name)
        self.invitation = invitation

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = Member(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, person)
        return password


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Colleagues see it, and buyers under your replies."),
    )
    language = forms.ChoiceField(label=_("Language of Comptoir"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zone_choices,
        help_text=_("All times are shown in it. Promises to buyers keep the team's own hours."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you answer in"),
        choices=_spoken_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    single_keys = forms.BooleanField(
        label=_("Single letter keys"),
        required=False,
        help_text=_("r answers, e resolves. Off: the same letters with Alt."),
    )


class SpokenForm(forms.Form):
    """Of a member, by whoever looks after members."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=_spoken_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"))
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True),
        label=_("Team"),
        required=False,
        empty_label=_("No team yet"),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101
        role.choices = role_choices(policies.givable_roles(by))
        role.initial = Role.AGENT.value


def where_choices() -> list[tuple[str, Any]]:
    """Everywhere, then every team, then what other packages offer."""
    choices: list[tuple[str, Any]] = [("all", Scope.ALL.label)]
    choices += [(f"team:{team.pk}", team.name) for team in Team.objects.all()]
    for scope, offered in SCOPES.items():
        choices += [(f"{scope}:{number}", name) for number, name in offered()]
    return choices


class GrantForm(forms.Form):
    """One more role: where it holds is `all` or `team:3`, `channel:7`."""

    role = forms.ChoiceField(label=_("Role"), choices=lambda: role_choices(list(Role)))
    where = forms.ChoiceField(label=_("Where"), choices=where_choices)

    def grant(self) -> Grant:
        scope, _colon, number = self.cleaned_data["where"].partition(":")
        return Grant(self.cleaned_data["role"], scope, int(number) if number else None)


class TeamForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("team", "Name"), max_length=80)


class TeamMembersForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        Member.objects.filter(is_active=True).order_by("sort_name", "id"),
        label=_("Members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class AddressForm(forms.Form):
    """The address of a buyer or a seller who wants in."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=320,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "autofocus": True}
        ),
    )


class CodeForm(forms.Form):
    """Six digits, however they are grouped."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )
