"""`comptoir doctor`."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from comptoir.config.env import Env, env

if TYPE_CHECKING:
    from comptoir.config.checkup import Finding


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def doctor(as_json: bool) -> None:
    """Say what is well, what is not, what to do.

    The exit code is 1 if something fails.
    """
    from comptoir.config.checkup import Level

    failed = False
    for finding in _findings(env()):
        click.echo(_as_json(finding) if as_json else str(finding))
        failed = failed or finding.level == Level.FAIL
    raise SystemExit(1 if failed else 0)


def _as_json(finding: "Finding") -> str:
    told = {"level": finding.level, "about": finding.about, "text": finding.in_english}
    return json.dumps(told)


def _findings(settings: Env) -> Iterator["Finding"]:
    from comptoir.config.checkup import machine
    from comptoir.config.checkup.findings import warn

    yield from machine.look(settings)
    if not settings.database_url and not (settings.data_dir / "postgres").exists():
        yield warn("database", "There is none yet.", "`comptoir serve` makes it.")
        return
    yield from _database_findings(settings)


def _database_findings(settings: Env) -> list["Finding"]:
    from comptoir.config.checkup.findings import fail
    from comptoir.config.desk import desk
    from comptoir.kit.errors import ComptoirError

    try:
        with desk(migrated=False):
            from comptoir.config.checkup import database

            return list(database.look(settings))
    except ComptoirError as error:
        return [fail("database", str(error))]
