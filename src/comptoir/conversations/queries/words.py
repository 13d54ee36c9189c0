"""Words as the index of messages asks for them."""

from comptoir.conversations.filters.shapes import Values
from comptoir.conversations.policies.languages import language_of, search_config
from comptoir.conversations.policies.unspaced import apart


def tsquery(words: str, values: Values) -> str:
    """The words in their language or as they are: a number has no language.

    Chinese and Japanese, whose words stand without spaces, by pairs of neighbours; a character
    that stands alone begins a pair, or is one.
    """
    spaced, neighbours, alone = apart(words)
    found = [_spaced(spaced, values)] if spaced else []
    if neighbours:
        found.append(f"plainto_tsquery('simple', {values(neighbours)})")
    if alone:
        letters = " & ".join(f"'{letter}':*" for letter in alone)
        found.append(f"to_tsquery('simple', {values(letters)})")
    return " && ".join(f"({each})" for each in found) or "''::tsquery"


def _spaced(words: str, values: Values) -> str:
    plain = values(words)
    config = search_config(language_of(words, otherwise="en"))
    if config == "simple":
        return f"websearch_to_tsquery('simple', {plain})"
    return (
        f"websearch_to_tsquery({values(config)}::regconfig, {plain})"
        f" || websearch_to_tsquery('simple', {plain})"
    )
