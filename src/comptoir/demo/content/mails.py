"""What buyers write, as the mail it would be: headers, relay addresses, quotes, attachments."""

from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from comptoir.accounts.parties import Party
from comptoir.demo.content.house import AMAZON_MAIL, DOMAIN, EBAY_MAIL
from comptoir.demo.content.moments import ZONE
from comptoir.demo.content.shapes import (
    Author,
    Channel,
    Conversation,
    Picture,
    Turn,
    TurnKind,
)

type Draw = Callable[[Picture], bytes]

# The line a mail program puts over what it quotes; {date} as people of that language write it.
_WROTE = {
    "en": "On {:%d %b %Y, at %H:%M}, {who} wrote:",
    "fr": "Le {:%d/%m/%Y à %H:%M}, {who} a écrit :",
    "de": "Am {:%d.%m.%Y um %H:%M} schrieb {who}:",
    "es": "El {:%d/%m/%Y a las %H:%M}, {who} escribió:",
    "it": "Il giorno {:%d/%m/%Y alle %H:%M} {who} ha scritto:",
    "pt": "Em {:%d/%m/%Y às %H:%M}, {who} escreveu:",
    "ru": "{:%d.%m.%Y в %H:%M}, {who} написал:",
    "ja": "{:%Y年%m月%d日 %H:%M} {who}:",
}
_MAILERS = (
    "Apple Mail (2.3826.700.81)", "Thunderbird 140.4.0", "K-9 Mail for Android",
    "Microsoft Outlook 16.0", "Evolution 3.56.2",
)  # fmt: skip


def message_id(conversation: Conversation, place: int) -> str:
    """The id of a conversation's turn, with angle brackets: the same for the loader and for mails."""
    turn = conversation.turns[place]
    digest = sha256(f"{conversation.key}/{place}/{turn.at.isoformat()}".encode()).hexdigest()
    domain = DOMAIN if turn.author in {Author.AGENT, Author.SYSTEM} else _domain(conversation, turn)
    return f"<{digest[:24]}@{domain}>"


def as_mail(
    turn: Turn,
    conversation: Conversation,
    channel: Channel,
    *,
    draw: Draw | None = None,
) -> bytes:
    """The RFC 5322 bytes of a buyer's turn (which must be one of the conversation's).

    `draw` gives the bytes of an attached picture; by default the demo's own pictures are drawn.
    """
    place = conversation.turns.index(turn)
    mail = EmailMessage(policy=SMTP)
    _address(mail, turn, conversation, channel)
    _thread(mail, conversation, place)
    mail["Subject"] = conversation.subject if place == 0 else f"Re: {conversation.subject}"
    mail["Date"] = format_datetime(turn.at.astimezone(ZONE))
    _mark(mail, turn, conversation)
    mail.set_content(_with_quote(turn, conversation, place, channel))
    for picture in turn.attachments:
        content = (draw or _drawn)(picture)
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=picture.name)
    return mail.as_bytes()


def sender_address(turn: Turn, conversation: Conversation) -> str:
    if turn.author == Author.SELLER and conversation.seller:
        return conversation.seller.email
    own = conversation.buyer.address if conversation.buyer else ""
    return turn.address or conversation.address or own


def sender_name(turn: Turn, conversation: Conversation, channel: Channel) -> str:
    """As the marketplace shows it: Amazon the first name, eBay the user name."""
    if turn.author == Author.SELLER and conversation.seller:
        return conversation.seller.name
    buyer = conversation.buyer
    if buyer is None:
        return turn.text.rsplit("\n", 1)[-1]
    if channel is AMAZON_MAIL:
        return f"{buyer.first_name} - Amazon Marketplace"
    if channel is EBAY_MAIL:
        return f"eBay Member: {buyer.address.partition('@')[0]}"
    return buyer.name


def _address(mail: EmailMessage, turn: Turn, conversation: Conversation, channel: Channel) -> None:
    address = sender_address(turn, conversation)
    domain = address.rpartition("@")[2]
    verdict = "fail" if conversation.is_spam else "pass"
    mail["Authentication-Results"] = (
        f"mx.{DOMAIN}; spf={verdict} smtp.mailfrom={domain}; "
        f"dkim={verdict} header.d={domain}; dmarc={verdict} header.from={domain}"
    )
    mail["From"] = Address(sender_name(turn, conversation, channel), addr_spec=address)
    mail["To"] = Address(channel.sender_name, addr_spec=channel.address)


def _thread(mail: EmailMessage, conversation: Conversation, place: int) -> None:
    mail["Message-ID"] = message_id(conversation, place)
    seen = [
        message_id(conversation, earlier)
        for earlier in range(place)
        if Party.BUYER in conversation.turns[earlier].audience
    ]
    if seen:
        mail["In-Reply-To"] = seen[-1]
        mail["References"] = " ".join(seen[-8:])


def _mark(mail: EmailMessage, turn: Turn, conversation: Conversation) -> None:
    if turn.kind == TurnKind.AUTO_REPLY:
        mail["Auto-Submitted"] = "auto-replied"
        mail["Precedence"] = "bulk"
    elif conversation.channel is AMAZON_MAIL or conversation.channel is EBAY_MAIL:
        mail["X-Mailer"] = f"{conversation.channel.marketplace.name} Messages"
    else:
        who = int(sha256(sender_address(turn, conversation).encode()).hexdigest()[:6], 16)
        mail["X-Mailer"] = _MAILERS[who % len(_MAILERS)]


def _with_quote(turn: Turn, conversation: Conversation, place: int, channel: Channel) -> str:
    """The text, and below it what it answers, quoted. Machines and first messages quote nothing."""
    answered = next(
        (
            earlier
            for earlier in reversed(conversation.turns[:place])
            if earlier.author == Author.AGENT and Party.BUYER in earlier.audience
        ),
        None,
    )
    if answered is None or turn.kind != TurnKind.MESSAGE:
        return f"{turn.text}\n"
    line = _wrote(answered.at, turn.language, f"{channel.sender_name} <{channel.address}>")
    quoted = "\n".join(f"> {row}".rstrip() for row in answered.text.splitlines())
    return f"{turn.text}\n\n{line}\n\n{quoted}\n"


def _wrote(at: datetime, language: str, who: str) -> str:
    return _WROTE[language].format(at.astimezone(ZONE), who=who)


def _domain(conversation: Conversation, turn: Turn) -> str:
    return sender_address(turn, conversation).rpartition("@")[2] or "mail.example"


def _drawn(picture: Picture) -> bytes:
    # Drawing loads Pillow, which only this needs.
    from comptoir.demo.pictures import draw

    return draw(picture.kind, seed=picture.seed)
