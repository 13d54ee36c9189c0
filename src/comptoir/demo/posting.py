"""A visitor's words as the mail they would be, handed to the real intake."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid

from comptoir.channels import services as channels
from comptoir.channels.mail.wording import quote
from comptoir.channels.models import Channel
from comptoir.channels.services import Received as Outcome
from comptoir.demo.content import shapes
from comptoir.demo.content.house import DOMAIN
from comptoir.demo.letters import Received
from comptoir.demo.people import Person
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now


@dataclass(frozen=True, slots=True)
class Enclosure:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Words:
    """What a visitor wrote; `answers` is the letter he answers."""

    mailbox: shapes.Channel
    subject: str
    text: str
    enclosures: Sequence[Enclosure] = ()
    answers: Received | None = None


def post(person: Person, words: Words) -> Outcome:
    """Let the mail arrive at its mailbox now; what became of it."""
    channel = Channel.objects.get(key=words.mailbox.key)
    raw = as_mail(person, words)
    return channels.receive(by=Actor(ActorKind.CHANNEL, channel.pk), channel=channel, raw=raw)


def as_mail(person: Person, words: Words) -> bytes:
    """The bytes as a buyer's mail program, or the marketplace, would send them."""
    address = person.address_for(words.mailbox)
    domain = address.rpartition("@")[2]
    mail = EmailMessage()
    mail["Authentication-Results"] = (
        f"mx.{DOMAIN}; spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; "
        f"dmarc=pass header.from={domain}"
    )
    mail["From"] = formataddr((person.name, address))
    mail["To"] = formataddr((words.mailbox.sender_name, words.mailbox.address))
    mail["Subject"] = " ".join(words.subject.split())
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(domain=domain)
    _answer(mail, words.answers)
    mail.set_content(words.text + _quoted(words.answers, person.language))
    for each in words.enclosures:
        kind, _, subtype = each.content_type.partition("/")
        mail.add_attachment(each.content, maintype=kind, subtype=subtype, filename=each.name)
    return mail.as_bytes()


def _answer(mail: EmailMessage, letter: Received | None) -> None:
    if letter is None:
        return
    own = f"<{letter.mail.message_id}>"
    earlier = [f"<{each}>" for each in letter.mail.references[-8:]]
    mail["In-Reply-To"] = own
    mail["References"] = " ".join([*earlier, own])


def _quoted(letter: Received | None, language: str) -> str:
    """As mail programs do: the answered letter below the answer."""
    if letter is None:
        return ""
    sender = letter.mail.sender
    who = f"{sender.name} <{sender.address}>"
    return "\n\n" + quote(letter.mail.reply, author=who, at=letter.at, language=language)
