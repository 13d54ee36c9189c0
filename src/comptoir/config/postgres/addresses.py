"""Database addresses, and what Django is told about them. Imports no driver: `--help` is quick."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from comptoir.config.env import Env

ROLE = "comptoir"
DATABASE = "comptoir"
# From the fifth time on a statement's plan is kept (`kit.db.planned_cursor`).
ASKED_OFTEN = 5


def local_url(sockets: Path, *, role: str = ROLE, database: str = DATABASE) -> str:
    """The address of a database behind a Unix socket."""
    return f"postgresql://{role}@/{database}?{urlencode({'host': str(sockets)})}"


def with_database(url: str, name: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name, safe='')}"))


def database_url(env: Env) -> str:
    """The server that was named, else our own cluster where its folders say that it listens."""
    return env.database_url or local_url(known_socket_folder(env.data_dir))


def listen_url(env: Env) -> str:
    """For LISTEN, which a pgbouncer in between would break."""
    return env.listen_url or database_url(env)


def known_socket_folder(data_dir: Path) -> Path:
    """Where the cluster of this data folder listens when it runs."""
    return Path(os.path.realpath(data_dir / "postgres" / "sockets"))


def connection_settings(env: Env) -> dict[str, Any]:
    """Django's DATABASES["default"].

    A pool, since under ASGI persistent connections pile up. Each connection is checked when it is
    taken, so that a restarted server costs no page.
    """
    url = urlsplit(database_url(env))
    told = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": told.pop("host", None) or url.hostname or "",
        "PORT": told.pop("port", None) or str(url.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **told,
            "pool": {"min_size": 1, "max_size": env.database_connections, "timeout": 10},
            "application_name": "comptoir",
            "prepare_threshold": None if env.listen_url else ASKED_OFTEN,
        },
    }
