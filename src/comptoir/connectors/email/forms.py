"""How a mailbox is reached, as its set-up page asks for it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.channels.models import Channel
from comptoir.channels.slots import Connection
from comptoir.kit.clock import now
from comptoir.ui.slots import Words

SECURITY = [
    ("tls", "TLS"),
    ("starttls", "STARTTLS"),
    ("none", gettext_lazy("none")),
]
WAYS = [
    ("", gettext_lazy("By password")),
    ("microsoft", gettext_lazy("By Microsoft 365")),
    ("google", gettext_lazy("By Google")),
]
SHORTEST_SECRET = 20
# What these providers' mailboxes are reached at.
KNOWN = {
    "microsoft": {
        "imap": {"host": "outlook.office365.com", "port": 993, "security": "tls"},
        "smtp": {"host": "smtp.office365.com", "port": 587, "security": "starttls"},
    },
    "google": {
        "imap": {"host": "imap.gmail.com", "port": 993, "security": "tls"},
        "smtp": {"host": "smtp.gmail.com", "port": 465, "security": "tls"},
    },
}


def _host(label: Words) -> forms.CharField:
    return forms.CharField(max_length=253, required=False, label=label)  # type: ignore[arg-type]


def _port() -> forms.IntegerField:
    return forms.IntegerField(
        min_value=1, max_value=65_535, required=False, label=gettext_lazy("Port")
    )


def _security() -> forms.ChoiceField:
    return forms.ChoiceField(choices=SECURITY, required=False, label=gettext_lazy("Encryption"))


def _secret(label: Words) -> forms.CharField:
    """Never shown again; empty leaves what is stored."""
    return forms.CharField(
        required=False,
        strip=False,
        max_length=2_000,
        label=label,  # type: ignore[arg-type]
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ServerForm(forms.Form):
    """Servers of both ways, and what signs in."""

    oauth = forms.ChoiceField(choices=WAYS, required=False, label=gettext_lazy("Sign in"))
    user = forms.CharField(max_length=254, required=False, label=gettext_lazy("User name"))
    password = _secret(gettext_lazy("Password"))
    oauth_client_id = forms.CharField(
        max_length=300, required=False, label=gettext_lazy("Client id")
    )
    client_secret = _secret(gettext_lazy("Client secret"))
    imap_host = _host(gettext_lazy("Incoming mail (IMAP)"))
    imap_port = _port()
    imap_security = _security()
    smtp_host = _host(gettext_lazy("Outgoing mail (SMTP)"))
    smtp_port = _port()
    smtp_security = _security()
    folder = forms.CharField(max_length=200, required=False, label=gettext_lazy("Folder"))
    fetch_since = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        label=gettext_lazy("Leave mail alone that came before"),
    )
    delete_after_days = forms.IntegerField(
        min_value=0,
        max_value=3_650,
        required=False,
        label=gettext_lazy("Delete on the server after days"),
    )
    mail_servers = forms.CharField(
        max_length=300, required=False, label=gettext_lazy("Servers whose checks are believed")
    )
    webhook_secret = _secret(gettext_lazy("Secret of the webhook"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("oauth") and not said.get("oauth_client_id"):
            self.add_error(
                "oauth_client_id", _("Register the desk with the provider first, as said below.")
            )
        if 0 < len(said.get("webhook_secret") or "") < SHORTEST_SECRET:
            self.add_error("webhook_secret", _("Take at least 20 characters."))
        return said


def initial(channel: Channel) -> dict[str, Any]:
    told = channel.settings
    return {
        "oauth": told.get("oauth", ""),
        "user": told.get("user", ""),
        "oauth_client_id": told.get("oauth_client_id", ""),
        **_server_initial("imap", told.get("imap")),
        **_server_initial("smtp", told.get("smtp")),
        "folder": told.get("folder", ""),
        "fetch_since": told.get("fetch_since"),
        "delete_after_days": told.get("delete_after_days"),
        "mail_servers": " ".join(told.get("mail_servers", ())),
    }


def _server_initial(way: str, told: dict[str, Any] | None) -> dict[str, Any]:
    return {f"{way}_{name}": value for name, value in (told or {}).items()}


def connection(form: forms.Form) -> Connection:
    """Only what was said; a provider's own servers stand in for names left empty."""
    said = form.cleaned_data
    known = KNOWN.get(said["oauth"], {})
    return Connection(
        settings={
            "oauth": said["oauth"] or None,
            "user": said["user"] or None,
            "oauth_client_id": said["oauth_client_id"] or None,
            "imap": _server("imap", said, 993) or known.get("imap"),
            "smtp": _server("smtp", said, 465) or known.get("smtp"),
            "folder": said["folder"] or None,
            "fetch_since": _since(said["fetch_since"]),
            "delete_after_days": said["delete_after_days"] or None,
            "mail_servers": said["mail_servers"].split() or None,
        },
        secrets={
            name: said[name]
            for name in ("password", "client_secret", "webhook_secret")
            if said[name]
        },
    )


def _since(said: date | None) -> str:
    """Nobody wants years of answered mail on the desk: from yesterday on, unless told."""
    return (said or now().date()).isoformat()


def _server(way: str, said: dict[str, Any], port: int) -> dict[str, Any] | None:
    host = said[f"{way}_host"].strip()
    if not host:
        return None
    security = said[f"{way}_security"] or "tls"
    usual = 143 if way == "imap" else 587
    chosen = said[f"{way}_port"] or (port if security == "tls" else usual)
    return {"host": host, "port": chosen, "security": security}
