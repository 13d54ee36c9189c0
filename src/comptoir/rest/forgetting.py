"""Answers that are kept for repeats, and speak of somebody who is to be forgotten."""

from collections.abc import Sequence

from django.db import connection

_FORGET = """
DELETE FROM rest_answer
 WHERE EXISTS (SELECT FROM unnest(%s::bytea[]) AS word WHERE position(word IN body) > 0)"""


def forget_answers(words: Sequence[str]) -> None:
    """A repeat of such a request is carried out again: that is told in the guide."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [[word.encode() for word in words if word]])
