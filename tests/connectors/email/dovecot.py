"""A real Dovecot of the test's own, started as whoever runs the test, on free ports."""

import getpass
import grp
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

from comptoir.config.children import start_child
from tests.connectors.email.mail_servers import free_port

PASSWORD = "dovecot-password"

CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
instance_name = comptoir-test
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{home}/mail/%u
mailbox_list_index = no
auth_mechanisms = plain xoauth2
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{home}/certificate.pem
ssl_key = <{home}/key.pem
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
"""

OAUTH2 = """
introspection_url = http://127.0.0.1:{port}/introspect/
introspection_mode = get
force_introspection = yes
username_attribute = email
active_attribute = active
active_value = true
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server; any name signs in with `PASSWORD` and has a mailbox of its own."""

    home: Path
    port: int
    tls_port: int
    oauth_port: int
    process: "subprocess.Popen[bytes]"

    @property
    def certificate(self) -> Path:
        return self.home / "certificate.pem"

    @contextmanager
    def box(self, user: str) -> Iterator[IMAPClient]:
        """Sign in as the owner of a mailbox."""
        with IMAPClient("127.0.0.1", self.port, ssl=False) as client:
            client.login(user, PASSWORD)
            yield client

    def put(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        """Deliver mails into a mailbox."""
        with self.box(user) as client:
            for raw in mails:
                client.append(folder, raw)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def restarted(self) -> "Dovecot":
        return Dovecot(
            self.home, self.port, self.tls_port, self.oauth_port, _start(self.home, self.port)
        )


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Skips plainly where Dovecot is not installed."""
    if shutil.which("dovecot", path=_path()) is None:
        pytest.skip("Dovecot is not installed")
    # Its processes run as other users, so the folder must be open; a short path for its sockets.
    home = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    home.chmod(0o755)
    server = Dovecot(home, free_port(), free_port(), free_port(), _prepare(home))
    server = _configured(server)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


def _prepare(home: Path) -> "subprocess.Popen[bytes]":
    _write_certificate(home)
    return subprocess.Popen(["true"])


def _configured(server: Dovecot) -> Dovecot:
    is_root = os.getuid() == 0
    user = "dovecot" if is_root else getpass.getuser()
    uid, gid = (65534, 65534) if is_root else (os.getuid(), os.getgid())
    group = "dovecot" if is_root else grp.getgrgid(gid).gr_name
    told = {"home": server.home, "user": user, "group": group, "uid": uid, "gid": gid}
    ports = {"port": server.port, "tls_port": server.tls_port}
    text = CONFIG.format(**told, **ports, password=PASSWORD)
    (server.home / "dovecot.conf").write_text(text)
    (server.home / "oauth2.conf").write_text(OAUTH2.format(port=server.oauth_port))
    mail = server.home / "mail"
    mail.mkdir()
    if is_root:
        os.chown(mail, uid, gid)
    return server.restarted()


def _start(home: Path, port: int) -> "subprocess.Popen[bytes]":
    program = shutil.which("dovecot", path=_path())
    process = start_child(
        [str(program), "-F", "-c", str(home / "dovecot.conf")],
        output=(home / "errors").open("ab"),
        on_orphaned=signal.SIGTERM,
    )
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process
    process.kill()
    said = (home / "errors").read_text() + _log(home)
    raise AssertionError(f"Dovecot did not start: {said[-2000:]}")


def _log(home: Path) -> str:
    return (home / "log").read_text() if (home / "log").exists() else ""


def _write_certificate(home: Path) -> None:
    """For the name localhost only, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (home / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (home / "key.pem").write_bytes(secret)
