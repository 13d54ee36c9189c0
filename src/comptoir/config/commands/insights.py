"""`comptoir insights rebuild`."""

import json

import click


@click.group()
def insights() -> None:
    """Figures of the service."""


@insights.command()
def rebuild() -> None:
    """Count all questions and replies anew; what is right stays as it is."""
    from comptoir.config.desk import desk

    with desk():
        from comptoir.insights.services import rebuild as count_anew

        click.echo(json.dumps({"changed": count_anew()}))
