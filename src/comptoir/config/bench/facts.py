"""What the floor of the ingest bench stores of a mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    message_id: str
    in_reply_to: str
    sender: str
    subject: str
    text: str
    html: str
    digest: bytes
    size: int
