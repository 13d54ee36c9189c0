"""Mail to members: bundled, one a quarter of an hour at most, without anybody's words in it."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member
from comptoir.accounts.viewers import Viewer
from comptoir.kit.clock import now
from comptoir.notices.models import Notice, Preferences
from comptoir.notices.policies import MAIL_AFTER, MAIL_EVERY, is_digest_time, zone_of
from comptoir.notices.queries import Line, lines_of
from comptoir.notices.services.pushing import settle
from comptoir.notices.services.telling import mail_later
from comptoir.notices.slots import DIGESTS, Digest

# A mail is no list: the rest is in the app.
_MOST_LINES = 20


@transaction.atomic
def mail(*, member_id: int) -> bool:
    """Write what is due and still unread to one member; whether there was anything.

    Too soon after the last one it waits for its quarter of an hour.
    """
    at = now()
    Preferences.objects.get_or_create(member_id=member_id)
    preferences = Preferences.objects.select_for_update().get(member_id=member_id)
    if preferences.mailed_at is not None and at < preferences.mailed_at + MAIL_EVERY:
        mail_later(member_id, preferences.mailed_at + MAIL_EVERY)
        return False
    due = _claim(member_id, at)
    member = Member.objects.filter(pk=member_id, is_active=True).first()
    if not due or member is None or not _write(member, due):
        return False
    preferences.mailed_at = at
    preferences.save(update_fields=["mailed_at"])
    return True


def _claim(member_id: int, at: datetime) -> list[Notice]:
    """What is due, and what would be in a moment: it goes with this one."""
    pending = Notice.objects.filter(member_id=member_id, mail_at__isnull=False)
    if not pending.filter(mail_at__lte=at).exists():
        return []
    found = pending.filter(mail_at__lte=at + MAIL_AFTER)
    due = list(found.filter(read_at=None).order_by("-at", "-id").select_for_update())
    found.update(mail_at=None, mailed_at=at)
    settle([each.pk for each in due])
    return due


def _write(member: Member, due: Sequence[Notice]) -> bool:
    """Access is asked now: what he may not see any more, he is not told of."""
    with translation.override(member.language), timezone.override(zone_of(member.time_zone)):
        lines = lines_of(identify(member).viewer, due)
        if not lines:
            return False
        subject = ngettext(
            "%(count)s notification from the desk", "%(count)s notifications from the desk",
            len(lines),
        ) % {"count": len(lines)}  # fmt: skip
        told = {
            "lines": [(line, _address(line)) for line in lines[:_MOST_LINES]],
            "more": max(0, len(lines) - _MOST_LINES),
        }
        _send(member, subject, "waiting", told)
    return True


def _address(line: Line) -> str:
    return urljoin(settings.PUBLIC_URL, reverse("notices:open", args=[line.id]))


def _send(member: Member, subject: str, template: str, told: dict[str, object]) -> None:
    context = {
        **told,
        "member": member,
        "list_url": urljoin(settings.PUBLIC_URL, reverse("notices:list")),
        "choose_url": urljoin(settings.PUBLIC_URL, reverse("notices:preferences")),
    }
    text = render_to_string(f"notices/mails/{template}.txt", context)
    EmailMessage(subject, text, to=[member.email]).send()


# --- The morning's digest ------------------------------------------------------------------------


def send_digests() -> int:
    """To each whose minute has come, where there is anything to begin with; how many."""
    wanted = Preferences.objects.filter(digest_at__isnull=False, member__is_active=True)
    return sum(_digest(each.pk) for each in wanted.select_related("member") if _is_time(each))


def _is_time(preferences: Preferences) -> bool:
    return preferences.digest_at is not None and is_digest_time(
        now(),
        time_zone=preferences.member.time_zone,
        wanted=preferences.digest_at,
        sent_on=preferences.digest_sent_on,
    )


@transaction.atomic
def _digest(preferences_id: int) -> bool:
    """Asked once more under the lock: two workers send one."""
    row = Preferences.objects.select_for_update(of=("self",)).select_related("member")
    preferences = row.get(pk=preferences_id)
    if not _is_time(preferences):
        return False
    member, zone = preferences.member, zone_of(preferences.member.time_zone)
    preferences.digest_sent_on = now().astimezone(zone).date()
    preferences.save(update_fields=["digest_sent_on"])
    return _write_digest(member, identify(member).viewer, zone)


def _write_digest(member: Member, viewer: Viewer, zone: ZoneInfo) -> bool:
    with translation.override(member.language), timezone.override(zone):
        parts = [part for digest in DIGESTS.all() if (part := digest(viewer)) is not None]
        if parts:
            _send(member, _("Your morning at the desk"), "digest", {"parts": _linked(parts)})
    return bool(parts)


def _linked(parts: Sequence[Digest]) -> list[tuple[Digest, str]]:
    return [(part, urljoin(settings.PUBLIC_URL, part.url)) for part in parts]
