"""A member changes what is his own: name, language, time zone, keys."""

from collections.abc import Collection, Mapping
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts import access
from comptoir.accounts.errors import BadProfile
from comptoir.accounts.events import ProfileChanged
from comptoir.accounts.models import Member
from comptoir.journal import publish
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.errors import NotAllowed
from comptoir.kit.text import clean
from comptoir.ui.commands import all_keys, changeable, label_of
from comptoir.ui.keys import clash_among, read_key, say_key

# What customers of marketplaces write in; others can be added here.
SPOKEN = (
    *("ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hu", "it", "ja", "ko"),
    *("nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"),
)


@transaction.atomic
def update_profile(
    *,
    by: Actor,
    name: str,
    language: str,
    time_zone: str,
    languages: Collection[str],
    single_keys: bool,
) -> Member:
    """The actor's own profile; raises BadProfile."""
    member = _oneself(by)
    _check(name, language, time_zone)
    member.name = clean(name).strip()
    member.language, member.time_zone = language, time_zone
    member.languages = sorted(set(languages))
    member.single_keys = single_keys
    member.save()
    publish(ProfileChanged(member_id=member.pk), by=by)
    return member


@transaction.atomic
def set_languages(*, by: Actor, member_id: int, languages: Collection[str]) -> Member:
    """Which languages somebody answers in: what comes in is shared out by them.

    Everybody says it of himself; raises BadProfile for a language that is not on the list.
    """
    if by.kind is not ActorKind.AGENT or by.id != member_id:
        access.require(by, "accounts.manage")
    if not set(languages) <= set(SPOKEN):
        raise BadProfile(_("Choose languages from the list."))
    member = Member.objects.select_for_update().get(pk=member_id)
    member.languages = sorted(set(languages))
    member.save(update_fields=["languages"])
    publish(ProfileChanged(member_id=member.pk), by=by)
    return member


@transaction.atomic
def choose_keys(*, by: Actor, typed: Mapping[str, str]) -> Member:
    """The actor's own keys, by command as they were typed; what is not named keeps its own.

    Raises BadProfile for what is no key, and where one press would call two commands.
    """
    member = _oneself(by)
    own = {**member.keys, **{name: _read(name, said) for name, said in typed.items()}}
    shipped = {name: each.keys for name, each in changeable()}
    member.keys = {
        name: key
        for name, key in own.items()
        if name in shipped and shipped[name] != ((key,) if key else ())
    }
    if clash := clash_among(all_keys(member.keys)):
        raise BadProfile(
            _("“%(one)s” and “%(other)s” would share the key %(key)s. Choose another for one.")
            % {
                "one": label_of(clash.one),
                "other": label_of(clash.other),
                "key": say_key(clash.key),
            }
        )
    member.save(update_fields=["keys"])
    publish(ProfileChanged(member_id=member.pk), by=by)
    return member


@transaction.atomic
def choose_after_sending(*, by: Actor, opens_next: bool) -> Member:
    """Whether the next conversation opens by itself when the actor has sent something."""
    member = _oneself(by)
    if member.opens_next is not opens_next:
        member.opens_next = opens_next
        member.save(update_fields=["opens_next"])
        publish(ProfileChanged(member_id=member.pk), by=by)
    return member


def _oneself(by: Actor) -> Member:
    if by.kind is not ActorKind.AGENT or by.id is None:
        raise NotAllowed(_("Only a member has a profile."))
    return Member.objects.select_for_update().get(pk=by.id)


def _read(name: str, typed: str) -> str:
    key = read_key(typed)
    if key is None:
        raise BadProfile(
            _("“%(typed)s” for “%(command)s” is no key. Write it like E, Shift+E or G I.")
            % {"typed": clean(typed)[:20], "command": label_of(name)}
        )
    return key


def _check(name: str, language: str, time_zone: str) -> None:
    if not clean(name).strip():
        raise BadProfile(_("Enter the name that colleagues and buyers will see."))
    if language not in dict(settings.LANGUAGES):
        raise BadProfile(_("Comptoir does not speak this language yet."))
    if time_zone not in available_timezones():
        raise BadProfile(_("This time zone does not exist."))
