"""One folder of an IMAP server, open: what is in it, in our words and with our errors."""

import imaplib
import logging
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.utils.translation import gettext_noop as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel
from comptoir.connectors.email import dialling
from comptoir.connectors.email.account import MailAccount, Server
from comptoir.connectors.email.dialling import TIMEOUT, Limit, dial
from comptoir.connectors.email.oauth import access_token
from comptoir.kit.outbound import ForbiddenAddress, Unreachable
from comptoir.kit.secrets import UnreadableSecret
from comptoir.kit.text import digest

log = logging.getLogger(__name__)


@contextmanager
def explained() -> Iterator[None]:
    """Every failure in one clear sentence."""
    try:
        yield
    except LoginError as error:
        said = _("The mailbox refused to sign us in (%s). Check the password with your provider.")
        raise ConnectorError(said, facts=(_text(error),), code="login") from error
    except ssl.SSLCertVerificationError as error:
        said = _("The certificate of the mail server does not fit: %s.")
        raise ConnectorError(said, facts=(error.verify_message,), code="certificate") from error
    except (IMAPClientError, OSError, Unreachable) as error:
        said = _("The mailbox was not reached: %s")
        raise ConnectorError(said, facts=(_text(error),)) from error
    except (ForbiddenAddress, UnreadableSecret) as error:
        raise ConnectorError(str(error), code="setup") from error


def _text(error: Exception) -> str:
    """What a server said; Python shows its bytes as b'…'."""
    said = error.args[0] if error.args and isinstance(error.args[0], bytes) else str(error)
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.removeprefix("b'").removesuffix("'").split())[:300]


class Mailbox:
    """`mark` tells this folder from every other one: equal UIDs elsewhere are other mails."""

    def __init__(self, server: IMAPClient, account: MailAccount, at: Server) -> None:
        self._server = server
        self.folder = account.folder
        self.mark = digest(f"{at.host}\n{account.user}\n{account.folder}").hex()[:10]

    @explained()
    def select(self, *, readonly: bool = True) -> int:
        """Open the folder; returns its UIDVALIDITY."""
        return int(self._server.select_folder(self.folder, readonly=readonly)[b"UIDVALIDITY"])

    @explained()
    def uids_after(self, uid: int, *, since: date | None = None) -> list[int]:
        """New UIDs in order. `n:*` names the last mail even when it is older than n."""
        criteria: list[object] = ["UID", f"{uid + 1}:*"]
        found = self._server.search([*criteria, "SINCE", since] if since else criteria)
        return sorted(each for each in found if each > uid)

    @explained()
    def uids_older(self, than: date, *, up_to: int) -> list[int]:
        found: list[int] = self._server.search(["UID", f"1:{up_to}", "BEFORE", than])
        return sorted(found)

    @explained()
    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes of each mail that is still there."""
        found = self._server.fetch(uids, ["RFC822.SIZE"])
        return {uid: int(found[uid][b"RFC822.SIZE"]) for uid in uids if uid in found}

    @explained()
    def raw(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The mails themselves; one that somebody deleted meanwhile is missing."""
        found = self._server.fetch(uids, ["BODY.PEEK[]"])
        bodies = {uid: found[uid].get(b"BODY[]") for uid in uids if uid in found}
        return {uid: raw for uid, raw in bodies.items() if raw is not None}

    @explained()
    def delete(self, uids: Sequence[int]) -> None:
        """Gone for good where the server can remove single mails; else only marked."""
        self._server.delete_messages(uids, silent=True)
        if self._server.has_capability("UIDPLUS"):
            self._server.uid_expunge(uids)


@contextmanager
def opened(channel: Channel) -> Iterator[Mailbox]:
    """The channel's folder, signed in; raises ConnectorError."""
    with explained():
        account = MailAccount.of(channel)
    if account.imap is None:
        raise ConnectorError(
            _("No server for incoming mail is set up for this mailbox."), code="setup"
        )
    with _signed_in(channel, account, account.imap) as server:
        yield Mailbox(server, account, account.imap)


@contextmanager
def _signed_in(channel: Channel, account: MailAccount, at: Server) -> Iterator[IMAPClient]:
    with Limit(dialling.LONGEST_SESSION) as limit:
        with explained():
            server = _Client(at, limit)
        try:
            with explained():
                server.secure()
                _sign_in(server, channel, account)
            yield server
        finally:
            _leave(server)


class _Dialled(imaplib.IMAP4):
    def __init__(self, at: Server, limit: Limit, tls: ssl.SSLContext) -> None:
        self._at, self._limit, self._tls = at, limit, tls
        super().__init__(at.host, at.port, timeout=TIMEOUT)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return dial(self._at, tls=self._tls, limit=self._limit)


class _Client(IMAPClient):  # type: ignore[misc]
    def __init__(self, at: Server, limit: Limit) -> None:
        self._at, self._limit = at, limit
        self._tls = ssl.create_default_context()
        super().__init__(at.host, at.port, ssl=at.security == "tls", timeout=TIMEOUT)

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802
        return _Dialled(self._at, self._limit, self._tls)

    def secure(self) -> None:
        if self._at.security == "starttls":
            self.starttls(self._tls)


def _sign_in(server: IMAPClient, channel: Channel, account: MailAccount) -> None:
    if not account.oauth:
        server.login(account.user, account.password)
        return
    try:
        server.oauth2_login(account.user, access_token(channel))
    except LoginError:
        # Withdrawn before its time: a new token works, or tells that the permission is gone.
        server.oauth2_login(account.user, access_token(channel, renew=True))


def _leave(server: IMAPClient) -> None:
    try:
        server.logout()
    except (IMAPClientError, OSError):
        log.debug("An IMAP session ended without goodbye")
