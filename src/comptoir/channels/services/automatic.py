"""Counting automatic mail, so that two machines can't talk to each other for ever (A7)."""

from comptoir.channels.models import AutomaticMail
from comptoir.kit.clock import now
from comptoir.kit.text import digest, fold


def note_automatic_mail(*, address: str, subject: str) -> None:
    """Remember that an automatic mail answers `subject` of `address`."""
    AutomaticMail.objects.create(
        address_digest=digest(fold(address)),
        subject_digest=digest(fold(subject.strip())),
        sent_at=now(),
    )
