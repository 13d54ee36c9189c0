"""Text as it may be stored, searched and shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.text import clean, digest, excerpt, fold

ANY = st.text(alphabet=st.characters(), max_size=200)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\0b", "ab"),
        ("é\0", "é"),
        ("e\u0301", "é"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("whole 😀", "whole 😀"),
        ("plain", "plain"),
    ],
)
def test_text_is_cleaned_for_the_database(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


@given(ANY)
def test_whatever_comes_can_be_stored(text: str) -> None:
    cleaned = clean(text)

    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("short", 10, "short"),
        ("  two\n\nlines ", 20, "two lines"),
        ("the parcel is late", 12, "the parcel…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"),
    ],
)
def test_an_excerpt_is_one_line_cut_at_a_word(text: str, length: int, shown: str) -> None:
    assert excerpt(text, length) == shown


@given(ANY, st.integers(5, 80))
def test_an_excerpt_is_never_longer(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Émilie", "emilie"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ёлка", "елка"),
        ("Łódź", "łodz"),
    ],
)
def test_names_are_found_without_accents_and_case(text: str, key: str) -> None:
    assert fold(text) == key


def test_a_digest_is_32_bytes_of_the_same_text() -> None:
    assert digest("a") == digest(b"a")
    assert len(digest("\ud83d")) == 32
    assert digest("a") != digest("b")
