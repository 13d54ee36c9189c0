"""The machine and the settings: needs no database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from comptoir.config.checkup.findings import N_, Age, Finding, fail, ok, warn
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
        return ok("data", "%(folder)s", folder=folder)
    cannot = N_("%(folder)s cannot be written.")
    return fail("data", cannot, N_("Set COMPTOIR_DATA_DIR to a folder you own."), folder=folder)


def _files(folder: Path) -> Finding:
    """Attachments and raw mails; made at the first start."""
    if not folder.exists() or os.access(folder, os.W_OK | os.X_OK):
        return ok("files", "%(folder)s", folder=folder)
    cannot = N_("%(folder)s cannot be written, so no mail can be stored.")
    return fail("files", cannot, N_("Change its owner."), folder=folder)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / GIB
    text, free_said = N_("%(free)s GB free"), f"{free:.1f}"
    if free < 0.5:
        return fail("disk", text, N_("Make room, or mails will be refused."), free=free_said)
    if free < 3:
        return warn("disk", text, N_("Make room soon."), free=free_said)
    return ok("disk", text, free=free_said)


def _account(env: Env) -> Finding:
    if os.geteuid() != 0:
        return ok("account", N_("user id %(id)s"), id=os.geteuid())
    account = unprivileged_account(env.data_dir / "postgres")
    if account is None or not account.uid:
        root = N_("Web and worker run as root.")
        return warn("account", root, N_("Make an account with `useradd --system comptoir`."))
    if not reads_the_code(account):
        return warn(
            "account",
            N_(
                "Web and worker run as root, because the account %(name)s may not read the program."
            ),
            N_("Install Python and Comptoir outside /root, or start as an ordinary user."),
            name=account.name,
        )
    if not account.can_write(env.data_dir):
        return warn(
            "account",
            N_("Web and worker run as root, because the account %(name)s may not write the data."),
            N_("Give %(name)s the folder %(folder)s."),
            name=account.name,
            folder=env.data_dir,
        )
    return ok("account", N_("started by root, served by %(name)s"), name=account.name)


def _address(env: Env) -> Finding:
    url = urlsplit(env.public_url)
    local = url.hostname in {"localhost", "127.0.0.1", "::1"}
    if url.scheme == "https" or local:
        return ok("address", "%(url)s", url=env.public_url)
    open_to_all = N_("%(url)s is not encrypted.")
    return warn("address", open_to_all, N_("Put a proxy with TLS in front."), url=env.public_url)


def _files_host(env: Env) -> Finding:
    """That it is another host, the settings have made sure of."""
    if not env.files_url:
        return ok("files host", N_("files come from the desk’s own address, as downloads"))
    if env.public_url.startswith("https:") and not env.files_url.startswith("https:"):
        return warn(
            "files host",
            N_("%(url)s is not encrypted, although the desk is."),
            N_("Put a proxy with TLS in front of it too."),
            url=env.files_url,
        )
    alone = N_("files come from %(url)s, where nothing else answers")
    return ok("files host", alone, url=env.files_url)


def _mail(env: Env) -> Finding:
    if env.demo:
        return ok("mail", N_("the sample marketplace sends none"))
    if env.mail_url:
        host = urlsplit(env.mail_url).hostname
        return ok("mail", N_("invitations leave through %(host)s"), host=host)
    return warn(
        "mail",
        N_("No invitation and no new password can be sent."),
        N_("Set COMPTOIR_MAIL_URL."),
    )


def _debug(env: Env) -> Iterator[Finding]:
    if env.debug:
        yield warn(
            "debug", N_("Errors are shown in full to everybody."), N_("Unset COMPTOIR_DEBUG.")
        )


def _sample(env: Env) -> Iterator[Finding]:
    mark = env.data_dir / MARK
    if mark.exists():
        old = Age(clock.now().timestamp() - mark.stat().st_mtime)
        yield ok("sample", N_("loaded %(old)s ago; `comptoir demo --fresh` makes it anew"), old=old)


def _forsaken() -> Iterator[Finding]:
    for home in forsaken_homes():
        gone = N_("%(home)s belongs to a data folder that is gone.")
        yield warn("leftover", gone, N_("Remove it."), home=home)


def _browser() -> Finding:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return ok("chromium", "%(path)s", path=found)
    return warn(
        "chromium",
        N_("Not found; only the browser tests need it."),
        N_("Run `apt-get install chromium`."),
    )
