"""Telling members: once an entry, bundled, never of one's own act, by the ways each wants."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir import journal
from comptoir.journal.publishing import is_history, signal
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.db import rows
from comptoir.notices.policies import Wishes, concerns, next_mail, open_at, ways_of
from comptoir.notices.slots import KINDS
from comptoir.notices.states import About, Way

# What a page hears live: the member himself, and nothing of what it is.
TOLD = "notices.told"

_WISHES = """
SELECT m.id, m.time_zone, r.ways, p.quiet_from, p.quiet_until,
       coalesce(p.team_ids, '{}'), coalesce(p.channel_ids, '{}'), p.mailed_at,
       EXISTS (SELECT FROM notices_browser b WHERE b.member_id = m.id)
FROM accounts_member m
LEFT JOIN notices_preferences p ON p.member_id = m.id
LEFT JOIN notices_rule r ON r.member_id = m.id AND r.kind = %(kind)s
WHERE m.id = ANY(%(members)s) AND m.is_active
ORDER BY m.id"""

# What was told already of this entry, read or not, is not told again: a handler may run twice.
_TELL = """
INSERT INTO notices_notice AS n
  (member_id, kind, subject_kind, subject_id, place_id, actor_kind, actor_id, entries, in_app, at,
   push_at, mail_at)
SELECT t.member_id, %(kind)s, %(about)s, %(id)s, %(place)s, %(actor_kind)s, %(actor_id)s,
       ARRAY[%(entry)s::bigint], t.in_app, %(at)s, t.push_at, t.mail_at
FROM unnest(%(members)s::bigint[], %(in_app)s::boolean[], %(push)s::timestamptz[],
            %(mail)s::timestamptz[]) AS t(member_id, in_app, push_at, mail_at)
WHERE %(entry)s = 0 OR NOT EXISTS (
  SELECT FROM notices_notice told
  WHERE told.subject_kind = %(about)s AND told.subject_id = %(id)s AND told.kind = %(kind)s
    AND told.member_id = t.member_id AND told.entries @> ARRAY[%(entry)s::bigint])
ON CONFLICT (member_id, kind, subject_kind, subject_id) WHERE read_at IS NULL
DO UPDATE SET
  entries = n.entries || excluded.entries, at = excluded.at, in_app = n.in_app OR excluded.in_app,
  actor_kind = excluded.actor_kind, actor_id = excluded.actor_id,
  push_at = coalesce(excluded.push_at, n.push_at),
  mail_at = CASE WHEN n.mailed_at IS NULL THEN coalesce(n.mail_at, excluded.mail_at) END
RETURNING n.member_id"""


@dataclass(frozen=True, slots=True)
class _Telling:
    """One member, and when which way leaves for him."""

    member_id: int
    in_app: bool
    push_at: datetime | None
    mail_at: datetime | None
    next_mail_at: datetime | None


@transaction.atomic(savepoint=False)
def tell(
    *, by: Actor, kind: str, about: About, members: Collection[int], entry_id: int = 0
) -> list[int]:
    """Tell these members; those who are told now. `entry_id` names the entry it follows.

    Nobody is told what he did himself, nor anything twice; what is unread grows by one.
    """
    others = {each for each in members if not (by.kind is ActorKind.AGENT and each == by.id)}
    if not others or is_history():
        return []
    at = now()
    tellings = [each for each in _tellings(kind, about, others, at) if each is not None]
    if not tellings:
        return []
    told_of = {
        "kind": kind,
        "about": about.kind,
        "id": about.id,
        "place": about.place_id,
        "actor_kind": by.kind.value,
        "actor_id": by.id,
        "entry": entry_id,
        "at": at,
    }
    told = set(_write(tellings, told_of))
    for each in tellings:
        if each.member_id in told:
            _announce(each)
    return sorted(told)


def _tellings(
    kind: str, about: About, members: Collection[int], at: datetime
) -> list[_Telling | None]:
    found = rows(_WISHES, {"kind": kind, "members": list(members)})
    return [_telling(kind, about, row, at) for row in found]


def _telling(kind: str, about: About, row: tuple[Any, ...], at: datetime) -> _Telling | None:
    member_id, zone, chosen, quiet_from, quiet_until, teams, channels, mailed_at, has_browser = row
    wishes = Wishes(
        time_zone=zone,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        team_ids=tuple(teams),
        channel_ids=tuple(channels),
    )
    ways = ways_of(KINDS.get(kind), chosen)
    if not concerns(KINDS.get(kind), about, wishes):
        return None
    push_at = open_at(Way.PUSH, at, wishes) if Way.PUSH in ways and has_browser else None
    mail_at = open_at(Way.MAIL, at, wishes) if Way.MAIL in ways else None
    if not (Way.APP in ways or push_at or mail_at):
        return None
    return _Telling(
        member_id=member_id,
        in_app=Way.APP in ways,
        push_at=push_at,
        mail_at=mail_at,
        next_mail_at=next_mail(mail_at, mailed_at) if mail_at else None,
    )


def _write(tellings: Sequence[_Telling], told_of: dict[str, Any]) -> list[int]:
    values = {
        **told_of,
        "members": [each.member_id for each in tellings],
        "in_app": [each.in_app for each in tellings],
        "push": [each.push_at for each in tellings],
        "mail": [each.mail_at for each in tellings],
    }
    return [member_id for (member_id,) in rows(_TELL, values)]


def _announce(telling: _Telling) -> None:
    """The open pages at once; push and mail when they may leave, one job a member and way."""
    member_id = telling.member_id
    if telling.in_app:
        signal("member", member_id, TOLD)
    if telling.push_at is not None:
        key = _key("push", member_id, telling.push_at)
        journal.later("notices.push", at=telling.push_at, key=key, member_id=member_id)
    if telling.next_mail_at is not None:
        mail_later(member_id, telling.next_mail_at)


def mail_later(member_id: int, at: datetime) -> None:
    journal.later("notices.mail", at=at, key=_key("mail", member_id, at), member_id=member_id)


def _key(way: str, member_id: int, at: datetime) -> str:
    """One job a member, way and second, whatever happens in it."""
    return f"notices.{way}:{member_id}:{at:%Y%m%d%H%M%S}"
