"""Emptying details: the entry stays, what it said of somebody goes."""

from collections.abc import Collection, Iterable

from django.db import connection

_OF_SUBJECTS = """
UPDATE journal_detail SET data = '{}'::jsonb
 WHERE data <> '{}'::jsonb AND subject_kind = %s AND subject_id = ANY(%s)"""
_WITH_WORDS = """
UPDATE journal_detail SET data = '{}'::jsonb
 WHERE data <> '{}'::jsonb AND data::text ILIKE ANY(%s)"""
# What a job failed on may repeat a word of its content.
_FAILURES = "DELETE FROM journal_failure WHERE reason ILIKE ANY(%s)"
# Words in which nothing but a few letters would be looked for stay out: they stand everywhere.
_SHORTEST = 4


def forget_details(subjects: Iterable[tuple[str, Collection[int]]], words: Iterable[str]) -> None:
    """Empty the details about these subjects, and all that hold one of these words."""
    with connection.cursor() as cursor:
        for kind, ids in subjects:
            if ids:
                cursor.execute(_OF_SUBJECTS, [kind, list(ids)])
        if patterns := like_any(words):
            cursor.execute(_WITH_WORDS, [patterns])
            cursor.execute(_FAILURES, [patterns])


def like_any(words: Iterable[str]) -> list[str]:
    """Patterns that find these words anywhere; nothing for words that are too short."""
    return [f"%{_escaped(word)}%" for word in words if len(word) >= _SHORTEST]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
