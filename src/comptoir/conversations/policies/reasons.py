"""Proposes what a message is about from words and phrases, in many languages; pure.

The lists are data, one TOML file a language under `packs/reason_words/`. Each has a table an intent
with up to three lists: `sure` (4 points), `likely` (2) and `hint` (1). A phrase consists of words;
`stem*` is any word that begins so, `..` up to three words in between, `{name}` one of the words
listed under `[sets]`. Writing is compared without regard to case and accents. A language written
without spaces says `spaceless = true`; its phrases are looked up as they are.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from comptoir.conversations.states import Intent, is_seller_intent

PACK = Path(__file__).parents[1] / "packs" / "reason_words"
POINTS = {"sure": 4.0, "likely": 2.0, "hint": 1.0}
ENOUGH = 2.0  # a single hint proposes nothing
GAP = 3
# What somebody wants stands at the top; the rest costs time and adds noise.
READ_AT_MOST = 1500
PRE_SALE = frozenset({Intent.PRODUCT_QUESTION, Intent.STOCK_AVAILABILITY, Intent.DISCOUNT_PROMO})
NO_ORDER_BONUS = 1.0

_MARKS = re.compile("[\u0300-\u036f\u3099\u309a]+")
_TOKEN = re.compile(r"[^\W_]+")
_ELEMENT = re.compile(r"\.\.|\{\w+\}|[^\W_]+\*?")
_HEAD = 3  # letters by which stems are found; no stem is shorter


@dataclass(frozen=True, slots=True)
class Proposal:
    """`score` is the sum of points: 2 is a guess, 4 and more is usually right."""

    intent: Intent
    score: float


@dataclass(frozen=True, slots=True)
class Word:
    """One place in a phrase: any of these words, or a word beginning with this stem.

    `reach` is how many words away it may stand from its neighbour: 1, or more over a gap.
    """

    words: frozenset[str] = frozenset()
    stem: str = ""
    reach: int = 1

    def fits(self, token: str) -> bool:
        return token.startswith(self.stem) if self.stem else token in self.words


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """Found by its most telling word, then compared outwards to both sides.

    `before` runs from the anchor towards the beginning. Phrases are compared by identity: each
    counts once, however often it is said.
    """

    intent: Intent
    points: float
    anchor: Word
    before: tuple[Word, ...] = ()
    after: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language, found by their anchor: a word, or the head of a stem."""

    by_word: Mapping[str, Sequence[Phrase]] = field(default_factory=dict)
    by_head: Mapping[str, Sequence[Phrase]] = field(default_factory=dict)
    verbatim: tuple[tuple[str, Intent, float], ...] = ()


@dataclass(frozen=True, slots=True)
class WordList:
    languages: Mapping[str, Lexicon]

    def for_language(self, language: str | None) -> Iterable[Lexicon]:
        """That language's lexicon, or all when the language is unknown or has none."""
        known = self.languages.get((language or "")[:2].lower())
        return (known,) if known else self.languages.values()


def propose_reason(
    text: str,
    subject: str,
    language: str | None,
    *,
    has_order: bool,
    words: WordList,
    from_seller: bool | None = None,
) -> Proposal | None:
    """The most likely intent, or None when the words say too little.

    `from_seller` True or False leaves out the intents of the other party; None keeps both. Without
    an order, a question about a product becomes more likely.
    """
    flat = _flat(f"{subject}\n{text[:READ_AT_MOST]}")
    best: Proposal | None = None
    for lexicon in words.for_language(language):
        for intent, points in _points(flat, lexicon).items():
            if from_seller is not None and is_seller_intent(intent) is not from_seller:
                continue
            bonus = NO_ORDER_BONUS if not has_order and intent in PRE_SALE else 0.0
            if points + bonus >= ENOUGH and (best is None or points + bonus > best.score):
                best = Proposal(intent, points + bonus)
    return best


def _flat(text: str) -> str:
    """As `kit.text.fold`, four times as fast by looking for the marks that letters really carry."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


@cache
def shipped_words() -> WordList:
    """The lists that come with the program, read once a process."""
    return load_words(PACK)


def load_words(folder: Path) -> WordList:
    """Every `<language>.toml` of a folder. Raises ValueError on an unknown intent, set or list."""
    return WordList({file.stem: _lexicon(file) for file in sorted(folder.glob("*.toml"))})


def _points(flat: str, lexicon: Lexicon) -> dict[Intent, float]:
    points: dict[Intent, float] = {}
    for phrase in _found(_TOKEN.findall(flat), lexicon):
        points[phrase.intent] = points.get(phrase.intent, 0.0) + phrase.points
    for piece, intent, worth in lexicon.verbatim:
        if piece in flat:
            points[intent] = points.get(intent, 0.0) + worth
    return points


def _found(tokens: list[str], lexicon: Lexicon) -> Iterable[Phrase]:
    """In the order of the text, so that of two equal intents the one said first is proposed."""
    by_word, by_head = lexicon.by_word, lexicon.by_head
    found: dict[Phrase, None] = {}
    for place, token in enumerate(tokens):
        if token in by_word:
            for phrase in by_word[token]:
                if phrase not in found and _stands(phrase, tokens, place):
                    found[phrase] = None
        if (head := token[:_HEAD]) in by_head:
            for phrase in by_head[head]:
                if token.startswith(phrase.anchor.stem) and _stands(phrase, tokens, place):
                    found[phrase] = None
    return found


def _stands(phrase: Phrase, tokens: list[str], place: int) -> bool:
    if phrase.after and not _leads(phrase.after, tokens, place, 1):
        return False
    return not phrase.before or _leads(phrase.before, tokens, place, -1)


def _leads(words: tuple[Word, ...], tokens: list[str], place: int, step: int) -> bool:
    """Whether the words follow from `place` this way; over a gap the nearest one counts."""
    end = len(tokens) if step > 0 else -1
    for word in words:
        for _ in range(word.reach):
            place += step
            if place == end:
                return False
            if word.fits(tokens[place]):
                break
        else:
            return False
    return True


def _lexicon(file: Path) -> Lexicon:
    tables: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    sets = {name: _flat(line).split() for name, line in tables.pop("sets", {}).items()}
    if tables.pop("spaceless", False):
        return Lexicon(verbatim=tuple((_flat(text), i, p) for i, p, text in _entries(tables)))
    by_word: dict[str, list[Phrase]] = {}
    by_head: dict[str, list[Phrase]] = {}
    for intent, points, text in _entries(tables):
        phrase = _phrase(intent, points, _words(text, sets))
        if phrase.anchor.stem:
            by_head.setdefault(phrase.anchor.stem[:_HEAD], []).append(phrase)
        for word in phrase.anchor.words:
            by_word.setdefault(word, []).append(phrase)
    return Lexicon(by_word, by_head)


def _phrase(intent: Intent, points: float, words: list[Word]) -> Phrase:
    """Anchored at its longest word: short words and sets are met everywhere."""
    lengths = [len(w.stem or next(iter(w.words))) if len(w.words) <= 1 else 0 for w in words]
    at = lengths.index(max(lengths))
    reaches = [word.reach for word in words[1 : at + 1]]  # the gap now lies towards the anchor
    before = [replace(word, reach=reach) for word, reach in zip(words[:at], reaches, strict=True)]
    return Phrase(intent, points, words[at], tuple(reversed(before)), tuple(words[at + 1 :]))


def _entries(tables: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[Intent, float, str]]:
    for name, lists in tables.items():
        for certainty, texts in lists.items():
            if certainty not in POINTS:
                raise ValueError(f"unknown list {certainty!r} under [{name}]")
            for text in texts:
                yield Intent(name), POINTS[certainty], text


def _words(text: str, sets: Mapping[str, list[str]]) -> list[Word]:
    words: list[Word] = []
    reach = 1
    for element in _ELEMENT.findall(_flat(text)):
        if element == "..":
            reach = 1 + GAP
            continue
        words.append(_word(element, sets, reach))
        reach = 1
    if not words or reach > 1:
        raise ValueError(f"the phrase {text!r} is empty or ends in a gap")
    return words


def _word(element: str, sets: Mapping[str, list[str]], reach: int) -> Word:
    if element.startswith("{"):
        if element[1:-1] not in sets:
            raise ValueError(f"unknown set {element}")
        return Word(frozenset(sets[element[1:-1]]), reach=reach)
    if element.endswith("*"):
        if len(element) <= _HEAD:
            raise ValueError(f"the stem {element} is too short")
        return Word(stem=element[:-1], reach=reach)
    return Word(frozenset({element}), reach=reach)
