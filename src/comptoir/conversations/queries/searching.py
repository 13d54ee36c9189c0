"""Search: words of messages, numbers of orders and parcels, names and addresses."""

import re
from dataclasses import dataclass
from typing import Any

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.policies.languages import language_of, search_config
from comptoir.conversations.policies.unspaced import apart
from comptoir.conversations.queries.inbox import rows_by_id
from comptoir.conversations.queries.views import scope
from comptoir.conversations.shapes import Row
from comptoir.kit import db
from comptoir.kit.text import clean, fold

MOST = 50
# Of a word in every second message only the newest hits are looked at.
_CANDIDATES = 400
_LONGEST_QUERY = 200
_NUMBER = re.compile(r"[\w-]*\d[\w-]*")
_SEPARATORS = re.compile(r"[\s\-_./#]+")


@dataclass(frozen=True, slots=True)
class Found:
    rows: tuple[Row, ...]
    is_complete: bool


def search(viewer: Viewer, text: str) -> Found:
    """Conversations that the viewer may know of, the newest first; two queries.

    A bare number of a conversation (#123), an order or a parcel comes first.
    """
    query = clean(text).strip()[:_LONGEST_QUERY]
    if len(query) < 2:
        return Found((), True)
    ids = _ids(viewer, query)
    return Found(rows_by_id(viewer, ids[:MOST]), len(ids) <= MOST)


_WORDS = """
  SELECT m.conversation_id AS id, 2 AS rank FROM (
    SELECT conversation_id FROM conversations_message
    WHERE search @@ ({query}) AND (audience & 4) > 0
    ORDER BY id DESC LIMIT %(candidates)s
  ) m"""
_NUMBERS = """
  SELECT c.id, 0 FROM conversations_conversation c WHERE c.id = %(number)s
  UNION ALL
  SELECT c.id, 1 FROM commerce_order o JOIN conversations_conversation c ON c.order_id = o.id
  WHERE o.number_key = %(key)s
  UNION ALL
  SELECT c.id, 1 FROM shipping_parcel p JOIN conversations_conversation c ON c.order_id = p.order_id
  WHERE p.tracking_key = %(key)s AND p.tracking_key <> ''"""
_PEOPLE = """
  SELECT c.id, 1 FROM (
    SELECT id FROM commerce_buyer WHERE sort_name LIKE %(like)s LIMIT 200
  ) b JOIN commerce_buyeridentity i ON i.buyer_id = b.id
  JOIN conversations_conversation c ON c.identity_id = i.id
  UNION ALL
  SELECT c.id, 1 FROM (
    SELECT id FROM commerce_buyeridentity WHERE value LIKE %(like)s LIMIT 200
  ) i JOIN conversations_conversation c ON c.identity_id = i.id
  UNION ALL
  SELECT c.id, 1 FROM (
    SELECT id FROM commerce_seller WHERE sort_name LIKE %(like)s LIMIT 50
  ) s JOIN conversations_conversation c ON c.seller_id = s.id"""


_HITS = """
SELECT c.id FROM (SELECT id, min(rank) AS rank FROM ({hits}) hits GROUP BY id) hit
JOIN conversations_conversation c ON c.id = hit.id
WHERE {condition} ORDER BY hit.rank, c.last_message_at DESC, c.id DESC LIMIT {most}"""


def _ids(viewer: Viewer, query: str) -> list[int]:
    """Numbers first, then people and words; each the newest first."""
    condition, params = scope(viewer)
    parts = [_WORDS.format(query=_tsquery(query, params))]
    if _NUMBER.fullmatch(_SEPARATORS.sub("", query)):
        parts.append(_NUMBERS)
    if len(query) >= 3:
        parts.append(_PEOPLE)
    params |= _params(query)
    sql = _HITS.format(hits=" UNION ALL ".join(parts), condition=condition, most=MOST + 1)
    return [number for (number,) in db.rows(sql, params)]


def _tsquery(query: str, params: dict[str, Any]) -> str:
    """The words in their language or as they are: a number has no language.

    Chinese and Japanese, whose words stand without spaces, by pairs of neighbours; a character
    that stands alone begins a pair, or is one.
    """
    spaced, neighbours, alone = apart(query)
    found = [_spaced(spaced, params)] if spaced else []
    if neighbours:
        params["pairs"] = neighbours
        found.append("plainto_tsquery('simple', %(pairs)s)")
    if alone:
        params["alone"] = " & ".join(f"'{letter}':*" for letter in alone)
        found.append("to_tsquery('simple', %(alone)s)")
    return " && ".join(f"({each})" for each in found)


def _spaced(words: str, params: dict[str, Any]) -> str:
    params["plain"] = words
    config = search_config(language_of(words, otherwise="en"))
    if config == "simple":
        return "websearch_to_tsquery('simple', %(plain)s)"
    params["config"] = config
    return (
        "websearch_to_tsquery(%(config)s::regconfig, %(plain)s)"
        " || websearch_to_tsquery('simple', %(plain)s)"
    )


def _params(query: str) -> dict[str, Any]:
    digits = query.lstrip("#")
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 18 else 0
    pattern = re.sub(r"([\\%_])", r"\\\1", fold(query))
    return {
        "number": number,
        "key": _SEPARATORS.sub("", query).upper(),
        "like": f"%{pattern}%",
        "candidates": _CANDIDATES,
    }
