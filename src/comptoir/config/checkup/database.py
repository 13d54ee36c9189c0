"""The database and what runs on it. Django is set up by now."""

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, OperationalError, connection

from comptoir.config import migrating
from comptoir.config.checkup.findings import N_, Age, Finding, fail, ok, warn
from comptoir.config.env import Env

OLDEST_VERSION = 150000
NEEDED = ("pg_trgm", "unaccent", "btree_gin")
WELCOME = {
    "vector": N_("Without vector answers are not searched by meaning."),
    "pg_stat_statements": N_("Without pg_stat_statements there are no statistics of queries."),
}
# The interface warns from here on too (H6).
SILENT_SECONDS = 60
# A week without a backup is a week of letters that may be lost.
STALE_SECONDS = 7 * 86400


def look(env: Env) -> Iterator[Finding]:
    try:
        yield _server(env)
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        silent = N_("It does not answer (%(reason)s).")
        yield fail("database", silent, N_("Start it, or mend DATABASE_URL."), reason=reason)
        return
    yield from _extensions()
    yield _schema()
    yield from _after_schema()


def _after_schema() -> Iterator[Finding]:
    try:
        yield _standing() or _worker()
        yield _failed_jobs()
        yield _backup()
    except DatabaseError:
        unknown = N_("Nothing is known of it before the tables are there.")
        yield warn("worker", unknown, N_("Run `comptoir migrate`."))


def _server(env: Env) -> Finding:
    ((version, number, encoding),) = _rows(
        "SELECT current_setting('server_version'), current_setting('server_version_num')::int,"
        " pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    )
    if number < OLDEST_VERSION:
        old = N_("PostgreSQL %(version)s is too old.")
        return fail("database", old, N_("Version 15 or later is needed."), version=version)
    if encoding != "UTF8":
        other = N_("PostgreSQL %(version)s: it is encoded in %(encoding)s.")
        anew = N_("Make it anew in UTF8.")
        return fail("database", other, anew, version=version, encoding=encoding)
    kept = N_("PostgreSQL %(version)s, kept by Comptoir")
    own = N_("PostgreSQL %(version)s, of somebody’s own")
    return ok("database", own if env.database_url else kept, version=version)


def _extensions() -> Iterator[Finding]:
    there = {name for (name,) in _rows("SELECT extname FROM pg_extension")}
    missing = [name for name in NEEDED if name not in there]
    if missing:
        made = "; ".join(f"CREATE EXTENSION {name}" for name in missing)
        lacks = N_("Some that are needed are missing.")
        yield fail("extensions", lacks, N_("Run as superuser: %(made)s."), made=made)
        return
    without = {name: loss for name, loss in WELCOME.items() if name not in there}
    for name, loss in without.items():
        where = N_("Where your server has it, run as superuser: CREATE EXTENSION %(name)s.")
        yield warn("extensions", loss, where, name=name)
    if not without:
        yield ok("extensions", N_("all there"))


def _schema() -> Finding:
    waiting = migrating.pending()
    if waiting:
        behind = N_("They are of an earlier version; migrations that wait: %(count)s.")
        return fail("tables", behind, N_("Run `comptoir migrate`."), count=len(waiting))
    return ok("tables", N_("of this version"))


def _worker() -> Finding:
    from comptoir.journal.worker import heartbeat_age

    silent = heartbeat_age()
    if silent is None or silent > SILENT_SECONDS:
        never = N_("Never seen: nothing is fetched or sent.")
        seen = N_("Silent for %(old)s: nothing is fetched or sent.")
        text = never if silent is None else seen
        return warn("worker", text, N_("Run `comptoir worker`."), old=Age(silent or 0))
    return ok("worker", N_("last sign of life %(old)s ago"), old=Age(silent))


def _standing() -> Finding | None:
    """Instead of the worker, which shows no sign of life while it waits for a word."""
    from comptoir.journal.restoring import standing_still

    restored = standing_still()
    if restored is None:
        return None
    return warn(
        "restored",
        N_("From the backup of %(copied)s: nothing is fetched or sent."),
        N_("As an administrator let the desk go on, at /channels/restored/."),
        copied=f"{restored.copied_at:%Y-%m-%d %H:%M} UTC",
    )


def _backup() -> Finding:
    ((old, size),) = _rows(
        "SELECT extract(epoch FROM now() - at), size FROM (SELECT NULL) AS one"
        " LEFT JOIN (SELECT at, size FROM journal_backup ORDER BY at DESC LIMIT 1) AS last ON true"
    )
    if old is None:
        return warn("backup", N_("None was ever taken."), N_("Run `comptoir backup FILE`."))
    text = N_("%(size)s MB, taken %(old)s ago")
    facts = {"size": f"{size / 1024**2:.1f}", "old": Age(float(old))}
    if old > STALE_SECONDS:
        return warn("backup", text, N_("Run `comptoir backup FILE`."), **facts)
    return ok("backup", text, **facts)


def _failed_jobs() -> Finding:
    ((failed,),) = _rows("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    if failed:
        given_up = N_("Given up after the last try: %(count)s.")
        decide = N_("On the page of the health read why, then try them again or discard them.")
        return warn("jobs", given_up, decide, count=failed)
    return ok("jobs", N_("none was given up"))


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
