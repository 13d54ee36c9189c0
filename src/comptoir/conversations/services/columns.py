"""A member says which columns his table shows."""

from collections.abc import Sequence

from django.db import transaction

from comptoir.accounts import access as accounts
from comptoir.conversations.access import READ
from comptoir.conversations.models import ChosenColumns
from comptoir.kit.actor import Actor

MOST = 40


@transaction.atomic
def choose_columns(*, by: Actor, columns: Sequence[str]) -> None:
    """His own table only; nobody else sees another one."""
    if not accounts.may_somewhere(by, READ):
        accounts.refuse(READ)
    told = {"columns": list(dict.fromkeys(columns))[:MOST]}
    ChosenColumns.objects.update_or_create(member_id=by.row_id, defaults=told)
