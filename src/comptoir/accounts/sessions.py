"""Sessions in the database: who is signed in, and what he may, comes in the same statement."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from comptoir.kit.actor import Grant
from comptoir.kit.db import planned
from comptoir.kit.rows import columns, made

if TYPE_CHECKING:
    from comptoir.accounts.models import Member


class SessionStore(DatabaseStore):
    """Django's own. `member` is whom the list of browsers names, `grants` what he holds now.

    Nothing is kept from one request to the next: who was switched off, or has another role, has
    it at once. That the session is this member's, `accounts.middleware` makes sure.
    """

    member: "Member | None" = None
    grants: tuple[Grant, ...] = ()

    def load(self) -> dict[str, Any]:
        found = planned(_statement(), [self.session_key])
        if not found:
            self._session_key = None
            return {}
        data, grants, *values = found[0]
        self.member = _member(values)
        self.grants = tuple(Grant(*grant) for grant in grants or ())
        return self.decode(data)


def _member(values: list[Any]) -> "Member | None":
    from comptoir.accounts.models import Member

    return made(Member, values) if values[0] is not None else None


@cache
def _statement() -> str:
    from comptoir.accounts.models import Member

    return f"""
      SELECT s.session_data, (
        SELECT json_agg(json_build_array(g.role, g.scope, g.scope_id) ORDER BY g.id)
        FROM accounts_membergrant g WHERE g.member_id = t.id), {columns(Member)}
      FROM django_session s
      LEFT JOIN usersessions_usersession b ON b.session_key = s.session_key
      LEFT JOIN accounts_member t ON t.id = b.user_id
      WHERE s.session_key = %s AND s.expire_date > now()"""  # noqa: S608 - our own columns
