"""Filters as the lists ask them: what words refer to, and the whole condition with its words."""

import re

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from comptoir.accounts.viewers import Viewer
from comptoir.commerce.queries.labels import labels
from comptoir.conversations.filters.conditions import where
from comptoir.conversations.filters.fields import FILTER_FIELDS
from comptoir.conversations.filters.reading import quoted
from comptoir.conversations.filters.shapes import Filter, Match, Reader, Values
from comptoir.conversations.listed import FieldLine
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.known_reasons import known_reasons
from comptoir.conversations.queries.words import tsquery
from comptoir.conversations.shapes import Choice
from comptoir.kit.clock import now


def reader_of(viewer: Viewer) -> Reader:
    return reader_with(viewer.id)


def reader_with(member_id: int) -> Reader:
    house = directory()
    return Reader(
        member_id=member_id,
        now=now(),
        statuses=tuple(Choice(s.key, s.for_agents) for s in house.statuses),
        teams=tuple(Choice(str(number), name) for number, name in house.teams),
        labels=tuple(Choice(one.key, one.name) for one in labels()),
        reasons=tuple(Choice(one.key, one.label) for one in known_reasons()),
    )


_NAMED = re.compile(r"%\((\w+)\)s")


def narrowed(found: QuerySet[Conversation], kept: Filter, reader: Reader) -> QuerySet[Conversation]:
    """Those of them that the filter holds."""
    values = Values()
    told = condition(kept, reader, values)
    # Django takes values by their place.
    placed = [values.params[name] for name in _NAMED.findall(told)]
    sql = f"SELECT c.id FROM conversations_conversation c WHERE {_NAMED.sub('%s', told)}"  # noqa: S608
    return found.filter(pk__in=RawSQL(sql, placed))  # noqa: S611 - no value stands in it


def condition(kept: Filter, reader: Reader, values: Values) -> str:
    """Conditions and words together; "TRUE" for an empty filter."""
    told = [part for part in (where(kept, reader, values), _words(kept, values)) if part]
    between = " OR " if kept.match is Match.ANY else " AND "
    return f"({between.join(told)})" if told else "TRUE"


def _words(kept: Filter, values: Values) -> str:
    if not kept.words:
        return ""
    return f"""c.id IN (SELECT m.conversation_id FROM conversations_message m
      WHERE m.search @@ ({tsquery(kept.words, values)}) AND (m.audience & 4) > 0)"""  # noqa: S608


def sheet(reader: Reader) -> tuple[FieldLine, ...]:
    """Every field with what may stand behind it, in the reader's language."""
    return tuple(
        FieldLine(
            word=str(field.word),
            label=str(field.label),
            expects=str(field.expects),
            values=tuple((quoted(str(c.label)), str(c.label)) for c in field.choices(reader)),
        )
        for _key, field in FILTER_FIELDS.items()
    )
