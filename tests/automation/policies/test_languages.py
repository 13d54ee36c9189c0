"""Texts in several languages: which is taken, which are missing, which are behind."""

from comptoir.automation.policies.comparing import compare
from comptoir.automation.policies.languages import behind, chosen, missing, next_texts, primary
from comptoir.automation.shapes import Piece

TEXTS = {"en": {"text": "Hello", "since": 3}, "fr": {"text": "Bonjour", "since": 2}}


def test_a_region_is_not_a_language_of_its_own() -> None:
    assert (primary("fr-FR"), primary("pt_BR"), primary("DE")) == ("fr", "pt", "de")


def test_the_readers_language_else_the_original() -> None:
    assert chosen(TEXTS, "fr-CA", "en") == "fr"
    assert chosen(TEXTS, "pl", "en") == "en"


def test_a_translation_older_than_its_original_is_behind() -> None:
    assert behind(TEXTS, "en") == ("fr",)
    assert behind(TEXTS, "fr") == ()
    assert missing(TEXTS, ("en", "fr", "ru")) == ("ru",)


def test_only_what_changed_is_new() -> None:
    written = {"en": "Hello", "fr": "Salut", "ru": " "}

    assert next_texts(TEXTS, written, number=4) == {
        "en": {"text": "Hello", "since": 3},
        "fr": {"text": "Salut", "since": 4},
    }


def test_a_confirmed_translation_is_as_new_as_the_version() -> None:
    made = next_texts(TEXTS, {"en": "Hello", "fr": "Bonjour"}, number=4, confirmed=["fr"])

    assert behind(made, "en") == ()


def test_two_versions_are_compared_word_by_word() -> None:
    assert compare("It left today.", "It left on Monday.") == (
        Piece("It left "),
        Piece("today", "removed"),
        Piece("on Monday", "added"),
        Piece("."),
    )
