"""Where a picture stands in plain words: `[box.jpg: the label on the long side]`.

The mark is readable as it is, so that it does no harm where no picture can be shown: it names the
file and says what is on it. A dash instead of words says that there is nothing to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"\[([^\[\]{}:\n]{1,80}\.jpg):[ \t]*([^\[\]\n]{0,300}?)[ \t]*\]")


DECORATES = "-"
_DASHES = frozenset({DECORATES, "–", "—"})


@dataclass(frozen=True, slots=True)
class Mark:
    """`said` is what the picture shows, or a dash; empty where nobody has said it yet."""

    name: str
    said: str

    @property
    def alt(self) -> str:
        """To who does not see it; nothing of what only decorates."""
        return "" if self.said in _DASHES else self.said

    def __str__(self) -> str:
        return f"[{self.name}: {self.said}]"


def marks(text: str) -> tuple[Mark, ...]:
    return tuple(Mark(found[1], found[2]) for found in _MARK.finditer(text))


def pieces(text: str) -> Iterator[str | Mark]:
    """The words and the marks, in the order of reading."""
    end = 0
    for found in _MARK.finditer(text):
        yield text[end : found.start()]
        yield Mark(found[1], found[2])
        end = found.end()
    yield text[end:]


def renamed(text: str, names: dict[str, str]) -> str:
    """The same words, their marks leading to other files."""
    return "".join(
        str(Mark(names.get(each.name, each.name), each.said)) if isinstance(each, Mark) else each
        for each in pieces(text)
    )
