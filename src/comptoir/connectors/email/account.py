"""What a mailbox needs to be reached: servers, names, passwords or tokens."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from comptoir.channels.models import Channel
from comptoir.kit.secrets import unseal


@dataclass(frozen=True, slots=True)
class Server:
    """`security` is `tls` (from the first byte), `starttls` or `none` (only inside the house)."""

    host: str
    port: int
    security: str = "tls"


@dataclass(frozen=True, slots=True)
class MailAccount:
    """`oauth` names the provider whose token signs in; empty means by password."""

    user: str
    password: str
    imap: Server | None
    smtp: Server | None
    oauth: str = ""
    folder: str = "INBOX"

    @classmethod
    def of(cls, channel: Channel) -> Self:
        """Read a channel's settings; raises UnreadableSecret when its seal can't be opened."""
        told = channel.settings
        sealed = secrets_of(channel)
        return cls(
            user=str(told.get("user") or channel.address),
            password=str(sealed.get("password", "")),
            imap=_server(told.get("imap"), 993),
            smtp=_server(told.get("smtp"), 465),
            oauth=str(told.get("oauth", "")),
            folder=str(told.get("folder") or "INBOX"),
        )


def _server(told: Mapping[str, Any] | None, port: int) -> Server | None:
    if not told or not told.get("host"):
        return None
    return Server(
        str(told["host"]), int(told.get("port") or port), str(told.get("security") or "tls")
    )


def secrets_of(channel: Channel) -> dict[str, Any]:
    """The channel's passwords and tokens, unsealed."""
    text = unseal(channel.sealed)
    return dict(json.loads(text)) if text else {}
