"""PostgreSQL extensions the tables need, with a clear sentence where the server refuses them."""

from typing import Any

from django.contrib.postgres.operations import CreateExtension
from django.db import DatabaseError, transaction

from comptoir.kit.errors import ComptoirError


class ExtensionRefused(ComptoirError):
    """The database user may not create it, or the server does not carry it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"PostgreSQL refuses the extension {name} ({reason}). Let a superuser run "
            f'CREATE EXTENSION "{name}"; in this database, then migrate again.'
        )


class NeedsExtension(CreateExtension):
    """Create the extension unless it is there; raises ExtensionRefused."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        try:
            with transaction.atomic(using=schema_editor.connection.alias):
                super().database_forwards(app_label, schema_editor, from_state, to_state)
        except DatabaseError as error:
            reason = str(error).partition("\n")[0]
            raise ExtensionRefused(self.name, reason) from error

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Leave it: other tables of this database may use it."""
