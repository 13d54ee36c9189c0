"""What stands on a sheet: words and pictures, and nothing that refers to anything else."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How words look: a message, something said beside it, a note within the house."""

    PLAIN = "plain"
    QUIET = "quiet"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Heading:
    """`beside` stands on the same line, to the right."""

    text: str
    beside: str = ""
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text; its lines and paragraphs are kept."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Two columns: what it is, and what is known of it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """JPEG that we drew ourselves: the caller vouches for it."""

    contents: tuple[bytes, ...]


type Block = Heading | Words | Facts | Pictures


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document. `foot` stands at the bottom of each page, beside the number of the page."""

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    foot: str = ""
    language: str = "en"
