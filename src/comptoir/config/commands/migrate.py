"""`comptoir migrate`."""

import click


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when something is to be done.")
def migrate(check: bool) -> None:
    """Bring the database to this version.

    Tables first, then presets and texts.
    """
    from comptoir.config.desk import desk

    with desk(migrated=False):
        from comptoir.config import migrating

        if not check:
            migrating.migrate(verbosity=1)
            return
        waiting = migrating.pending()
        for name in waiting:
            click.echo(name)
        raise SystemExit(1 if waiting else 0)
