"""The machine and the settings: needs no database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from comptoir.config.checkup.findings import Finding, age, fail, ok, warn
from comptoir.config.demo_data import MARK
from comptoir.config.env import Env
from comptoir.config.postgres.folders import forsaken_homes
from comptoir.config.unprivileged import reads_the_code, unprivileged_account
from comptoir.kit import clock

GIB = 1024**3
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def look(env: Env) -> Iterator[Finding]:
    yield _folder(env.data_dir)
    yield _files(env.files_dir)
    yield _disk(env.data_dir)
    yield _account(env)
    yield _address(env)
    yield _files_host(env)
    yield _mail(env)
    yield from _debug(env)
    yield from _sample(env)
    yield from _forsaken()
    yield _browser()


def _folder(folder: Path) -> Finding:
    if os.access(folder, os.W_OK | os.X_OK):
        return ok("data", str(folder))
    return fail("data", f"{folder} cannot be written: set COMPTOIR_DATA_DIR to a folder you own.")


def _files(folder: Path) -> Finding:
    """Attachments and raw mails; made at the first start."""
    if not folder.exists() or os.access(folder, os.W_OK | os.X_OK):
        return ok("files", str(folder))
    return fail("files", f"{folder} cannot be written, so no mail can be stored: change its owner.")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / GIB
    text = f"{free:.1f} GB free"
    if free < 0.5:
        return fail("disk", f"{text}: make room, or mails will be refused.")
    return warn("disk", f"{text}: make room soon.") if free < 3 else ok("disk", text)


def _account(env: Env) -> Finding:
    if os.geteuid() != 0:
        return ok("account", f"user id {os.geteuid()}")
    account = unprivileged_account(env.data_dir / "postgres")
    if account is None or not account.uid:
        return warn("account", "root: make an account with `useradd --system comptoir`.")
    if not reads_the_code(account):
        return warn(
            "account",
            f"web and worker run as root, because {account.name} may not read the program: "
            "install Python and Comptoir outside /root, or start as an ordinary user.",
        )
    if not account.can_write(env.data_dir):
        return warn(
            "account", f"web and worker run as root, because {account.name} may not write the data."
        )
    return ok("account", f"started by root, served by {account.name}")


def _address(env: Env) -> Finding:
    url = urlsplit(env.public_url)
    local = url.hostname in {"localhost", "127.0.0.1", "::1"}
    if url.scheme == "https" or local:
        return ok("address", env.public_url)
    return warn("address", f"{env.public_url} is not encrypted: put a proxy with TLS in front.")


def _files_host(env: Env) -> Finding:
    """That it is another host, the settings have made sure of."""
    if not env.files_url:
        return ok("files host", "files come from the desk's own address, as downloads")
    if env.public_url.startswith("https:") and not env.files_url.startswith("https:"):
        return warn("files host", f"{env.files_url} is not encrypted, although the desk is.")
    return ok("files host", f"files come from {env.files_url}, where nothing else answers")


def _mail(env: Env) -> Finding:
    if env.demo:
        return ok("mail", "the sample marketplace sends none")
    if env.mail_url:
        return ok("mail", f"invitations leave through {urlsplit(env.mail_url).hostname}")
    return warn("mail", "no invitation or password reset can be sent: set COMPTOIR_MAIL_URL.")


def _debug(env: Env) -> Iterator[Finding]:
    if env.debug:
        yield warn("debug", "errors are shown in full to everybody: unset COMPTOIR_DEBUG.")


def _sample(env: Env) -> Iterator[Finding]:
    mark = env.data_dir / MARK
    if mark.exists():
        old = age(clock.now().timestamp() - mark.stat().st_mtime)
        yield ok("sample", f"loaded {old} ago; `comptoir demo --fresh` makes it anew")


def _forsaken() -> Iterator[Finding]:
    for home in forsaken_homes():
        yield warn("leftover", f"{home} belongs to a data folder that is gone: remove it.")


def _browser() -> Finding:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return ok("chromium", found)
    return warn("chromium", "not found; only the browser tests need it: apt-get install chromium.")
