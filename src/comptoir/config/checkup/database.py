"""The database and what runs on it. Django is set up by now."""

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, OperationalError, connection

from comptoir.config import migrating
from comptoir.config.checkup.findings import Finding, age, fail, ok, warn
from comptoir.config.env import Env

OLDEST_VERSION = 150000
NEEDED = ("pg_trgm", "unaccent", "btree_gin")
WELCOME = {"vector": "answers are not searched by meaning", "pg_stat_statements": "no statistics"}
# The interface warns from here on too (H6).
SILENT_SECONDS = 60
# A week without a backup is a week of letters that may be lost.
STALE_SECONDS = 7 * 86400


def look(env: Env) -> Iterator[Finding]:
    try:
        yield _server(env)
    except OperationalError as error:
        yield fail("database", f"it does not answer ({str(error).strip().splitlines()[0]}).")
        return
    yield _extensions()
    yield _schema()
    yield from _after_schema()


def _after_schema() -> Iterator[Finding]:
    try:
        yield _standing() or _worker()
        yield _failed_jobs()
        yield _backup()
    except DatabaseError:
        yield warn("worker", "nothing is known of it before `comptoir migrate`.")


def _server(env: Env) -> Finding:
    ((version, number, encoding),) = _rows(
        "SELECT current_setting('server_version'), current_setting('server_version_num')::int,"
        " pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    )
    kept = "of somebody's own" if env.database_url else "kept by Comptoir"
    text = f"PostgreSQL {version}, {kept}"
    if number < OLDEST_VERSION:
        return fail("database", f"{text}: version 15 or later is needed.")
    if encoding != "UTF8":
        return fail("database", f"{text}: it is encoded in {encoding}, make it anew in UTF8.")
    return ok("database", text)


def _extensions() -> Finding:
    there = {name for (name,) in _rows("SELECT extname FROM pg_extension")}
    missing = [name for name in NEEDED if name not in there]
    if missing:
        made = "; ".join(f"CREATE EXTENSION {name}" for name in missing)
        return fail("extensions", f"as superuser: {made}.")
    without = [f"without {name} {loss}" for name, loss in WELCOME.items() if name not in there]
    return warn("extensions", "; ".join(without)) if without else ok("extensions", "all there")


def _schema() -> Finding:
    waiting = migrating.pending()
    if waiting:
        return fail("tables", f"{len(waiting)} migrations wait: run `comptoir migrate`.")
    return ok("tables", "of this version")


def _worker() -> Finding:
    from comptoir.journal.worker import heartbeat_age

    silent = heartbeat_age()
    if silent is None or silent > SILENT_SECONDS:
        seen = "never seen" if silent is None else f"silent for {age(silent)}"
        return warn("worker", f"{seen}: nothing is fetched or sent. Run `comptoir worker`.")
    return ok("worker", f"last sign {age(silent)} ago")


def _standing() -> Finding | None:
    """Instead of the worker, which shows no sign of life while it waits for a word."""
    from comptoir.journal.restoring import standing_still

    restored = standing_still()
    if restored is None:
        return None
    copied = f"{restored.copied_at:%Y-%m-%d %H:%M} UTC"
    return warn(
        "restored",
        f"from the backup of {copied}: nothing is fetched or sent before an administrator "
        "lets the desk go on (/channels/restored/).",
    )


def _backup() -> Finding:
    ((old, size),) = _rows(
        "SELECT extract(epoch FROM now() - at), size FROM (SELECT NULL) AS one"
        " LEFT JOIN (SELECT at, size FROM journal_backup ORDER BY at DESC LIMIT 1) AS last ON true"
    )
    if old is None:
        return warn("backup", "none was ever taken: `comptoir backup FILE`.")
    text = f"{size / 1024**2:.1f} MB, taken {age(float(old))} ago"
    return warn("backup", f"{text}: take one.") if old > STALE_SECONDS else ok("backup", text)


def _failed_jobs() -> Finding:
    ((failed,),) = _rows("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    if failed:
        return warn("jobs", f"{failed} failed for good: their reasons are in the worker's log.")
    return ok("jobs", "none failed")


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
