"""What channels announce."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.channels.states import Health, Intake, Verdict
from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeQuarantined(Event):
    """Something came in that could not be taken in after three tries."""

    SUBJECT: ClassVar = ("channel", "channel_id")
    SAID: ClassVar = _("Mail put into quarantine")
    channel_id: int
    envelope_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSettled(Event):
    """An administrator dealt with something in quarantine."""

    SUBJECT: ClassVar = ("channel", "channel_id")
    SAID: ClassVar = _("Mail in quarantine dealt with")
    channel_id: int
    envelope_id: int
    state: Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedMailCopied(Event):
    """A member took a mail that could not be taken in, as it came."""

    SUBJECT: ClassVar = ("channel", "channel_id")
    SAID: ClassVar = _("Mail in quarantine copied")
    channel_id: int
    envelope_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHealthChanged(Event):
    """A channel stopped working, or works again."""

    SUBJECT: ClassVar = ("channel", "channel_id")
    SAID: ClassVar = _("Health of a channel changed")
    channel_id: int
    health: Health


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSendingChanged(Event):
    """Nothing can be sent through a channel any more, or it can again."""

    SUBJECT: ClassVar = ("channel", "channel_id")
    SAID: ClassVar = _("Sending through a channel changed")
    channel_id: int
    works: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChanged(Event):
    """Somebody changed a channel's settings."""

    SUBJECT: ClassVar = ("channel", "channel_id")
    SAID: ClassVar = _("Channel changed")
    channel_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Event):
    """Somebody changed the rules of a marketplace's mail."""

    SUBJECT: ClassVar = ("mail_profile", "profile_id")
    SAID: ClassVar = _("Mail profile changed")
    profile_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderJudged(Event):
    """Somebody blocked or unblocked an address, or said that its mail is spam or is not."""

    SUBJECT: ClassVar = ("sender", "sender_id")
    SAID: ClassVar = _("Sender judged")
    sender_id: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWentOn(Event):
    """After a restore somebody said that mail may be fetched and sent again."""

    SUBJECT: ClassVar = ("restoration", "restoration_id")
    SAID: ClassVar = _("Desk let go on after a restore")
    restoration_id: int
    unsure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTriedAgain(Event):
    """Somebody let work run again that had been given up."""

    SUBJECT: ClassVar = ("job", "job_id")
    SAID: ClassVar = _("Work tried again")
    job_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDiscarded(Event):
    """Somebody decided that work which was given up is never done."""

    SUBJECT: ClassVar = ("job", "job_id")
    SAID: ClassVar = _("Work discarded")
    job_id: int
