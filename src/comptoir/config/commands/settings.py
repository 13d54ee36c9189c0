"""`comptoir settings`: every variable of the environment with its help and its value."""

from collections.abc import Iterator
from dataclasses import fields

import click

from comptoir.config.env import Env, env, variable

HIDDEN = {"secret_key", "secret_key_fallbacks", "database_url", "listen_url", "mail_url"}
PAGE = """# Settings

Read from the environment at the start; a bad value stops it with one sentence. This page is
generated: change `config/env.py`, then run `uv run python -m comptoir.config.reference`.

| variable | default | what it does |
|---|---|---|
"""


@click.command()
@click.option("--markdown", is_flag=True, help="Print the page of the reference instead.")
def settings(markdown: bool) -> None:
    """Print every setting: variable, value, what it does."""
    click.echo(reference_page() if markdown else "\n".join(_lines(env())), nl=not markdown)


def reference_page() -> str:
    """The text of docs/reference/settings.md."""
    return PAGE + "".join(
        f"| `{variable(field)}` | {_default(field.default)} | {field.metadata['help']} |\n"
        for field in fields(Env)
    )


def _lines(told: Env) -> Iterator[str]:
    for field in fields(Env):
        value = getattr(told, field.name)
        shown = "(set)" if field.name in HIDDEN and value else _shown(value)
        yield f"{variable(field)}={shown}\n    {field.metadata['help']}"


def _default(value: object) -> str:
    shown = _shown(value)
    return "" if shown in {"", "."} else f"`{shown}`"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return ",".join(value) if isinstance(value, tuple) else str(value)
