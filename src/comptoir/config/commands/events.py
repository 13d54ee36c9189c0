"""`comptoir events`: what is announced, and who listens."""

import dataclasses
from collections.abc import Iterator

import click


@click.command()
def events() -> None:
    """Print every event with its fields and its handlers."""
    from comptoir.config.desk import set_up_django

    set_up_django()
    for line in _lines():
        click.echo(line)


def _lines() -> Iterator[str]:
    from comptoir.journal.events import EVENTS
    from comptoir.journal.registry import handlers_of

    for name, event in sorted(EVENTS.items()):
        yield f"{name}({', '.join(fields_of(event))})"
        for handler in handlers_of(event):
            yield f"    {handler.name}"


def fields_of(event: type) -> Iterator[str]:
    """`name: type` of each field, as people read it."""
    for field in dataclasses.fields(event):
        kind = field.type if isinstance(field.type, str) else _kind(field.type)
        yield f"{field.name}: {kind}"


def _kind(hint: object) -> str:
    return hint.__name__ if isinstance(hint, type) else str(hint).replace("comptoir.", "")
