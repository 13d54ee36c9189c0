"""`comptoir commerce import`."""

import json
from pathlib import Path

import click


@click.group()
def commerce() -> None:
    """Orders, parcels, listings and sellers."""


@commerce.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Load a JSONL or CSV file; bad lines are reported, the rest is loaded."""
    from comptoir.config.desk import desk

    with desk():
        from comptoir.commerce.imports import import_file as load

        click.echo(json.dumps(load(file), ensure_ascii=False))
