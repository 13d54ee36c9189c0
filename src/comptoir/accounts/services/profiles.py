"""A member changes what is his own: name, language, time zone, keys."""

from collections.abc import Collection
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.errors import BadProfile
from comptoir.accounts.events import ProfileChanged
from comptoir.accounts.models import Member
from comptoir.journal import publish
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.errors import NotAllowed
from comptoir.kit.text import clean


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
    if by.kind is not ActorKind.AGENT or by.id is None:
        raise NotAllowed(_("Only a member has a profile."))
    _check(name, language, time_zone)
    member = Member.objects.select_for_update().get(pk=by.id)
    member.name = clean(name).strip()
    member.language, member.time_zone = language, time_zone
    member.languages = sorted(set(languages))
    member.single_keys = single_keys
    member.save()
    publish(ProfileChanged(member_id=member.pk), by=by)
    return member


def _check(name: str, language: str, time_zone: str) -> None:
    if not clean(name).strip():
        raise BadProfile(_("Enter the name that colleagues and buyers will see."))
    if language not in dict(settings.LANGUAGES):
        raise BadProfile(_("Comptoir does not speak this language yet."))
    if time_zone not in available_timezones():
        raise BadProfile(_("This time zone does not exist."))
