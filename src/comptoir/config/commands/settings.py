"""`comptoir settings`: every variable of the environment with its help and its value."""

from dataclasses import fields

import click

from comptoir.config.env import Env, env, variable

HIDDEN = {"secret_key", "secret_key_fallbacks", "database_url", "listen_url", "mail_url"}


@click.command()
def settings() -> None:
    """Print every setting: variable, value here, what it does."""
    for field in fields(Env):
        value = getattr(env(), field.name)
        shown = "(set)" if field.name in HIDDEN and value else _shown(value)
        click.echo(f"{variable(field)}={shown}\n    {field.metadata['help']}")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return ",".join(value) if isinstance(value, tuple) else str(value)
