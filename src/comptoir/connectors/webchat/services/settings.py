"""Setting up a chat. It is a channel: what all channels have is written by `channels`."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.db import transaction

from comptoir.channels.models import Channel
from comptoir.channels.services import ChannelValues, add_channel, change_channel
from comptoir.channels.states import CHAT_KIND
from comptoir.connectors.webchat.events import ChatSecretRenewed
from comptoir.connectors.webchat.policies.accents import ACCENTS, USUAL
from comptoir.connectors.webchat.queries import (
    BEFORE_UNTIL,
    SECRET,
    SECRET_BEFORE,
    find_chat,
    secrets_of,
)
from comptoir.connectors.webchat.states import Asked
from comptoir.connectors.webchat.words import LANGUAGES, words_in
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now

# So long a shop may go on signing with the secret that was renewed.
OVERLAP = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatValues:
    """What a person decides about a chat. `greetings` by language; `origins` as browsers say."""

    name: str
    language: str = "en"
    accent: str = USUAL
    origins: Sequence[str] = ()
    greetings: Mapping[str, str] = field(default_factory=dict)
    ask_name: str = Asked.MAY
    ask_mail: str = Asked.MAY
    acknowledge: bool = False
    undo_seconds: int = 0
    is_active: bool = True
    team_id: int | None = None
    marketplace_id: int | None = None
    calendar_id: int | None = None
    time_zone: str | None = None
    country: str | None = None


@transaction.atomic
def add_chat(*, by: Actor, values: ChatValues) -> tuple[Channel, str]:
    """The chat and its secret, which is not shown again. Raises BadSetting."""
    secret = secrets.token_urlsafe(32)
    told = replace(_as_channel(values), secrets={SECRET: secret})
    return add_channel(by=by, values=told, kind=CHAT_KIND), secret


@transaction.atomic
def change_chat(*, by: Actor, channel_id: int, values: ChatValues) -> Channel:
    """Raises BadSetting, NoSuchChat."""
    find_chat(channel_id)
    return change_channel(by=by, channel_id=channel_id, values=_as_channel(values))


def _as_channel(values: ChatValues) -> ChannelValues:
    """Mail profiles have nothing to forbid here; the profile's name is that of the icon."""
    return ChannelValues(
        name=values.name,
        address="",
        profile=CHAT_KIND,
        language=values.language,
        team_id=values.team_id,
        marketplace_id=values.marketplace_id,
        acknowledge=values.acknowledge,
        acknowledgements=_acknowledgements(),
        undo_seconds=values.undo_seconds,
        is_active=values.is_active,
        settings=_settings(values),
    )


def _settings(values: ChatValues) -> dict[str, Any]:
    return {
        "accent": values.accent if values.accent in ACCENTS else USUAL,
        "origins": list(values.origins),
        "greetings": {name: text for name, text in values.greetings.items() if text.strip()},
        "ask_name": Asked(values.ask_name).value,
        "ask_mail": Asked(values.ask_mail).value,
        "calendar_id": values.calendar_id,
        "time_zone": values.time_zone,
        "country": values.country,
    }


def _acknowledgements() -> dict[str, dict[str, str]]:
    """In the words of the chat: what the widget says before, in the same words after."""
    texts = {language: words_in(language)["acknowledgement"] for language in LANGUAGES}
    return {language: {"open": text, "closed": text} for language, text in texts.items()}


@transaction.atomic
def renew_secret(*, by: Actor, channel_id: int) -> str:
    """A new secret; tokens signed with the old one are good for an hour more."""
    channel = find_chat(channel_id)
    secret = secrets.token_urlsafe(32)
    known = secrets_of(channel, at=now())
    change_channel(
        by=by,
        channel_id=channel_id,
        values=replace(
            _as_it_is(channel),
            secrets={
                SECRET: secret,
                SECRET_BEFORE: known[0] if known else "",
                BEFORE_UNTIL: (now() + OVERLAP).isoformat(),
            },
        ),
    )
    publish(ChatSecretRenewed(channel_id=channel_id), by=by)
    return secret


def _as_it_is(channel: Channel) -> ChannelValues:
    return ChannelValues(
        name=channel.name,
        address=channel.address,
        sender_name=channel.sender_name,
        signature=channel.signature,
        language=channel.language,
        profile=channel.profile,
        team_id=channel.team_id,
        marketplace_id=channel.marketplace_id,
        acknowledge=channel.acknowledge,
        acknowledgements=channel.acknowledgements,
        undo_seconds=channel.undo_seconds,
        retention_days=channel.retention_days,
        is_active=channel.is_active,
    )
