"""Handing letters to a mail server."""

import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext_noop as _

from comptoir.channels.errors import ConnectorError
from comptoir.channels.mail.compose import Letter, UnfitLetter, compose
from comptoir.channels.models import Channel
from comptoir.connectors.email import dialling
from comptoir.connectors.email.account import MailAccount, Server
from comptoir.connectors.email.dialling import TIMEOUT, Limit, dial
from comptoir.connectors.email.oauth import access_token, xoauth2
from comptoir.kit.outbound import ForbiddenAddress, Unreachable
from comptoir.kit.secrets import UnreadableSecret


def send(channel: Channel, letter: Letter, recipients: Sequence[str]) -> None:
    """Hand one letter over for all these recipients, or raise ConnectorError.

    The other side's answer decides: 4xx and a lost connection are temporary, 5xx is permanent.
    """
    if settings.DEMO:
        raise ConnectorError(
            _("No mail leaves the sample marketplace."), permanent=True, code="demo"
        )
    raw = _compose(letter)
    with _explained(), connected(channel) as server:
        refused = server.sendmail(channel.address, list(recipients), raw)
        if refused:
            raise _refusal(refused, recipients)


def _compose(letter: Letter) -> bytes:
    try:
        return compose(letter)
    except UnfitLetter as error:
        raise ConnectorError(str(error), permanent=True, code="unfit") from error


def check(channel: Channel) -> None:
    """Sign in and out again; raises ConnectorError with what is wrong."""
    with _explained(), connected(channel) as server:
        server.noop()


@contextmanager
def connected(channel: Channel) -> Iterator[smtplib.SMTP]:
    """A session that is signed in; ends politely, and never hides the error inside."""
    account = MailAccount.of(channel)
    if account.smtp is None:
        raise ConnectorError(
            _("No server for outgoing mail is set up for this mailbox."),
            code="setup",
            whole_channel=True,
        )
    with Limit(dialling.LONGEST_SESSION) as limit:
        server = _Session(account.smtp, limit)
        try:
            server.begin()
            _sign_in(server, channel, account)
            yield server
        finally:
            server.leave()


class _Session(smtplib.SMTP):
    def __init__(self, at: Server, limit: Limit) -> None:
        super().__init__(timeout=TIMEOUT)
        self.at, self.limit = at, limit
        self.tls = ssl.create_default_context()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return dial(self.at, tls=self.tls, limit=self.limit)

    def begin(self) -> None:
        # smtplib takes the name for STARTTLS from its constructor, which would dial at once.
        self._host = self.at.host
        code, said = self.connect(self.at.host, self.at.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        self.ehlo_or_helo_if_needed()
        if self.at.security == "starttls":
            self.starttls(context=self.tls)
            self.ehlo()

    def leave(self) -> None:
        try:
            self.quit()
        except (smtplib.SMTPException, OSError):
            self.close()


def _sign_in(server: smtplib.SMTP, channel: Channel, account: MailAccount) -> None:
    if not account.oauth:
        # A relay inside the house takes mail without asking who sends it.
        if account.password and server.has_extn("auth"):
            server.login(account.user, account.password)
        return
    try:
        _show_token(server, account.user, access_token(channel))
    except smtplib.SMTPAuthenticationError:
        # Withdrawn before its time: a new token works, or tells that the permission is gone.
        _show_token(server, account.user, access_token(channel, renew=True))


def _show_token(server: smtplib.SMTP, user: str, token: str) -> None:
    server.auth("XOAUTH2", lambda challenge=None: _answer(user, token, challenge))


def _answer(user: str, token: str, challenge: bytes | None) -> str:
    """The first answer is the token; to an error report of the server one answers nothing."""
    return "" if challenge else xoauth2(user, token)


@contextmanager
def _explained() -> Iterator[None]:
    """Every failure in one clear sentence, temporary or permanent."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal(error.recipients, tuple(error.recipients)) from error
    except smtplib.SMTPAuthenticationError as error:
        said = _("The mail server refused to sign us in (%s). Check the password.")
        raise _trouble(said, _text(error.smtp_error), code="login") from error
    except smtplib.SMTPConnectError as error:
        said = _("The mail server does not take mail now (%s).")
        raise _trouble(said, _text(error.smtp_error), code=str(error.smtp_code)) from error
    except smtplib.SMTPResponseException as error:
        raise _rejected(error) from error
    except ssl.SSLCertVerificationError as error:
        said = _("The certificate of the mail server does not fit: %s.")
        raise _trouble(said, error.verify_message, code="certificate") from error
    except (smtplib.SMTPException, OSError, Unreachable) as error:
        raise _trouble(_("The mail server was not reached: %s"), error) from error
    except (ForbiddenAddress, UnreadableSecret) as error:
        raise _trouble("%s", error, code="setup") from error


def _trouble(sentence: str, detail: object, *, code: str = "") -> ConnectorError:
    """Nothing gets through, whatever the letter: temporary, since somebody can repair it."""
    return ConnectorError(sentence, facts=(str(detail),), code=code, whole_channel=True)


def _rejected(error: smtplib.SMTPResponseException) -> ConnectorError:
    return ConnectorError(
        _("The mail server refused the mail (%s)."),
        facts=(_text(error.smtp_error),),
        permanent=error.smtp_code >= 500,
        code=str(error.smtp_code),
    )


def _refusal(refused: Mapping[str, tuple[int, bytes]], asked: Sequence[str]) -> ConnectorError:
    """Some or all recipients were refused: temporary if any of them may be taken later."""
    names = ", ".join(f"{address} ({_text(why)})" for address, (_code, why) in refused.items())
    return ConnectorError(
        _("The mail server refused %s."),
        facts=(names[:2_000],),
        permanent=all(code >= 500 for code, _why in refused.values()),
        code=str(min(code for code, _why in refused.values())),
        accepted=[address for address in asked if address not in refused],
    )


def _text(raw: bytes | str) -> str:
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    return " ".join(text.split())[:300]
