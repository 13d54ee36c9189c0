"""Setting up channels: who they are, how they are reached, what they say by themselves."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from comptoir.accounts.access import require
from comptoir.channels.errors import BadSetting
from comptoir.channels.events import ChannelChanged, ProfileChanged
from comptoir.channels.models import Channel, MailProfile
from comptoir.channels.policies.acknowledgements import settled, unknown_variables
from comptoir.channels.policies.profiles import Profile
from comptoir.channels.queries import forget_profiles
from comptoir.channels.services.health import note_health, note_sending
from comptoir.channels.states import Health
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.secrets import UnreadableSecret, seal, unseal
from comptoir.kit.text import fold

LONGEST_UNDO = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelValues:
    """What a person decides about a channel. `acknowledgements`: language → open, closed → text."""

    name: str
    address: str
    sender_name: str = ""
    signature: str = ""
    language: str = "en"
    profile: str = "generic"
    team_id: int | None = None
    marketplace_id: int | None = None
    acknowledge: bool = False
    acknowledgements: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    undo_seconds: int = 10
    retention_days: int = 90
    is_active: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_channel(*, by: Actor, values: ChannelValues, kind: str = "email") -> Channel:
    """A new account; raises BadSetting where something can't be."""
    require(by, "channels.manage")
    return _write(by, Channel(key=_free_key(values.name), kind=kind), values)


@transaction.atomic
def change_channel(*, by: Actor, channel_id: int, values: ChannelValues) -> Channel:
    """Secrets that are not given stay as they are; settings that are None are forgotten.

    Raises BadSetting where a stored password would be told to another server.
    """
    require(by, "channels.manage")
    channel = Channel.objects.select_for_update(no_key=True).get(pk=channel_id)
    return _write(by, channel, _heard_by_nobody_else(channel, values))


def _heard_by_nobody_else(channel: Channel, values: ChannelValues) -> ChannelValues:
    """A password was given for its servers: whoever names another has to know it. What a provider
    gave is asked for anew."""
    known = [(told.get("host"), told.get("security")) for told in _servers(channel.settings)]
    if all(_is_as_safe(told, known) for told in _servers(values.settings)):
        return values
    kept, given = _secrets(channel), values.secrets
    if kept.get("password") and not given.get("password") and not values.settings.get("oauth"):
        raise BadSetting(
            _("Write the password once more: the one that is stored is told to no other server.")
        )
    return replace(values, secrets={**dict.fromkeys(_FOR_A_SERVER, ""), **given})


def _servers(settings: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [told for way in ("imap", "smtp") if (told := settings.get(way))]


def _is_as_safe(told: Mapping[str, Any], known: Collection[tuple[Any, Any]]) -> bool:
    host, security = told.get("host"), told.get("security")
    is_known = host in {each for each, _security in known}
    return is_known and (security != "none" or (host, security) in known)


_FOR_A_SERVER = ("password", "access_token", "refresh_token")
_OWN_FIELDS = (
    *("name", "address", "sender_name", "signature", "language", "profile", "team_id"),
    *("marketplace_id", "acknowledge", "undo_seconds", "retention_days", "is_active"),
)


def _write(by: Actor, channel: Channel, values: ChannelValues) -> Channel:
    _check(values)
    before = _told(channel) if channel.pk else {}
    for name in _OWN_FIELDS:
        setattr(channel, name, getattr(values, name))
    channel.own_addresses = [fold(values.address)] if values.address else []
    channel.acknowledgements = _texts(values.acknowledgements)
    merged = {**channel.settings, **values.settings}
    channel.settings = {name: value for name, value in merged.items() if value is not None}
    if values.secrets:
        told = {**_secrets(channel), **values.secrets}
        channel.sealed = seal(json.dumps({name: each for name, each in told.items() if each}))
    fields = [*_OWN_FIELDS, "own_addresses", "acknowledgements", "settings", "sealed"]
    channel.save(update_fields=fields if channel.pk else None)
    after = _told(channel)
    changed = {name for name in after if before.get(name, "") != after[name]}
    detail: dict[str, Any] = {
        "before": {name: before[name] for name in changed & before.keys()},
        "after": {name: after[name] for name in changed},
    }
    if any(values.secrets.values()):
        detail["renewed"] = True
    publish(ChannelChanged(channel_id=channel.pk), by=by, detail=detail)
    return channel


def _told(channel: Channel) -> dict[str, Any]:
    """What the audit log compares: no secret, and no text of a letter."""
    settings = channel.settings
    return {
        "name": channel.name,
        "address": channel.address,
        "sender_name": channel.sender_name,
        "language": channel.language,
        "profile": channel.profile,
        "team_id": channel.team_id,
        "acknowledge": channel.acknowledge,
        "undo_seconds": channel.undo_seconds,
        "retention_days": channel.retention_days,
        "active": channel.is_active,
        "user": settings.get("user", ""),
        "incoming": _server(settings.get("imap")),
        "outgoing": _server(settings.get("smtp")),
        "origins": settings.get("origins", []),
    }


def _server(told: Mapping[str, Any] | None) -> str:
    return "{host}:{port} ({security})".format_map({**_UNTOLD, **told}) if told else ""


_UNTOLD = {"host": "", "port": "", "security": ""}


def _secrets(channel: Channel) -> dict[str, str]:
    try:
        text = unseal(channel.sealed)
    except UnreadableSecret:
        return {}  # they are being entered again
    return dict(json.loads(text)) if text else {}


def _check(values: ChannelValues) -> None:
    if not 0 <= values.undo_seconds <= LONGEST_UNDO:
        raise BadSetting(_("The time to undo is between 0 and 30 seconds."))
    if values.retention_days < 1:
        raise BadSetting(_("The raw mail is kept for a day at least."))
    for texts in values.acknowledgements.values():
        for text in texts.values():
            if unknown := unknown_variables(text):
                names = ", ".join(f"{{{{{name}}}}}" for name in unknown)
                raise BadSetting(
                    _("There is no variable %(names)s. {{promised_time}} is the only one.")
                    % {"names": names}
                )


def _texts(told: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Only languages that say something."""
    kept = {
        language: {when: settled(text) for when, text in texts.items() if text.strip()}
        for language, texts in told.items()
    }
    return {language: texts for language, texts in kept.items() if texts}


def _free_key(name: str) -> str:
    """A short name for commands and files, not in use yet."""
    stem = slugify(name)[:50] or "mail"
    taken = set(Channel.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in numbered if key not in taken)


@transaction.atomic
def note_connected(*, by: Actor, channel_id: int) -> None:
    """Somebody has tried both ways, or signed in anew: what was told before is over."""
    note_health(by=by, channel_id=channel_id, health=Health.OK)
    note_sending(by=by, channel_id=channel_id)


@transaction.atomic
def change_profile(*, by: Actor, key: str, rules: Mapping[str, Any]) -> MailProfile:
    """Rules of a marketplace's mail in a person's own words: no update goes over them any more."""
    require(by, "channels.manage")
    row = MailProfile.objects.select_for_update().get(key=key)
    before, merged = row.rules, {**row.rules, **rules}
    Profile.read(row.key, row.name, merged, row.clock_preset)
    row.rules, row.edited_at = merged, now()
    row.save(update_fields=["rules", "edited_at"])
    forget_profiles()
    changed = [name for name in rules if before.get(name) != merged[name]]
    detail = {
        "before": {name: before.get(name) for name in changed},
        "after": {name: merged[name] for name in changed},
    }
    publish(ProfileChanged(profile_id=row.pk), by=by, detail=detail)
    return row
