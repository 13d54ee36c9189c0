"""The mails that flow in and the answers that flow out: known by their number."""

from email.message import EmailMessage


def opens_conversation(number: int) -> bool:
    """Of three mails two open conversations; the third answers the second."""
    return number % 3 != 2


def subject(number: int) -> str:
    return f"Question {number}"


def words(number: int) -> str:
    return f"This is my letter number {number}, and I would like to know where my parcel is."


def answer_to(number: int) -> str:
    return f"Your parcel {number} will be with you tomorrow morning."


def mail(number: int) -> bytes:
    """The same bytes at every call."""
    return letter(number, opening=number if opens_conversation(number) else number - 1)


def letter(number: int, *, opening: int) -> bytes:
    """A mail that opens a conversation, or belongs to the one that `opening` opened."""
    message = EmailMessage()
    message["From"] = f"Buyer {opening} <buyer-{opening}@buyer.example>"
    message["To"] = "desk@shop.example"
    message["Subject"] = subject(number) if opening == number else f"Re: {subject(opening)}"
    message["Message-ID"] = f"<mail-{number}@buyer.example>"
    if opening != number:
        message["In-Reply-To"] = message["References"] = f"<mail-{opening}@buyer.example>"
    message.set_content(words(number))
    return message.as_bytes()
