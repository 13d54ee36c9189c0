"""`comptoir mail parse` and `mail import`."""

import json
import sys
from pathlib import Path

import click

PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)


@click.group()
def mail() -> None:
    """Read mails from .eml files, folders and mbox files."""


@mail.command("parse")
@PATHS
def parse_mails(paths: tuple[Path, ...]) -> None:
    """Print one JSON line a mail: what was understood of it. Needs no database."""
    from comptoir.channels.mail.report import parse_paths

    for report in parse_paths(paths):
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")


@mail.command("import")
@PATHS
@click.option("--channel", required=True, help="Name of the mailbox they came to.")
def import_mails(paths: tuple[Path, ...], channel: str) -> None:
    """Feed mails through the real intake; print a JSON summary."""
    from comptoir.config.desk import desk

    with desk():
        from comptoir.channels.services import import_mails as take_in

        click.echo(json.dumps(take_in(paths, channel=channel), ensure_ascii=False))
