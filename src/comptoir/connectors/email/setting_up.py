"""The mailbox's part of the set-up page: its test, its sign-in, what to register where."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel
from comptoir.channels.slots import Setup
from comptoir.connectors.email import forms, imap, smtp
from comptoir.kit import threads


def redirect_url() -> str:
    """Where providers send the browser back to: the same for every mailbox."""
    return urljoin(settings.PUBLIC_URL, reverse("connectors_email:oauth_callback"))


def check(channel: Channel) -> str:
    """Sign in both ways; raises ConnectorError that says which way failed and why."""
    with threads.outside():
        said = [_in(channel), _out(channel)]
    return " ".join(sentence for sentence in said if sentence)


def _in(channel: Channel) -> str:
    if not channel.settings.get("imap"):
        return _("No server for incoming mail is set up: mail comes by webhook only.")
    try:
        waiting = imap.check(channel)
    except ConnectorError as error:
        raise _of(_("Incoming mail: %s"), error) from error
    return (
        ngettext(
            "Incoming mail works: %d mail waits.", "Incoming mail works: %d mails wait.", waiting
        )
        % waiting
    )


def _out(channel: Channel) -> str:
    if settings.DEMO:
        return _("No mail leaves the sample marketplace.")
    try:
        smtp.check(channel)
    except ConnectorError as error:
        raise _of(_("Outgoing mail: %s"), error) from error
    return _("Outgoing mail works.")


def _of(sentence: str, error: ConnectorError) -> ConnectorError:
    return ConnectorError(
        "%s", facts=(sentence % error,), code=error.code, grant=error.grant_expired
    )


def sign_in_url(channel: Channel) -> str:
    if not channel.settings.get("oauth"):
        return ""
    return reverse("connectors_email:oauth_start", args=[channel.pk])


def facts(channel: Channel | None) -> dict[str, Any]:
    """Addresses to copy: for the provider's registration, and for inbound webhooks."""
    told = {"redirect_url": redirect_url()}
    if channel is None:
        return told
    key = channel.public_id
    return told | {
        "postmark_url": urljoin(
            settings.PUBLIC_URL, reverse("connectors_email:postmark", args=[key])
        ),
        "raw_url": urljoin(settings.PUBLIC_URL, reverse("connectors_email:raw", args=[key])),
    }


SETUP = Setup(
    form=forms.ServerForm,
    template="connectors_email/server.html",
    initial=forms.initial,
    connection=forms.connection,
    check=check,
    sign_in_url=sign_in_url,
    facts=facts,
)
