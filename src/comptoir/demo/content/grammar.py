"""Makes messages out of the texts: sections of alternatives, with placeholders.

`texts/<language>.txt` (and `<language>_more.txt`) hold sections `[topic.part]` with one alternative
a line. A placeholder with a capital letter begins a sentence. `question => answer` in one line
keeps a question and its answer together.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random

Values = Mapping[str, str]

# A greeting with a comma is followed by a small letter in German, and only there.
_SMALL_AFTER_GREETING = frozenset({"de"})
_NO_SPACE = frozenset({"ja"})


class _Filling(dict[str, str]):
    def __missing__(self, key: str) -> str:
        small = key[0].lower() + key[1:]
        if small == key:
            raise KeyError(key)
        return capital(self[small])


class Book:
    """The texts of one language."""

    def __init__(self, language: str, sections: Mapping[str, tuple[str, ...]]) -> None:
        self.language = language
        self._sections = sections

    @property
    def sections(self) -> Mapping[str, tuple[str, ...]]:
        return self._sections

    def has(self, section: str) -> bool:
        return section in self._sections

    def lines(self, section: str) -> tuple[str, ...]:
        return self._sections[section]

    def pick(self, random: Random, section: str) -> str:
        return random.choice(self._sections[section])

    def say(self, random: Random, section: str, values: Values) -> str:
        return fill(self.pick(random, section), values)

    def join(self, first: str, *others: str) -> str:
        """Sentences in one paragraph. `letter` decides how the first one begins."""
        gap = "" if self.language in _NO_SPACE else " "
        return gap.join([first, *(capital(sentence) for sentence in others if sentence)])

    def letter(self, hello: str, body: str, bye: str = "", name: str = "") -> str:
        """Greeting, text, closing and name, each where letters of that language have them."""
        if not (hello and self.language in _SMALL_AFTER_GREETING):
            body = capital(body)
        end = "\n".join(part for part in (bye, name) if part)
        return "\n\n".join(part for part in (hello, body, end) if part)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def fill(template: str, values: Values) -> str:
    """Raises KeyError for a placeholder without a value: none may reach a reader."""
    return template.format_map(_Filling(values))


@cache
def book(language: str) -> Book:
    folder = files("comptoir.demo.content") / "texts"
    sections: dict[str, list[str]] = {}
    for name in (f"{language}.txt", f"{language}_more.txt"):
        file = folder / name
        if file.is_file():
            _read(file.read_text("utf-8"), sections)
    return Book(language, {name: tuple(lines) for name, lines in sections.items()})


def _read(text: str, sections: dict[str, list[str]]) -> None:
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
