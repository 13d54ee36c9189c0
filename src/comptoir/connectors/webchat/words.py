"""What the widget says, in the languages that visitors of shops read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "fr", "ru", "de", "es")


@cache
def _all() -> Mapping[str, Mapping[str, str]]:
    """By word, then by language."""
    text = files("comptoir.connectors.webchat").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def words_in(language: str) -> Mapping[str, str]:
    """Every word of the widget; English where the language is none of ours."""
    known = language[:2].lower() if language[:2].lower() in LANGUAGES else "en"
    return {name: told[known] for name, told in _all().items()}
