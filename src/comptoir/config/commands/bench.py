"""`comptoir bench NAME`: floor and product in one run."""

import json

import click

BENCHES = {
    "ingest": "comptoir.config.bench.ingest",
    "inbox": "comptoir.config.bench.pages",
    "conversation": "comptoir.config.bench.pages",
    "search": "comptoir.config.bench.pages",
    "reply": "comptoir.config.bench.pages",
    "chat": "comptoir.config.bench.chat",
    "views": "comptoir.config.bench.views",
}
_USUAL = 100_000


@click.command()
@click.argument("name", type=click.Choice(list(BENCHES)))
@click.option("--size", type=int, help="Conversations, of 3 messages (100000); chats (200).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bench(name: str, size: int | None, as_json: bool) -> None:
    """Measure ingest, inbox, conversation, search, reply, chat or views on data built for it."""
    from importlib import import_module

    from comptoir.config.bench.stage import stage

    module = import_module(BENCHES[name])
    usual: int = getattr(module, "CHATS", _USUAL)
    count = size or usual
    with stage(getattr(module, "STAGED", count)):
        is_page = module.__name__.endswith(".pages")
        figures = module.run(name, count) if is_page else module.run(count)
    if as_json:
        click.echo(json.dumps({"bench": name, "size": count, "figures": figures}))
        return
    for key, value in figures.items():
        click.echo(f"{key:>24}  {value}")
