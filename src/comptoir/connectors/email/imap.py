"""Fetching mail: from the last UID, each mail stored before the cursor moves past it."""

import imaplib
import logging
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel
from comptoir.channels.services import receive, refuse_unread, set_cursor
from comptoir.connectors.email.account import MailAccount, Server
from comptoir.connectors.email.oauth import access_token
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.outbound import ForbiddenAddress, Unreachable, guarded_address

log = logging.getLogger(__name__)

TIMEOUT = 30
BATCH = 20
# A mail beyond this is not loaded: it goes to quarantine by its size alone.
MOST_BYTES = 60_000_000
# One run of one mailbox ends after this; the next goes on where it stopped.
SLICE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder was read. Another UIDVALIDITY makes every UID new."""

    uidvalidity: int = 0
    uid: int = 0


def fetch(channel: Channel) -> int:
    """Receive what came since the last time; returns how many mails were stored.

    Raises ConnectorError. What was stored before an error stays stored, and the cursor with it.
    """
    account = MailAccount.of(channel)
    if account.imap is None:
        return 0
    with _explained(), connected(channel, account, account.imap) as server:
        return _fetch_new(server, channel, account.folder)


def _fetch_new(server: IMAPClient, channel: Channel, folder: str) -> int:
    state = server.select_folder(folder, readonly=True)
    cursor = _cursor(channel, int(state[b"UIDVALIDITY"]))
    until = time.monotonic() + SLICE_SECONDS
    stored = 0
    for uids in _batches(server, cursor):
        stored += _take_in(server, channel, cursor.uidvalidity, uids)
        kept = {"uidvalidity": cursor.uidvalidity, "uid": max(uids)}
        set_cursor(channel_id=channel.pk, cursor=kept)
        if time.monotonic() > until:
            break
    return stored


def _cursor(channel: Channel, uidvalidity: int) -> Cursor:
    kept = channel.cursor or {}
    if kept.get("uidvalidity") == uidvalidity:
        return Cursor(uidvalidity, int(kept.get("uid", 0)))
    return Cursor(uidvalidity)


def _batches(server: IMAPClient, cursor: Cursor) -> Iterator[list[int]]:
    """New UIDs in order. `n:*` names the last mail even when it is older than n."""
    found = server.search(["UID", f"{cursor.uid + 1}:*"])
    new = sorted(uid for uid in found if uid > cursor.uid)
    for at in range(0, len(new), BATCH):
        yield new[at : at + BATCH]


def _take_in(server: IMAPClient, channel: Channel, uidvalidity: int, uids: list[int]) -> int:
    sizes = server.fetch(uids, ["RFC822.SIZE"])
    by = Actor(ActorKind.CHANNEL, channel.pk)
    stored = 0
    for uid in uids:
        size = int(sizes.get(uid, {}).get(b"RFC822.SIZE", 0))
        external_id = f"{uidvalidity}/{uid}"
        if size > MOST_BYTES:
            refuse_unread(by=by, channel=channel, external_id=external_id, size=size)
            continue
        raw = server.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        if raw is None:
            continue  # deleted by somebody between our two questions
        receive(by=by, channel=channel, raw=raw, external_id=external_id)
        stored += 1
    return stored


@contextmanager
def connected(channel: Channel, account: MailAccount, at: Server) -> Iterator[IMAPClient]:
    """A session that is signed in."""
    resolved = guarded_address(at.host, at.port)
    server = _Guarded(resolved.ip, at)
    try:
        _sign_in(server, channel, account)
        yield server
    finally:
        _leave(server)


class _Guarded(IMAPClient):  # type: ignore[misc]
    """Dials the checked address; the certificate is checked against the name (E1)."""

    def __init__(self, ip: str, at: Server) -> None:
        context = _context(at.host)
        tls = at.security == "tls"
        super().__init__(
            ip, at.port, ssl=tls, ssl_context=context if tls else None, timeout=TIMEOUT
        )
        if at.security == "starttls":
            self.starttls(context)


def _context(host: str) -> ssl.SSLContext:
    """Verifies the certificate for the name although the socket was opened to its address."""

    class _Named(ssl.SSLContext):
        def wrap_socket(self, sock, server_hostname=None, **options):  # type: ignore[no-untyped-def]
            return super().wrap_socket(sock, server_hostname=host, **options)

    context = _Named(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    return context


def _sign_in(server: IMAPClient, channel: Channel, account: MailAccount) -> None:
    if account.oauth:
        server.oauth2_login(account.user, access_token(channel))
    else:
        server.login(account.user, account.password)


def _leave(server: IMAPClient) -> None:
    try:
        server.logout()
    except (IMAPClientError, imaplib.IMAP4.error, OSError):
        log.debug("An IMAP session ended without goodbye")


@contextmanager
def _explained() -> Iterator[None]:
    """Every failure in one clear sentence."""
    try:
        yield
    except LoginError as error:
        raise ConnectorError(
            f"The mailbox refused to sign us in ({error}). Check the password with your provider.",
            code="login",
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise ConnectorError(
            f"The certificate of the mail server does not fit: {error.verify_message}."
        ) from error
    except (IMAPClientError, imaplib.IMAP4.error, OSError, Unreachable) as error:
        raise ConnectorError(f"The mailbox was not reached: {error}") from error
    except ForbiddenAddress as error:
        raise ConnectorError(str(error), permanent=True, code="address") from error
