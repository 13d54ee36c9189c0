"""`comptoir create-admin`: the first member, who invites the others."""

import sys

import click


@click.command("create-admin")
@click.option("--email", prompt="E-mail", help="The address to sign in with.")
@click.option("--name", prompt="Name", help="As colleagues read it.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_admin(email: str, name: str, password_stdin: bool) -> None:
    """Make an administrator.

    Asks for what the options do not say.
    """
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask_password()
    from comptoir.config.desk import desk

    with desk():
        from comptoir.accounts.services import create_admin as create

        member = create(email=email, name=name, password=password)
        click.echo(f"{member.email} may sign in now.")


def _ask_password() -> str:
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
