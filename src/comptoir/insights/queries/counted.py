"""Figures from the facts: how many, how long, how often in time. Three tables in two statements."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.queries import conversations_for
from comptoir.deadlines.states import Kind
from comptoir.insights.policies.lens import NOBODY, Lens
from comptoir.insights.policies.spans import Span
from comptoir.insights.shapes import Count, Times
from comptoir.insights.states import Figure, Hours
from comptoir.kit import db

HOUR = 3600
SECONDS = {Hours.BUSINESS: "business_seconds", Hours.CALENDAR: "calendar_seconds"}
DIMENSIONS = {"reason": "reason", "channel": "channel_id", "team": "team_id", "agent": "agent_id"}

# Median: the middle reply, between the two middle ones of an even number (percentile_cont).
# P90: the shortest time within which at least nine of ten replies came (nearest rank,
# percentile_disc), so that it is a time that somebody really waited.
_MEASURES = f"""count(*), avg(t), percentile_cont(0.5) WITHIN GROUP (ORDER BY t),
  percentile_disc(0.9) WITHIN GROUP (ORDER BY t),
  count(*) FILTER (WHERE t <= {HOUR}), count(*) FILTER (WHERE t <= {4 * HOUR}),
  count(kept), count(*) FILTER (WHERE kept)"""
_TIMES = """
WITH f AS MATERIALIZED (
  SELECT f.*, f.answered_at >= %(begin)s AS is_now, {seconds} AS t FROM insights_replyfact f
  WHERE {answered} AND {where})
SELECT '', kind, is_now, NULL::text, {measures} FROM f GROUP BY kind, is_now
UNION ALL SELECT CASE GROUPING(reason, channel_id, team_id, agent_id)
    WHEN 7 THEN 'reason' WHEN 11 THEN 'channel' WHEN 13 THEN 'team' ELSE 'agent' END,
  kind, true, coalesce(reason, channel_id::text, team_id::text, agent_id::text), {measures}
FROM f WHERE is_now
GROUP BY GROUPING SETS ((kind, reason), (kind, channel_id), (kind, team_id), (kind, agent_id))"""
# First by all dimensions together, so that the sets are formed of few rows.
_COUNTS = """
WITH told AS (
  SELECT 'received' AS what, asked_at AS at, outcome, reason, channel_id, team_id, agent_id
  FROM insights_replyfact f WHERE {asked} AND {where}
  UNION ALL SELECT 'answered', answered_at, outcome, reason, channel_id, team_id, agent_id
  FROM insights_replyfact f WHERE {answered} AND {where}),
grouped AS (
  SELECT what, reason, channel_id, team_id, agent_id, outcome,
    CASE WHEN at >= %(begin)s THEN width_bucket(at, %(edges)s::timestamptz[]) - 1
      ELSE -1 END AS part,
    count(*) AS n
  FROM told GROUP BY what, reason, channel_id, team_id, agent_id, outcome, part)
SELECT what, CASE GROUPING(reason, channel_id, team_id, agent_id, part)
    WHEN 15 THEN 'reason' WHEN 23 THEN 'channel' WHEN 27 THEN 'team' WHEN 29 THEN 'agent'
    WHEN 30 THEN 'part' ELSE '' END,
  coalesce(reason, channel_id::text, team_id::text, agent_id::text, part::text),
  coalesce(sum(n) FILTER (WHERE part >= 0), 0)::bigint,
  coalesce(sum(n) FILTER (WHERE part < 0), 0)::bigint,
  coalesce(sum(n) FILTER (WHERE part >= 0 AND outcome = 'open'), 0)::bigint,
  coalesce(sum(n) FILTER (WHERE part >= 0 AND outcome IN ('needless', 'resolved')), 0)::bigint
FROM grouped GROUP BY GROUPING SETS ((what), (what, reason), (what, channel_id), (what, team_id),
  (what, agent_id), (what, part))"""
_BOTH = "(({column} >= %(begin)s AND {column} < %(end)s) OR ({column} >= %(before_begin)s AND {column} < %(before_end)s))"  # noqa: E501
_ANSWERED = "f.outcome = 'answered'"


class Ends(NamedTuple):
    """What became of the questions received in the span."""

    open: int = 0
    closed: int = 0


type Key = tuple[str, str]


class Counted(NamedTuple):
    """By (dimension, key); the total's dimension is ""."""

    received: Mapping[Key, Count]
    answered: Mapping[Key, Count]
    ends: Ends


class Measured(NamedTuple):
    """By (dimension, key) and kind of reply; the total also as it was before."""

    now: Mapping[tuple[str, str, str], Times]
    before: Mapping[str, Times]

    def times(self, by: str, key: str, kind: Kind) -> Times:
        return self.now.get((by, key, kind), Times())


def scope_of(eyes: Viewer) -> tuple[str, dict[str, Any]]:
    """The facts of conversations that these eyes may know of, through their own door (D1)."""
    if eyes.sees_everything:
        return "TRUE", {}
    try:
        sql, params = conversations_for(eyes).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "FALSE", {}
    named = {f"scope{place}": value for place, value in enumerate(params)}
    inside = sql % tuple(f"%({name})s" for name in named)
    return f"f.conversation_id IN ({inside})", named


def _where(eyes: Viewer, lens: Lens) -> tuple[str, dict[str, Any]]:
    """Which facts a lens chooses, whatever the figure."""
    condition, params = scope_of(eyes)
    conditions = [condition]
    for name, column in DIMENSIONS.items():
        chosen = getattr(lens, name)
        if chosen is None:
            continue
        params[name] = chosen
        is_none = chosen == NOBODY and name != "reason"
        conditions.append(f"f.{column} IS NULL" if is_none else f"f.{column} = %({name})s")
    return " AND ".join(conditions), params


def _borders(span: Span) -> dict[str, Any]:
    return {
        "begin": span.begin,
        "end": span.end,
        "before_begin": span.before_begin,
        "before_end": span.before_end,
        "edges": list(span.edges),
    }


def _both(column: str) -> str:
    return _BOTH.format(column=f"f.{column}")


def counts(eyes: Viewer, lens: Lens, span: Span) -> Counted:
    """Questions received and answered, in all and by every dimension: one statement."""
    chosen, params = _where(eyes, lens)
    sql = _COUNTS.format(
        asked=_both("asked_at"), answered=f"{_ANSWERED} AND {_both('answered_at')}", where=chosen
    )
    found: dict[str, dict[Key, Count]] = {"received": {}, "answered": {}}
    ends = Ends()
    for what, by, key, now, before, still_open, closed in db.rows(sql, params | _borders(span)):
        found[what][by, _key(by, key)] = Count(now, before)
        if what == Figure.RECEIVED and not by:
            ends = Ends(still_open, closed)
    return Counted(found["received"], found["answered"], ends)


def times(eyes: Viewer, lens: Lens, span: Span) -> Measured:
    """How long first and next replies took, in all and by every dimension: one statement."""
    chosen, params = _where(eyes, lens)
    sql = _TIMES.format(
        seconds=SECONDS[lens.hours],
        answered=f"{_ANSWERED} AND {_both('answered_at')}",
        where=chosen,
        measures=_MEASURES,
    )
    now: dict[tuple[str, str, str], Times] = {}
    before: dict[str, Times] = defaultdict(Times)
    for by, kind, is_now, key, *measures in db.rows(sql, params | _borders(span)):
        if is_now:
            now[by, _key(by, key), kind] = _times(*measures)
        else:
            before[kind] = _times(*measures)
    return Measured(now, before)


def _key(by: str, key: str | None) -> str:
    """As the lens spells it: ids as they are, "0" for nobody, a reason by its name."""
    if by in ("", "reason"):
        return key or ""
    return key or str(NOBODY)


def _times(count: int, mean: Any, median: Any, p90: Any, *counted: int) -> Times:
    within_hour, within_four, promised, kept = counted
    return Times(
        count=count,
        mean=_whole(mean),
        median=_whole(median),
        p90=_whole(p90),
        within_hour=within_hour,
        within_four=within_four,
        promised=promised,
        kept=kept,
    )


def _whole(seconds: Any) -> int | None:
    return None if seconds is None else round(float(seconds))
