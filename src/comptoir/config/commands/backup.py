"""`comptoir backup` and `comptoir restore`."""

from pathlib import Path

import click

from comptoir.config.env import env


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-secrets",
    is_flag=True,
    help="Put the secret key in too: whoever has the file can then read stored passwords.",
)
def backup(file: Path, with_secrets: bool) -> None:
    """Copy the whole desk into FILE while it runs.

    Database and files; the secret key only with --with-secrets.
    """
    from comptoir.config.backup.taking import take
    from comptoir.config.desk import database
    from comptoir.config.postgres import database_url

    settings, target = env(), file.absolute()
    with database():
        manifest = take(settings, database_url(settings), target, with_secrets=with_secrets)
    click.echo(f"{target}: {target.stat().st_size:,} bytes, {len(manifest.checksums)} members.")
    if not manifest.has_files:
        click.echo("Files lie in COMPTOIR_STORAGE_URL and are not in it: copy them there.")
    if with_secrets:
        click.echo("The secret key is in it: keep the file as you keep a password.")
    else:
        click.echo("The secret key is not in it: keep it elsewhere, or stored passwords are lost.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--over", is_flag=True, help="Replace a desk that holds data, for good.")
def restore(file: Path, over: bool) -> None:
    """Bring a backup back.

    The desk must be stopped. Afterwards nothing is fetched or sent before an administrator says go.
    """
    from comptoir.config.backup.restoring import restore as bring_back
    from comptoir.config.desk import database, set_up_django
    from comptoir.config.postgres import database_url

    settings = env()
    set_up_django()
    with database():
        restored = bring_back(settings, database_url(settings), file.absolute(), over=over)
    click.echo(f"Restored as of {restored.manifest.moment:%Y-%m-%d %H:%M} UTC.")
    if restored.other_key:
        click.echo("The secret key is another one: enter the passwords of mailboxes again.")
    click.echo("Nothing is fetched or sent yet: start the desk, sign in, and let it go on there.")
