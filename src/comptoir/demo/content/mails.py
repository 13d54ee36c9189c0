"""What buyers write, as the mail it would be: headers, relay addresses, quotes, attachments."""

from base64 import encodebytes
from collections.abc import Callable
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
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
    """The id of a conversation's turn, in angle brackets: the same every time it is made a mail."""
    turn = conversation.turns[place]
    is_ours = turn.author in {Author.AGENT, Author.SYSTEM}
    return _id(conversation, place, DOMAIN if is_ours else _domain(conversation, turn))


def _id(conversation: Conversation, place: int, domain: str) -> str:
    at = conversation.turns[place].at.isoformat()
    return f"<{sha256(f'{conversation.key}/{place}/{at}'.encode()).hexdigest()[:24]}@{domain}>"


def as_mail(
    turn: Turn,
    conversation: Conversation,
    channel: Channel,
    *,
    draw: Draw | None = None,
    answers: str = "",
) -> bytes:
    """The RFC 5322 bytes of a buyer's or seller's turn, which must be one of the conversation's.

    `draw` gives the bytes of an attached picture; by default the demo's own pictures are drawn.
    `answers` is the id under which our last message really went out, where that is known.
    """
    place = conversation.turns.index(turn)
    address = sender_address(turn, conversation)
    headers = [
        ("Authentication-Results", _verdict(address, is_good=not conversation.is_spam)),
        ("From", _mailbox(sender_name(turn, conversation, channel), address)),
        ("To", _mailbox(channel.sender_name, channel.address)),
        ("Subject", _word(("Re: " if place else "") + conversation.subject)),
        ("Date", format_datetime(turn.at.astimezone(ZONE))),
        ("Message-ID", message_id(conversation, place)),
        *_thread(conversation, place, answers),
        *_marks(turn, conversation, address),
    ]
    text = _text_part(_with_quote(turn, conversation, place, channel))
    if not turn.attachments:
        return _whole([*headers, ("MIME-Version", "1.0")], text)
    files = [_picture_part(picture, (draw or _drawn)(picture)) for picture in turn.attachments]
    return _multipart(headers, "multipart/mixed", [text, *files])


def as_bounce(
    turn: Turn, conversation: Conversation, channel: Channel, *, message_id: str
) -> bytes:
    """A delivery report (RFC 3464) for our message of that id, as our own mail server writes it."""
    recipient = sender_address(conversation.turns[0], conversation)
    place = conversation.turns.index(turn)
    headers = [
        ("Return-Path", "<>"),
        ("From", _mailbox("Mail Delivery System", f"mailer-daemon@mx.{DOMAIN}")),
        ("To", channel.address),
        ("Subject", "Undelivered Mail Returned to Sender"),
        ("Date", format_datetime(turn.at.astimezone(ZONE))),
        ("Message-ID", _id(conversation, place, f"mx.{DOMAIN}")),
        ("Auto-Submitted", "auto-replied"),
    ]
    report = (
        f"Reporting-MTA: dns; mx.{DOMAIN}\n\nFinal-Recipient: rfc822; {recipient}\n"
        "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n"
    )
    original = f"Message-ID: {message_id}\nFrom: {channel.address}\nTo: {recipient}\n"
    parts = [
        _text_part(f"{turn.text}\n"),
        ([("Content-Type", "message/delivery-status")], report),
        ([("Content-Type", "text/rfc822-headers")], original),
    ]
    return _multipart(headers, "multipart/report; report-type=delivery-status", parts)


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


def _verdict(address: str, *, is_good: bool) -> str:
    domain, word = address.rpartition("@")[2], "pass" if is_good else "fail"
    return (
        f"mx.{DOMAIN}; spf={word} smtp.mailfrom={domain}; "
        f"dkim={word} header.d={domain}; dmarc={word} header.from={domain}"
    )


def _thread(conversation: Conversation, place: int, answers: str) -> list[tuple[str, str]]:
    """What this message answers: the ids of what its author has seen."""
    author = Party.SELLER if conversation.turns[place].author == Author.SELLER else Party.BUYER
    seen = [
        message_id(conversation, earlier)
        for earlier in range(place)
        if author in conversation.turns[earlier].audience
    ]
    if answers:
        seen.append(answers)
    return [("In-Reply-To", seen[-1]), ("References", " ".join(seen[-8:]))] if seen else []


def _marks(turn: Turn, conversation: Conversation, address: str) -> list[tuple[str, str]]:
    if turn.kind == TurnKind.AUTO_REPLY:
        return [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")]
    if conversation.channel is AMAZON_MAIL or conversation.channel is EBAY_MAIL:
        return [("X-Mailer", f"{conversation.channel.marketplace.name} Messages")]
    who = int(sha256(address.encode()).hexdigest()[:6], 16)
    return [("X-Mailer", _MAILERS[who % len(_MAILERS)])]


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


# The loader writes thousands: put together by hand, a mail takes a twentieth of EmailMessage's time.
type _Part = tuple[list[tuple[str, str]], str]


def _text_part(text: str) -> _Part:
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return [kind, ("Content-Transfer-Encoding", "base64")], _base64(text.encode())


def _picture_part(picture: Picture, content: bytes) -> _Part:
    return [
        ("Content-Type", f'image/jpeg; name="{picture.name}"'),
        ("Content-Disposition", f'attachment; filename="{picture.name}"'),
        ("Content-Transfer-Encoding", "base64"),
    ], _base64(content)


def _multipart(headers: list[tuple[str, str]], kind: str, parts: list[_Part]) -> bytes:
    mark = f"=_{sha256(repr(headers).encode()).hexdigest()[:24]}"
    body = "".join(f"--{mark}\n{_lines(own)}\n{content}\n" for own, content in parts)
    typed = [("MIME-Version", "1.0"), ("Content-Type", f'{kind}; boundary="{mark}"')]
    return _whole([*headers, *typed], ([], f"{body}--{mark}--\n"))


def _whole(headers: list[tuple[str, str]], part: _Part) -> bytes:
    own, content = part
    return f"{_lines([*headers, *own])}\n{content}".replace("\n", "\r\n").encode("ascii")


def _lines(headers: list[tuple[str, str]]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in headers)


def _base64(content: bytes) -> str:
    return encodebytes(content).decode("ascii")


def _mailbox(name: str, address: str) -> str:
    return formataddr((name, address))


def _word(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=75).encode()
