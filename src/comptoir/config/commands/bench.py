"""`comptoir bench NAME`: floor and product in one run."""

import json

import click

BENCHES = {
    "ingest": "comptoir.config.bench.ingest",
    "inbox": "comptoir.config.bench.pages",
    "conversation": "comptoir.config.bench.pages",
    "search": "comptoir.config.bench.pages",
    "reply": "comptoir.config.bench.pages",
}


@click.command()
@click.argument("name", type=click.Choice(list(BENCHES)))
@click.option("--size", default=100_000, show_default=True, help="Conversations, of 3 messages.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bench(name: str, size: int, as_json: bool) -> None:
    """Measure ingest, inbox, conversation, search or reply on data built for it."""
    from importlib import import_module

    from comptoir.config.bench.stage import stage

    with stage(size):
        module = import_module(BENCHES[name])
        figures = module.run(size) if name == "ingest" else module.run(name, size)
    if as_json:
        click.echo(json.dumps({"bench": name, "size": size, "figures": figures}))
        return
    for key, value in figures.items():
        click.echo(f"{key:>24}  {value}")
