"""The postman of the sample marketplace: every letter stays in this house."""

from collections.abc import Sequence

from comptoir.channels.mail.compose import Letter, compose
from comptoir.channels.models import Channel
from comptoir.demo.models import DemoMail
from comptoir.kit import files
from comptoir.kit.clock import now
from comptoir.kit.text import clean, fold

FOLDER = "demo_mail"


def keep(channel: Channel, letter: Letter, recipients: Sequence[str]) -> None:
    """Put a letter into its recipients' boxes, as a mail server would; a repeat changes nothing."""
    raw_key = files.put(compose(letter), folder=FOLDER, compress=True)
    boxed = [_mail(channel, letter, recipient, raw_key) for recipient in recipients]
    DemoMail.objects.bulk_create(boxed, ignore_conflicts=True)


def _mail(channel: Channel, letter: Letter, recipient: str, raw_key: str) -> DemoMail:
    return DemoMail(
        to=fold(recipient)[:320],
        sender=channel.address,
        subject=clean(letter.subject)[:300],
        message_id=letter.message_id[:255],
        raw_key=raw_key,
        at=now(),
    )


def box_of(address: str, *, limit: int = 200) -> list[DemoMail]:
    """What somebody has received, newest first."""
    return list(DemoMail.objects.filter(to=fold(address)).order_by("-pk")[:limit])


def raw_of(mail: DemoMail) -> bytes:
    """The mail as it would have arrived; raises BlobMissing."""
    return files.read(mail.raw_key)
