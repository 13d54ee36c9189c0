"""Search: words of messages, numbers of orders and parcels, names, addresses, files, and fields."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import OperationalError, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.filters.conditions import where
from comptoir.conversations.filters.reading import understand
from comptoir.conversations.filters.shapes import Filter, Reader, Values
from comptoir.conversations.filters.values import containing
from comptoir.conversations.queries.filtering import reader_of
from comptoir.conversations.queries.inbox import rows_by_id
from comptoir.conversations.queries.views import scope
from comptoir.conversations.queries.words import tsquery
from comptoir.conversations.shapes import Row
from comptoir.kit import db
from comptoir.kit.text import fold

MOST = 50
DEEPEST = 5_000
# Of a word in every second message only the newest hits are looked at.
_CANDIDATES = 400
# Words that half of all messages hold, in an order that none has them in, would be looked for
# through everything: after this long only the newest messages are looked at.
_PATIENCE_MS = 1_000
_NEWEST = 50_000
_LONGEST_WORDS = 200
_NUMBER = re.compile(r"[\w-]*\d[\w-]*")
_SEPARATORS = re.compile(r"[\s\-_./#]+")
_MARKS = re.compile('["“”«»„]')


@dataclass(frozen=True, slots=True)
class Found:
    """`troubles` say what was not understood; `is_guess`: nothing fits, these names are alike."""

    rows: tuple[Row, ...]
    is_complete: bool
    filter: Filter = field(default_factory=Filter)
    troubles: tuple[str, ...] = ()
    is_guess: bool = False


def search(viewer: Viewer, text: str, *, after: int = 0) -> Found:
    """Conversations that the viewer may know of, the newest first, from the row `after` on.

    A bare number of a conversation (#123), an order or a parcel comes first.
    """
    reader = reader_of(viewer)
    understood = understand(text, reader)
    asked = _Asked(viewer, reader, understood.filter, min(after, DEEPEST))
    if not asked.says_something:
        return Found((), True, understood.filter, understood.troubles)
    ids = asked.ids_in_time()
    is_first = not (after or asked.is_cut_short)
    ids = ids or (asked.in_numbers() if is_first else [])
    guessed = asked.alike() if is_first and not ids else []
    shown = (ids or guessed)[:MOST]
    return Found(
        rows=_marked(rows_by_id(viewer, shown), asked),
        is_complete=len(ids or guessed) <= MOST,
        filter=understood.filter,
        troubles=(*understood.troubles, *asked.troubles),
        is_guess=bool(guessed),
    )


def numbers_found(viewer: Viewer, text: str, *, most: int) -> list[int]:
    """All that a search lists, in its order, up to a number."""
    reader = reader_of(viewer)
    asked = _Asked(viewer, reader, understand(text, reader).filter, 0, most)
    if not asked.says_something:
        return []
    return (asked.ids() or asked.in_numbers() or asked.alike())[:most]


_WORDS = """
  SELECT m.conversation_id AS id, 2 AS rank FROM (
    SELECT m.conversation_id FROM conversations_message m {beside}
    WHERE m.search @@ ({query}) AND (m.audience & 4) > 0 AND {condition}
    ORDER BY m.id DESC LIMIT %(candidates)s
  ) m"""
_LATEST = "(SELECT max(id) FROM conversations_message)"
_BESIDE = "JOIN conversations_conversation c ON c.id = m.conversation_id"
_NUMBERS = """
  SELECT c.id, 0 FROM conversations_conversation c WHERE c.id = %(number)s
  UNION ALL
  SELECT c.id, 1 FROM commerce_order o JOIN conversations_conversation c ON c.order_id = o.id
  WHERE o.number_key = %(key)s
  UNION ALL
  SELECT c.id, 1 FROM shipping_parcel p JOIN conversations_conversation c ON c.order_id = p.order_id
  WHERE p.tracking_key = %(key)s AND p.tracking_key <> ''"""
# A whole address is found as it is: every other one at the same provider is half alike.
_IS_KNOWN = "SELECT FROM commerce_buyeridentity i WHERE i.value = %(address)s"
_PEOPLE = f"""
  SELECT c.id, 1 FROM (
    SELECT id FROM commerce_buyer WHERE sort_name LIKE %(like)s LIMIT 200
  ) b JOIN commerce_buyeridentity i ON i.buyer_id = b.id
  JOIN conversations_conversation c ON c.identity_id = i.id
  UNION ALL
  SELECT c.id, 1 FROM commerce_buyeridentity i
  JOIN conversations_conversation c ON c.identity_id = i.id WHERE i.value = %(address)s
  UNION ALL
  SELECT c.id, 1 FROM (
    SELECT id FROM commerce_buyeridentity
    WHERE value LIKE %(like)s AND NOT EXISTS ({_IS_KNOWN}) LIMIT 200
  ) i JOIN conversations_conversation c ON c.identity_id = i.id
  UNION ALL
  SELECT c.id, 1 FROM (
    SELECT id FROM commerce_seller WHERE sort_name LIKE %(like)s LIMIT 50
  ) s JOIN conversations_conversation c ON c.seller_id = s.id"""  # noqa: S608 - our own words
_FILES = """
  SELECT m.conversation_id, 3 FROM (
    SELECT message_id FROM conversations_attachment
    WHERE lower(name) LIKE %(file_like)s AND message_id IS NOT NULL LIMIT 200
  ) f JOIN conversations_message m ON m.id = f.message_id WHERE (m.audience & 4) > 0"""

_HITS = """
SELECT c.id FROM (SELECT id, min(rank) AS rank FROM ({hits}) hits GROUP BY id) hit
JOIN conversations_conversation c ON c.id = hit.id
WHERE {condition} ORDER BY hit.rank, c.last_message_at DESC, c.id DESC
LIMIT %(most)s OFFSET %(after)s"""
_LIST = """
SELECT c.id FROM conversations_conversation c WHERE {condition}
ORDER BY c.last_message_at DESC, c.id DESC LIMIT %(most)s OFFSET %(after)s"""

# The digits of an order's number without its letters: only where nothing has them as a whole.
_IN_NUMBERS = """
SELECT c.id FROM (
  SELECT id FROM commerce_order WHERE number_key LIKE %(key_like)s LIMIT 200
) o JOIN conversations_conversation c ON c.order_id = o.id
WHERE {condition} ORDER BY c.last_message_at DESC, c.id DESC LIMIT %(most)s"""
_SHORTEST_PART = 4

# A name that is spelled a little otherwise: where nothing fits, those most like it.
_ALIKE = """
SELECT c.id FROM (
  (SELECT i.id AS identity_id, NULL::bigint AS seller_id,
    %(name)s <<-> b.sort_name AS distance
   FROM commerce_buyer b JOIN commerce_buyeridentity i ON i.buyer_id = b.id
   WHERE %(name)s <%% b.sort_name ORDER BY distance LIMIT 20)
  UNION ALL
  (SELECT NULL, s.id, %(name)s <<-> s.sort_name AS distance
   FROM commerce_seller s WHERE %(name)s <%% s.sort_name ORDER BY distance LIMIT 10)
) name JOIN conversations_conversation c
  ON c.identity_id = name.identity_id OR c.seller_id = name.seller_id
WHERE {condition}
GROUP BY c.id ORDER BY min(name.distance), c.last_message_at DESC, c.id DESC LIMIT %(most)s"""
_LIKENESS = "0.45"


@dataclass(slots=True)
class _Asked:
    """One search: its fields as a condition, its words as hits."""

    viewer: Viewer
    reader: Reader
    filter: Filter
    after: int
    most: int = MOST
    is_cut_short: bool = False

    @property
    def words(self) -> str:
        return self.filter.words[:_LONGEST_WORDS]

    @property
    def bare(self) -> str:
        """The words as a name or a number is looked for: without quotation marks."""
        return _MARKS.sub("", self.words).strip()

    @property
    def _key(self) -> str:
        return _SEPARATORS.sub("", self.bare).upper()

    @property
    def troubles(self) -> tuple[str, ...]:
        if not self.is_cut_short:
            return ()
        told = {"count": number_format(_NEWEST, force_grouping=True)}
        return (
            _(
                "These words are in too many messages: only the newest %(count)s were looked "
                "through. Add a rarer word, a number, or a field such as after:."
            )
            % told,
        )

    @property
    def says_something(self) -> bool:
        return bool(self.filter.conditions) or len(self.bare) >= 2

    def ids_in_time(self) -> list[int]:
        """The same as `ids`, from the newest messages alone where all of them take too long."""
        try:
            return self._patiently(self.ids)
        except OperationalError as error:
            _check_is_patience(error)
        self.is_cut_short = True
        try:
            return self._patiently(self.ids)
        except OperationalError as error:
            _check_is_patience(error)
            return []

    def _patiently(self, ask: Callable[[], list[int]]) -> list[int]:
        with transaction.atomic():
            db.rows("SELECT set_config('statement_timeout', %s, true)", [str(_PATIENCE_MS)])
            return ask()

    def ids(self) -> list[int]:
        """Numbers first, then people, words and files; each the newest first."""
        values = Values()
        condition = self._condition(values)
        if not self.words:
            return self._run(_LIST.format(condition=condition), values)
        hits = " UNION ALL ".join(self._hits(condition, values))
        return self._run(_HITS.format(hits=hits, condition=condition), values)

    def in_numbers(self) -> list[int]:
        """The newest whose order has a number with this part: one page, without a next one."""
        key = self._key
        if len(key) < _SHORTEST_PART or not _NUMBER.fullmatch(key):
            return []
        values = Values()
        sql = _IN_NUMBERS.format(condition=self._condition(values))
        return self._run(sql, values)[: self.most]

    def alike(self) -> list[int]:
        if len(self.bare) < 4 or any(letter.isdigit() for letter in self.bare):
            return []
        values = Values()
        sql = _ALIKE.format(condition=self._condition(values))
        with transaction.atomic():
            db.rows("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [_LIKENESS])
            return self._run(sql, values)

    def _condition(self, values: Values) -> str:
        seen, ids = scope(self.viewer)
        values.params |= ids
        told = where(self.filter, self.reader, values)
        return f"{seen} AND {told}" if told else seen

    def _hits(self, condition: str, values: Values) -> list[str]:
        is_narrow = condition != "TRUE"
        beside = _BESIDE if is_narrow else ""
        query = tsquery(self.words, values)
        if self.is_cut_short:
            condition = f"m.id > {_LATEST} - {values(_NEWEST)} AND {condition}"
        parts = [_WORDS.format(query=query, condition=condition, beside=beside)]
        if _NUMBER.fullmatch(_SEPARATORS.sub("", self.bare)):
            parts.append(_NUMBERS)
        if len(self.bare) >= 3:
            parts += [_PEOPLE, _FILES]
        return parts

    def _run(self, sql: str, values: Values) -> list[int]:
        found = db.rows(sql, {**values.params, **self._params()})
        return [number for (number,) in found]

    def _params(self) -> dict[str, Any]:
        digits = self.bare.lstrip("#")
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < 18
        return {
            "number": int(digits) if is_number else 0,
            "key": self._key,
            "key_like": containing(self._key),
            "like": containing(fold(self.bare)),
            "address": self.bare.lower() if "@" in self.bare else "",
            "file_like": containing(self.bare.lower()),
            "name": fold(self.bare),
            "candidates": max(_CANDIDATES, 4 * self.most) + self.after,
            "most": self.most + 1,
            "after": self.after,
        }


def _check_is_patience(error: OperationalError) -> None:
    """Anything else than the end of our patience is not ours to swallow."""
    if not isinstance(error.__cause__, QueryCanceled):
        raise error


# ---------- What was found in them ----------

# Two signs that no text is written with; `drawing.rows` makes marks of them.
BEGIN, END = "\x02", "\x03"
_OPTIONS = f"StartSel={BEGIN}, StopSel={END}, MinWords=8, MaxWords=20, ShortWord=0"
_GISTS = """
SELECT id, ts_headline(config::regconfig, translate(left(words, 4000), %(signs)s, ''), ({query}),
  %(options)s)
FROM (
  SELECT DISTINCT ON (m.conversation_id) m.conversation_id AS id, m.text AS words,
    m.search_config AS config
  FROM conversations_message m
  WHERE m.conversation_id = ANY(%(ids)s) AND m.search @@ ({query}) AND (m.audience & 4) > 0
  ORDER BY m.conversation_id, m.id DESC
) newest"""


def _marked(rows: Sequence[Row], asked: _Asked) -> tuple[Row, ...]:
    """With the words around what was found, where it stands in a message."""
    if not rows or not asked.words:
        return tuple(rows)
    values = Values()
    sql = _GISTS.format(query=tsquery(asked.words, values))
    more = {"ids": [row.number for row in rows], "signs": BEGIN + END, "options": _OPTIONS}
    gists = {number: gist for number, gist in db.rows(sql, values.params | more) if BEGIN in gist}
    return tuple(replace(row, gist=gists.get(row.number, row.gist)) for row in rows)
