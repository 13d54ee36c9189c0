"""What the environment says: every setting of an installation, read once, with its help."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comptoir.kit.errors import ComptoirError

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class BadSetting(ComptoirError):
    """A value in the environment cannot be meant; the sentence names the variable."""


# Readers: one text in, one value out; ValueError says what was expected.


def _text(value: str) -> str:
    return value


def _folder(value: str) -> Path:
    return Path(value).expanduser().absolute()


def _flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    if value.lower() not in words:
        raise ValueError("1 or 0")
    return words[value.lower()]


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(value)

    return read


def _names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _networks(value: str) -> tuple[str, ...]:
    for entry in _names(value):
        if re.fullmatch(r"[0-9./]+|[^.]*:.*", entry):
            _network(entry)
    return _names(value)


def _network(entry: str) -> None:
    try:
        ip_network(entry, strict=False)
    except ValueError:
        raise ValueError("networks or host names with commas between, as 10.0.0.0/8,mail") from None


def _address(schemes: tuple[str, ...], example: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if urlsplit(value).scheme not in schemes:
            raise ValueError(f"an address such as {example}")
        return value

    return read


_postgres = _address(("postgres", "postgresql"), "postgresql://user:password@host/database")


def _storage(value: str) -> str:
    if not re.fullmatch(r"\w+(\.\w+)+(\?.+)?", value):
        raise ValueError("a storage such as storages.backends.s3.S3Storage?bucket_name=desk")
    return value


def _site(value: str) -> str:
    url = urlsplit(value)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/") or url.query:
        raise ValueError("the address people open, such as https://desk.example.com")
    return value.rstrip("/")


def _mailbox(value: str) -> str:
    if not re.fullmatch(r"[^\r\n]*\S@\S[^\r\n]*", value):
        raise ValueError("a mail address, such as Comptoir <desk@example.com>")
    return value


def _secret(value: str) -> str:
    if len(value) < 32:
        raise ValueError("at least 32 characters, as `openssl rand -hex 32` prints")
    return value


def _level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError("one of " + ", ".join(LOG_LEVELS))
    return value.upper()


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("a time zone such as Europe/Paris") from None
    return value


def _setting(variable: str, help: str, *, read: Callable[[str], Any], default: Any) -> Any:
    return field(default=default, metadata={"variable": variable, "help": help, "read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Env:
    """One installation's settings. The default stands where the environment is silent."""

    data_dir: Path = _setting(  # noqa: RUF009
        "COMPTOIR_DATA_DIR",
        "Folder of everything this installation keeps. Empty: $XDG_DATA_HOME/comptoir or "
        "~/.local/share/comptoir; as root /var/lib/comptoir/data.",
        read=_folder,
        default=Path(),
    )
    database_url: str = _setting(
        "DATABASE_URL",
        "PostgreSQL server to use (15 or later). Empty: Comptoir keeps one of its own in the "
        "data folder.",
        read=_postgres,
        default="",
    )
    database_connections: int = _setting(
        "COMPTOIR_DATABASE_CONNECTIONS",
        "Connections one process opens at most.",
        read=_between(2, 500),
        default=20,
    )
    listen_url: str = _setting(
        "COMPTOIR_LISTEN_URL",
        "The same database without pgbouncer, for LISTEN. Empty: that of DATABASE_URL.",
        read=_postgres,
        default="",
    )
    secret_key: str = _setting(
        "COMPTOIR_SECRET_KEY",
        "Signs sessions and links, seals stored passwords. Empty: made once and kept in the data "
        "folder, in the file secret_key.",
        read=_secret,
        default="",
    )
    secret_key_fallbacks: tuple[str, ...] = _setting(
        "COMPTOIR_SECRET_KEY_FALLBACKS",
        "Earlier secret keys, with commas between: what they signed and sealed stays readable.",
        read=_names,
        default=(),
    )
    public_url: str = _setting(
        "COMPTOIR_PUBLIC_URL",
        "The address people open; links in mails start with it. Empty: http://HOST:PORT.",
        read=_site,
        default="",
    )
    files_url: str = _setting(
        "COMPTOIR_FILES_HOST",
        "An address of its own for files that strangers sent, such as https://files.example.net: "
        "nothing else answers there. Empty: they come from COMPTOIR_PUBLIC_URL.",
        read=_site,
        default="",
    )
    allowed_hosts: tuple[str, ...] = _setting(
        "COMPTOIR_ALLOWED_HOSTS",
        "Host names to answer to, with commas between. Empty: the one of COMPTOIR_PUBLIC_URL, "
        "and this machine's own.",
        read=_names,
        default=(),
    )
    host: str = _setting("COMPTOIR_HOST", "Address to listen on.", read=_text, default="127.0.0.1")
    port: int = _setting(
        "COMPTOIR_PORT", "Port to listen on.", read=_between(1, 65535), default=8000
    )
    behind_proxy: bool = _setting(
        "COMPTOIR_BEHIND_PROXY",
        "A proxy stands in front and sets X-Forwarded-For and X-Forwarded-Proto.",
        read=_flag,
        default=False,
    )
    debug: bool = _setting(
        "COMPTOIR_DEBUG", "Show errors in full to everybody: never for real.", read=_flag,
        default=False,
    )  # fmt: skip
    admin: bool = _setting(
        "COMPTOIR_ADMIN", "Offer Django's own admin to superusers.", read=_flag, default=False
    )
    demo: bool = _setting(
        "COMPTOIR_DEMO",
        "This is the sample marketplace: no mail leaves the machine, logins are shown.",
        read=_flag,
        default=False,
    )
    outbound_allow: tuple[str, ...] = _setting(
        "COMPTOIR_OUTBOUND_ALLOW",
        "Private networks and hosts that Comptoir may connect to, with commas between.",
        read=_networks,
        default=(),
    )
    api_per_minute: int = _setting(
        "COMPTOIR_API_PER_MINUTE",
        "Requests that one API token may make in a minute.",
        read=_between(1, 1_000_000),
        default=600,
    )
    files_dir: Path = _setting(  # noqa: RUF009
        "COMPTOIR_FILES_DIR",
        "Folder of attachments and raw mails. Empty: files in the data folder.",
        read=_folder,
        default=Path(),
    )
    storage_url: str = _setting(
        "COMPTOIR_STORAGE_URL",
        "Other place for those files, a Django storage and its options: "
        "storages.backends.s3.S3Storage?bucket_name=desk&endpoint_url=https://s3.example.com.",
        read=_storage,
        default="",
    )
    mail_from: str = _setting(
        "COMPTOIR_MAIL_FROM",
        "Sender of Comptoir's own mails (invitations, password resets).",
        read=_mailbox,
        default="Comptoir <comptoir@localhost>",
    )
    mail_url: str = _setting(
        "COMPTOIR_MAIL_URL",
        "Server for those mails: smtp://user:password@host:587 or smtps://… Empty: none are sent.",
        read=_address(("smtp", "smtps"), "smtp://user:password@host:587"),
        default="",
    )
    log_level: str = _setting(
        "COMPTOIR_LOG_LEVEL", "DEBUG, INFO, WARNING, ERROR or CRITICAL.", read=_level,
        default="INFO",
    )  # fmt: skip
    time_zone: str = _setting(
        "COMPTOIR_TIME_ZONE", "Zone of pages until a member sets an own.", read=_zone, default="UTC"
    )
    worker_concurrency: int = _setting(
        "COMPTOIR_WORKER_CONCURRENCY", "Jobs one worker runs at once.", read=_between(1, 64),
        default=4,
    )  # fmt: skip


def variable(setting: "Field[Any]") -> str:
    return str(setting.metadata["variable"])


def load_env(environ: Mapping[str, str] | None = None) -> Env:
    """Read and check everything; raises BadSetting. Makes the secret key when there is none."""
    told = os.environ if environ is None else environ
    values = {f.name: _read(f, told[variable(f)]) for f in fields(Env) if told.get(variable(f))}
    return Env(**_completed(values, told))


@lru_cache(maxsize=1)
def env() -> Env:
    """The settings of this process; `env.cache_clear()` after os.environ was changed."""
    return load_env()


def _read(setting: "Field[Any]", value: str) -> Any:
    try:
        return setting.metadata["read"](value.strip())
    except ValueError as expected:
        shown = "this" if setting.name == "secret_key" else repr(value)
        raise BadSetting(f"{variable(setting)} cannot be {shown}: give {expected}.") from None


def _completed(values: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """Add the defaults that depend on other values."""
    defaults = Env(**values)
    folder = values.setdefault("data_dir", default_data_dir(environ, demo=defaults.demo))
    values.setdefault("files_dir", folder / "files")
    values.setdefault("public_url", f"http://{_shown_host(defaults.host)}:{defaults.port}")
    values.setdefault("allowed_hosts", _own_hosts(values["public_url"]))
    if files := values.get("files_url"):
        _stand_apart(files, values["public_url"])
        values["allowed_hosts"] = (*values["allowed_hosts"], urlsplit(files).hostname or "")
    if "secret_key" not in values:
        values["secret_key"] = kept_secret_key(folder)
    return values


def _stand_apart(files_url: str, public_url: str) -> None:
    """Cookies do not know ports: another port of the same host is no other place."""
    if urlsplit(files_url).hostname == urlsplit(public_url).hostname:
        raise BadSetting(
            f"COMPTOIR_FILES_HOST cannot be {files_url!r}: give a host of its own, "
            "not the one of COMPTOIR_PUBLIC_URL."
        )


def default_data_dir(environ: Mapping[str, str], *, demo: bool) -> Path:
    """As root it stands under /var/lib, where an unprivileged account can reach its part."""
    name = "comptoir-demo" if demo else "comptoir"
    if environ.get("XDG_DATA_HOME"):
        return Path(environ["XDG_DATA_HOME"]) / name
    if os.geteuid() == 0:
        return Path("/var/lib/comptoir") / ("demo" if demo else "data")
    return Path(environ.get("HOME") or Path.home()) / ".local/share" / name


def file_storage(settings: Env) -> dict[str, Any]:
    """The value of Django's STORAGES["default"]."""
    if not settings.storage_url:
        backend = "comptoir.kit.files.folder.Folder"
        return {"BACKEND": backend, "OPTIONS": {"location": settings.files_dir}}
    backend, _, options = settings.storage_url.partition("?")
    return {"BACKEND": backend, "OPTIONS": dict(parse_qsl(options))}


def _shown_host(host: str) -> str:
    return "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104


def _own_hosts(public_url: str) -> tuple[str, ...]:
    names = dict.fromkeys([urlsplit(public_url).hostname or "", "localhost", "127.0.0.1", "[::1]"])
    return tuple(name for name in names if name)


def kept_secret_key(folder: Path) -> str:
    """The installation's own key, made at the first call; raises BadSetting."""
    path = folder / "secret_key"
    try:
        return path.read_text() if path.exists() else _make_secret_key(path)
    except OSError as error:
        raise BadSetting(
            f"The data folder {folder} cannot be used ({error.strerror}): "
            "set COMPTOIR_DATA_DIR to a folder that you own."
        ) from None


def _make_secret_key(path: Path) -> str:
    """Linking a finished file lets exactly one of two starting processes win."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".secret_key.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
