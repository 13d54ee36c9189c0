"""The language of a message, and the dictionary PostgreSQL searches it with."""

import re

import eldc

_CONFIGS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_NOISE = re.compile(r"https?://\S+|\S+@\S+|[\d#/_-]+")
_ENOUGH_LETTERS = 12
_READ = 1_000

_ready = False


def language_of(text: str, *, otherwise: str = "") -> str:
    """ISO 639-1 code; `otherwise` where there are too few letters to tell."""
    words = _NOISE.sub(" ", text[:_READ])
    few = sum(map(str.isalpha, words[:200])) < _ENOUGH_LETTERS
    if few and (otherwise or words.isascii()):
        return otherwise
    found = _detect(words)
    return otherwise if found == "und" else found


def _detect(text: str) -> str:
    global _ready
    if not _ready:
        eldc.init()
        _ready = True
    return str(eldc.detect(text))


def search_config(language: str) -> str:
    """The text search configuration for a language; words as they are where there is none."""
    return _CONFIGS.get(language, "simple")
