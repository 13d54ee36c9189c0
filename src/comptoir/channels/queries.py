"""What channels know: profiles, blocked senders, what waits in quarantine."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from comptoir.accounts.viewers import Viewer
from comptoir.channels.errors import NoSuchChannel, NoSuchMail, NoSuchProfile, NoSuchSender
from comptoir.channels.models import (
    AutomaticMail,
    Channel,
    Delivery,
    Envelope,
    KnownSender,
    MailProfile,
)
from comptoir.channels.policies.profiles import GENERIC, Finding, Offence, Profile, check_content
from comptoir.channels.policies.spam import SenderHistory
from comptoir.channels.slots import HELD_ORIGINALS
from comptoir.channels.states import Health, Intake, Sending
from comptoir.journal.models import Restoration
from comptoir.journal.restoring import last_restoration
from comptoir.kit.clock import now
from comptoir.kit.db import planned
from comptoir.kit.secrets import UnreadableSecret, unseal
from comptoir.kit.text import digest, fold


def channels_of_team(team_id: int) -> tuple[Channel, ...]:
    """Those whose conversations begin with this team: one query."""
    return tuple(Channel.objects.filter(team=team_id).order_by("name", "pk"))


_PROFILES_FRESH_FOR = 15.0
_profiles: tuple[float, Mapping[str, Profile]] | None = None


def profiles() -> Mapping[str, Profile]:
    """All mail profiles by key, read again every few seconds."""
    global _profiles
    if _profiles is None or monotonic() - _profiles[0] > _PROFILES_FRESH_FOR:
        rows = MailProfile.objects.all()
        read = {r.key: Profile.read(r.key, r.name, r.rules, r.clock_preset) for r in rows}
        _profiles = (monotonic(), read)
    return _profiles[1]


def forget_profiles() -> None:
    """Read the profiles anew at the next question."""
    global _profiles
    _profiles = None


def profile(key: str) -> Profile:
    return profiles().get(key, GENERIC)


_HISTORY = "SELECT is_blocked, spam, wanted FROM channels_knownsender WHERE address = %s"


def history_of(address: str) -> SenderHistory:
    """What people decided about this sender before."""
    found = planned(_HISTORY, [fold(address)])
    return SenderHistory(*found[0]) if found else SenderHistory()


def blocked_senders(*, limit: int = 500) -> list[KnownSender]:
    return list(all_blocked().order_by("address")[:limit])


def all_blocked() -> "QuerySet[KnownSender]":
    return KnownSender.objects.filter(is_blocked=True)


def find_blocked(sender_id: int) -> KnownSender:
    """Raises NoSuchSender."""
    found = all_blocked().filter(pk=sender_id).first()
    if found is None:
        raise NoSuchSender
    return found


def quarantine(*, limit: int = 200) -> list[Envelope]:
    """What waits for an administrator, newest first."""
    return list(quarantined().order_by("-received_at")[:limit])


def quarantined() -> "QuerySet[Envelope]":
    return Envelope.objects.filter(state=Intake.QUARANTINED).select_related("channel")


def find_quarantined(envelope_id: int) -> Envelope:
    """Raises NoSuchMail."""
    found = quarantined().filter(pk=envelope_id).first()
    if found is None:
        raise NoSuchMail
    return found


def settled_ids(channel: Channel, external_ids: Iterable[str]) -> list[str]:
    """Those that were taken in, or put aside on purpose: their originals may go."""
    found = Envelope.objects.filter(channel=channel, external_id__in=list(external_ids))
    unsettled = [Intake.FAILED, Intake.QUARANTINED]
    return list(found.exclude(state__in=unsettled).values_list("external_id", flat=True))


def channels() -> list[Channel]:
    return list(Channel.objects.select_related("team", "marketplace").order_by("name"))


def channels_for(viewer: Viewer) -> "QuerySet[Channel]":
    """All of them, or those that a member's grants are narrowed to."""
    found = Channel.objects.select_related("team", "marketplace")
    return found if viewer.sees_everything else found.filter(pk__in=viewer.scope_ids("channel"))


def channels_of_kind(kind: str) -> "QuerySet[Channel]":
    """For whoever sets them up: switched off or not."""
    return Channel.objects.select_related("team", "marketplace").filter(kind=kind)


def find_channel(public_id: UUID, *, kind: str) -> Channel:
    """Raises NoSuchChannel."""
    found = channels_of_kind(kind).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchChannel
    return found


def names_of_secrets(channel: Channel) -> frozenset[str]:
    """Which secrets are stored and can be read; never what they are."""
    try:
        kept = unseal(channel.sealed)
    except UnreadableSecret:
        return frozenset()
    return frozenset(name for name, value in json.loads(kept or "{}").items() if value)


def outward_channels(ids: Iterable[int]) -> Mapping[int, UUID]:
    """Public ids of rows, for the journal's readers outside."""
    return dict(Channel.objects.filter(pk__in=list(ids)).values_list("pk", "public_id"))


def troubled_channels() -> list[Channel]:
    """The channels that do not work now: the banner of every page."""
    troubled = ~Q(health=Health.OK) | ~Q(sending_trouble="")
    return list(Channel.objects.filter(troubled, is_active=True).order_by("name"))


def quarantine_count() -> int:
    return Envelope.objects.filter(state=Intake.QUARANTINED).count()


def profile_rows() -> list[MailProfile]:
    return list(all_profiles())


def all_profiles() -> "QuerySet[MailProfile]":
    return MailProfile.objects.all()


def find_profile(key: str) -> MailProfile:
    """Raises NoSuchProfile."""
    found = MailProfile.objects.filter(key=key).first()
    if found is None:
        raise NoSuchProfile
    return found


def find_delivery(message_id: str) -> Delivery | None:
    return Delivery.objects.select_related("channel").filter(message_id=message_id).first()


def content_refusal(channel: Channel, text: str) -> str:
    """One sentence that says what the marketplace forbids in these words; "" if nothing."""
    rules = profile(channel.profile)
    findings = check_content(text, rules)
    if not findings:
        return ""
    reasons = dict.fromkeys(_in_words(finding) for finding in findings)
    return _("%(marketplace)s does not allow this message: %(reasons)s.") % {
        "marketplace": rules.name,
        "reasons": ", ".join(reasons),
    }


def content_findings(channel: Channel, text: str) -> tuple[str, ...]:
    """Each thing that the marketplace forbids in these words, for a hint while writing."""
    return tuple(_in_words(f) for f in check_content(text, profile(channel.profile)))


def _in_words(finding: Finding) -> str:
    sentences = {
        Offence.LINKS: _("it holds the link “%s”"),
        Offence.ADDRESSES: _("it holds the e-mail address “%s”"),
        Offence.PHONES: _("it holds the telephone number “%s”"),
        Offence.MARKETING: _("“%s” reads like advertising"),
        Offence.TOO_LONG: _("it is %s characters too long"),
    }
    return sentences[finding.offence] % finding.words


@dataclass(frozen=True, slots=True)
class AutomaticCounts:
    """Automatic mails to one address lately, of one subject among them, to all in a minute."""

    lately: int
    same_subject: int
    by_all_in_a_minute: int


def automatic_counts(*, address: str, subject: str, since: datetime) -> AutomaticCounts:
    """What the brakes on automatic mail ask (A7)."""
    to_address = Q(address_digest=digest(fold(address)), sent_at__gte=since)
    same = to_address & Q(subject_digest=digest(fold(subject.strip())))
    counts = AutomaticMail.objects.filter(
        to_address | Q(sent_at__gte=now() - timedelta(minutes=1))
    ).aggregate(
        lately=Count("pk", filter=to_address),
        same_subject=Count("pk", filter=same),
        by_all_in_a_minute=Count("pk", filter=Q(sent_at__gte=now() - timedelta(minutes=1))),
    )
    return AutomaticCounts(**counts)


def is_own_mailbox(address: str) -> bool:
    """Whether an address is one of our own channels'."""
    return Channel.objects.filter(
        Q(address__iexact=address) | Q(own_addresses__contains=[fold(address)])
    ).exists()


def rules_in_words(channel: Channel) -> tuple[str, ...]:
    """What this channel's marketplace forbids, said before somebody writes it."""
    rules = profile(channel.profile)
    sentences = {
        Offence.LINKS: _("No links"),
        Offence.ADDRESSES: _("No e-mail addresses"),
        Offence.PHONES: _("No telephone numbers"),
        Offence.MARKETING: _("No advertising"),
    }
    said = tuple(words for offence, words in sentences.items() if offence in rules.forbid)
    return (*said, _("Plain text")) if rules.plain_only else said


def space_channel() -> Channel | None:
    """The channel of what is written at the doors, once there is one."""
    return Channel.objects.filter(kind="space", is_active=True).order_by("pk").first()


def zone_of_doors() -> str:
    """The zone of what is written at the doors, and of the mailbox by which it is answered."""
    channel = space_channel() or way_out(None)
    return str(channel.settings.get("time_zone") or "") if channel else ""


def way_out(channel: Channel | None) -> Channel | None:
    """The mailbox by which the letters of a channel leave: its own, or for the doors the house's.

    Of its own marketplace where there is one, with no marketplace's rules before those with.
    """
    if channel is not None and channel.kind != "space":
        return channel
    return mailbox_beside(channel)


def mailbox_beside(channel: Channel | None) -> Channel | None:
    """The mailbox of the house that writes for a channel which sends no mail itself."""
    mailboxes = Channel.objects.filter(kind="email", is_active=True, profile="generic")
    if channel is not None and channel.marketplace_id is not None:
        own = mailboxes.filter(marketplace_id=channel.marketplace_id).order_by("pk").first()
        if own is not None:
            return own
    return mailboxes.order_by("pk").first()


@dataclass(frozen=True, slots=True)
class AfterRestore:
    """The last restore, and what it left to look at: letters that may have been sent, letters
    that wait for the word to go on, mailboxes that will be fetched from where the copy ended."""

    restoration: Restoration
    unsure: tuple[Delivery, ...]
    unsure_count: int
    waiting: int
    mailboxes: tuple[Channel, ...]


def after_restore(*, limit: int = 50) -> AfterRestore | None:
    """None where nothing was ever restored."""
    restored = last_restoration()
    if restored is None:
        return None
    unsure = Delivery.objects.filter(state=Sending.UNSURE)
    waiting = Delivery.objects.filter(state__in=[Sending.HELD, Sending.QUEUED])
    return AfterRestore(
        restored,
        tuple(unsure.select_related("channel").order_by("-pk")[:limit]),
        unsure.count(),
        waiting.count(),
        tuple(Channel.objects.filter(kind="email", is_active=True)),
    )


def days_kept(channel: Channel) -> int:
    """How long its originals are kept: as its page says, never longer than its marketplace lets."""
    most = profile(channel.profile).keep_raw_days
    return min(channel.retention_days, most) if most else channel.retention_days


def originals_over() -> QuerySet[Envelope]:
    """Whose time is over; what waits in quarantine is not, for somebody has to decide first."""
    own = F("channel__retention_days")
    limits = {key: found.keep_raw_days for key, found in profiles().items() if found.keep_raw_days}
    kept = Case(
        *(When(channel__profile=key, then=Least(own, Value(days))) for key, days in limits.items()),
        default=own,
    )
    age = ExpressionWrapper(kept * Value(timedelta(days=1)), output_field=DurationField())
    waiting = Q(state__in=[Intake.FAILED, Intake.QUARANTINED])
    old = Envelope.objects.exclude(raw_key="").filter(received_at__lt=now() - age)
    return old.exclude(waiting)


def held_originals() -> Q:
    """Envelopes that later packages hold back."""
    held = Q(pk__in=[])
    for ids in HELD_ORIGINALS.all():
        held |= Q(pk__in=ids())
    return held
