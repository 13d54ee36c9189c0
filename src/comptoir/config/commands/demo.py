"""`comptoir demo`: a sample marketplace to try everything on."""

import os
from pathlib import Path

import click

from comptoir.config.commands.serve import listen_on
from comptoir.config.env import Env, env


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder to keep the sample in.")
@click.option("--fresh", is_flag=True, help="Throw the sample away and load it anew.")
@click.option("--load-only", is_flag=True, hidden=True)
def demo(
    host: str | None, port: int | None, data: Path | None, fresh: bool, load_only: bool
) -> None:
    """Run a sample marketplace; no mail leaves this machine."""
    from comptoir.demo.content.house import TIME_ZONE

    os.environ["COMPTOIR_DEMO"] = "1"
    os.environ.setdefault("COMPTOIR_TIME_ZONE", TIME_ZONE)
    if data:
        os.environ["COMPTOIR_DATA_DIR"] = str(data.absolute())
    listen_on(host, port)
    if load_only:
        _load()
    else:
        _run(fresh)


def _load() -> None:
    """The first step of the run, in a process of its own."""
    from comptoir.config.desk import desk

    with desk(migrated=False):
        from comptoir.config.migrating import migrate
        from comptoir.demo.load import load_if_empty

        migrate()
        load_if_empty()


def _run(fresh: bool) -> None:
    from comptoir.config import demo_data
    from comptoir.config.serving import serve

    demo_data.mark_sample(env())
    if env().database_url:
        os.environ["DATABASE_URL"] = demo_data.database_beside(env().database_url, fresh=fresh)
        env.cache_clear()
    elif fresh:
        demo_data.forget_sample(env())
    settings = env()
    click.echo("The sample marketplace is being made ready …", err=True)
    serve(settings, prepare=("demo", "--load-only"), announce=lambda: _announce(settings))


def _announce(settings: Env) -> None:
    from comptoir.demo.content.house import AGENTS, PASSWORD

    click.echo(f"\nThe desk      {settings.public_url}/")
    click.echo(f"Buyers write  {settings.public_url}/demo/\n")
    for agent in AGENTS:
        if agent.login:
            click.echo(f"{agent.role:<14}{agent.email:<28}{PASSWORD}")
    click.echo("\nCtrl-C stops everything; the data stays for the next start.")
