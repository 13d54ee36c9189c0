"""Sentences that are kept and said later, each time in the language of who reads them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext

from comptoir.kit.text import clean

type Facts = Sequence[str] | Mapping[str, str]

_MARK = '{"say": '


@dataclass(frozen=True, slots=True)
class Sentence:
    """`message` is what catalogues know it by; `facts` fill it: names, answers, sizes."""

    message: str
    facts: Facts = ()

    def __str__(self) -> str:
        said = gettext(self.message) if self.message else ""
        if not self.facts:
            return said
        return said % (self.facts if isinstance(self.facts, Mapping) else tuple(self.facts))

    def kept(self) -> str:
        """As one text column holds it."""
        told = {"say": self.message, "facts": self.facts}
        return clean(json.dumps(told, ensure_ascii=False))

    @classmethod
    def of(cls, kept: str) -> Self:
        """What `kept` made; any other text, such as a server's own words, is its own message."""
        if not kept.startswith(_MARK):
            return cls(kept)
        try:
            told = json.loads(kept)
            return cls(told["say"], told["facts"])
        except (ValueError, TypeError, KeyError):
            return cls(kept)


def say(kept: str) -> str:
    """A kept sentence in the reader's language; words that are no sentence of ours as they are."""
    return str(Sentence.of(kept)) if kept.startswith(_MARK) else kept
