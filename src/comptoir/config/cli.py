"""The command line. Every command is a module of its own, loaded when it is called."""

import sys
from importlib import import_module

import click

from comptoir.kit.errors import ComptoirError

COMMANDS = {
    "demo": "comptoir.config.commands.demo:demo",
    "serve": "comptoir.config.commands.serve:serve",
    "web": "comptoir.config.commands.serve:web",
    "worker": "comptoir.config.commands.serve:worker",
    "migrate": "comptoir.config.commands.migrate:migrate",
    "doctor": "comptoir.config.commands.doctor:doctor",
    "create-admin": "comptoir.config.commands.create_admin:create_admin",
    "events": "comptoir.config.commands.events:events",
    "settings": "comptoir.config.commands.settings:settings",
    "commerce": "comptoir.config.commands.commerce:commerce",
    "mail": "comptoir.config.commands.mail:mail",
    "insights": "comptoir.config.commands.insights:insights",
    "backup": "comptoir.config.commands.backup:backup",
    "restore": "comptoir.config.commands.backup:restore",
    "bench": "comptoir.config.commands.bench:bench",
}


class _Commands(click.Group):
    """Looks a command up by name, in the order of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="comptoir")
def cli() -> None:
    """Comptoir: the support desk for marketplaces."""


def main() -> None:
    """A refusal is one sentence on stderr and exit code 1."""
    try:
        cli(prog_name="comptoir")
    except ComptoirError as refusal:
        click.echo(f"{refusal}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
