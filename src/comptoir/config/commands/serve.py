"""`comptoir serve`, `web`, `worker`: run the desk for real."""

import os

import click

from comptoir.config.env import env


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
def serve(host: str | None, port: int | None) -> None:
    """Run database, web and worker.

    What dies is started again; Ctrl-C stops all of it.
    """
    listen_on(host, port)
    from comptoir.config.demo_data import refuse_sample
    from comptoir.config.serving import serve as keep_serving

    settings = env()
    refuse_sample(settings)
    keep_serving(
        settings,
        prepare=("migrate",),
        announce=lambda: click.echo(f"Comptoir is open at {settings.public_url}"),
    )


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
def web(host: str | None, port: int | None) -> None:
    """Run one web process alone."""
    listen_on(host, port)
    from comptoir.config.desk import database

    with database():
        from comptoir.config.web import run

        run(env())


@click.command()
@click.option("--concurrency", type=click.IntRange(1, 64), help="Jobs to run at once.")
@click.option("--queue", "queues", multiple=True, help="Take jobs of this queue only.")
def worker(concurrency: int | None, queues: tuple[str, ...]) -> None:
    """Run one worker process alone."""
    from comptoir.config.desk import desk

    with desk(migrated=False):
        from comptoir.journal.worker import run

        run(concurrency=concurrency or env().worker_concurrency, queues=list(queues) or None)


def listen_on(host: str | None, port: int | None) -> None:
    """What the command line says counts for every process that we start."""
    if host:
        os.environ["COMPTOIR_HOST"] = host
    if port:
        os.environ["COMPTOIR_PORT"] = str(port)
    env.cache_clear()
