"""Handing letters to a mail server."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from comptoir.channels.errors import ConnectorError
from comptoir.channels.mail.compose import Letter, compose
from comptoir.channels.models import Channel
from comptoir.connectors.email.account import MailAccount, Server
from comptoir.connectors.email.oauth import access_token, xoauth2
from comptoir.kit.outbound import ForbiddenAddress, Resolved, Unreachable, guarded_address

TIMEOUT = 30


def send(channel: Channel, letter: Letter) -> None:
    """Hand one letter over to all its recipients, or raise ConnectorError.

    The other side's answer decides: 4xx and a lost connection are temporary, 5xx is permanent.
    """
    if settings.DEMO:
        raise ConnectorError("No mail leaves the sample marketplace.", permanent=True, code="demo")
    account = MailAccount.of(channel)
    if account.smtp is None:
        raise ConnectorError(
            "No server for outgoing mail is set up for this mailbox.", code="setup"
        )
    recipients = [each.address for each in (*letter.to, *letter.cc)]
    with _explained(), connected(channel, account, account.smtp) as server:
        refused = server.sendmail(channel.address, recipients, compose(letter))
    if refused:
        raise _refusal(refused)


@contextmanager
def connected(channel: Channel, account: MailAccount, at: Server) -> Iterator[smtplib.SMTP]:
    """A session that is signed in; ends politely, and never hides the error inside."""
    server = _dial(at)
    try:
        _sign_in(server, channel, account)
        yield server
    finally:
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()


class _Guarded:
    """Connects to the address that was checked, while TLS asks for the name (E1)."""

    resolved: Resolved

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((self.resolved.ip, self.resolved.port), timeout)


class _PlainSmtp(_Guarded, smtplib.SMTP):
    pass


class _TlsSmtp(_Guarded, smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        return self.context.wrap_socket(plain, server_hostname=host)


def _dial(at: Server) -> smtplib.SMTP:
    resolved = guarded_address(at.host, at.port)
    context = ssl.create_default_context()
    server = (
        _TlsSmtp(timeout=TIMEOUT, context=context)
        if at.security == "tls"
        else _PlainSmtp(timeout=TIMEOUT)
    )
    server.resolved = resolved
    # smtplib checks certificates against the name given to its constructor.
    server._host = at.host  # type: ignore[attr-defined]
    server.connect(at.host, at.port)
    server.ehlo_or_helo_if_needed()
    if at.security == "starttls":
        server.starttls(context=context)
        server.ehlo()
    return server


def _sign_in(server: smtplib.SMTP, channel: Channel, account: MailAccount) -> None:
    if account.oauth:
        token = access_token(channel)
        server.auth("XOAUTH2", lambda challenge=None: _answer(account.user, token, challenge))
    elif account.password:
        server.login(account.user, account.password)


def _answer(user: str, token: str, challenge: bytes | None) -> str:
    """The first answer is the token; to an error report of the server one answers nothing."""
    return "" if challenge else xoauth2(user, token)


@contextmanager
def _explained() -> Iterator[None]:
    """Every failure in one clear sentence, temporary or permanent."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal(error.recipients) from error
    except smtplib.SMTPAuthenticationError as error:
        raise ConnectorError(
            f"The mail server refused to sign us in ({_text(error.smtp_error)}).",
            code=str(error.smtp_code),
        ) from error
    except smtplib.SMTPResponseException as error:
        raise ConnectorError(
            f"The mail server refused the mail ({_text(error.smtp_error)}).",
            permanent=error.smtp_code >= 500,
            code=str(error.smtp_code),
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise ConnectorError(
            f"The certificate of the mail server does not fit: {error.verify_message}."
        ) from error
    except (smtplib.SMTPException, OSError, Unreachable) as error:
        raise ConnectorError(f"The mail server was not reached: {error}") from error
    except ForbiddenAddress as error:
        raise ConnectorError(str(error), permanent=True, code="address") from error


def _refusal(refused: dict[str, tuple[int, bytes]]) -> ConnectorError:
    """Some or all recipients were refused: temporary if any of them may be taken later."""
    worst = min(refused.values())
    names = ", ".join(f"{address} ({_text(why)})" for address, (_, why) in refused.items())
    permanent = all(code >= 500 for code, _ in refused.values())
    return ConnectorError(
        f"The mail server refused {names}.", permanent=permanent, code=str(worst[0])
    )


def _text(raw: bytes | str) -> str:
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    return " ".join(text.split())[:300]
