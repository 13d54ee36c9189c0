"""Which language a template answers in, and which of its texts are missing or behind."""

from collections.abc import Iterable, Mapping
from typing import Any

type Texts = Mapping[str, Mapping[str, Any]]


def primary(language: str) -> str:
    """“fr” for “fr-FR”."""
    return language.replace("_", "-").partition("-")[0].casefold()


def words(texts: Texts, language: str) -> str:
    return str(texts.get(language, {}).get("text", ""))


def written_in(texts: Texts) -> tuple[str, ...]:
    return tuple(language for language in texts if words(texts, language))


def chosen(texts: Texts, wanted: str, original: str) -> str:
    """The reader's language where there are words in it, else the original."""
    return primary(wanted) if words(texts, primary(wanted)) else original


def missing(texts: Texts, expected: Iterable[str]) -> tuple[str, ...]:
    return tuple(language for language in expected if not words(texts, language))


def behind(texts: Texts, original: str) -> tuple[str, ...]:
    """The translations that are older than the original they say."""
    since = int(texts.get(original, {}).get("since", 0))
    return tuple(
        language
        for language in written_in(texts)
        if language != original and int(texts[language].get("since", 0)) < since
    )


def next_texts(
    before: Texts, written: Mapping[str, str], *, number: int, confirmed: Iterable[str] = ()
) -> dict[str, dict[str, Any]]:
    """The texts of version `number`: what changed, or was confirmed, is as new as it."""
    still_right = frozenset(confirmed)
    made = {}
    for language, text in written.items():
        if not text.strip():
            continue
        same = words(before, language) == text and language not in still_right
        since = int(before[language]["since"]) if same else number
        made[language] = {"text": text, "since": since}
    return made
