"""`comptoir commerce import`."""

import json
from pathlib import Path

import click


@click.group()
def commerce() -> None:
    """Orders, parcels, listings and sellers."""


@commerce.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", help="What the rows are, where neither they nor the header say it.")
def import_file(file: Path, kind: str | None) -> None:
    """Load a JSONL or CSV file; bad lines are reported, the rest is loaded."""
    from comptoir.config.desk import desk

    with desk():
        from comptoir.commerce.imports import import_file as load
        from comptoir.kit.actor import SYSTEM

        summary = load(file, by=SYSTEM, kind=kind)
        click.echo(json.dumps(summary.as_data(), ensure_ascii=False))
