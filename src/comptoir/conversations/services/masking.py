"""Numbers of cards and accounts never come to rest: what is stored has them masked.

The words are masked before anything is made of them, so excerpts, search, quotations, the API and
exports have nothing else. A text file is masked too; the original of such a mail is let go.
"""

from dataclasses import replace

from comptoir.channels.mail.shapes import AttachedFile
from comptoir.conversations.slots import MASKED_KINDS
from comptoir.kit.cards import Kind, find, mask
from comptoir.kit.text import clean

_USUAL = frozenset({Kind.CARD})
_TEXT_FILES = ("text/", "application/json", "application/csv", "application/xml")


def kinds_in_force() -> frozenset[Kind]:
    """What the house masks; cards where nobody says otherwise."""
    return next((kinds() for kinds in MASKED_KINDS.all()), _USUAL)


def masked(text: str) -> str:
    """As it may be stored."""
    return mask_found(clean(text))


def mask_found(text: str) -> str:
    """What the house masks is asked only where something stands: hardly ever."""
    return mask(text, kinds_in_force()) if find(text) else text


def masked_file(each: AttachedFile) -> AttachedFile:
    """The same file where nothing stands in it: a text is masked, a picture can't be."""
    name, content = mask_found(each.name), each.content
    if each.content_type.lower().startswith(_TEXT_FILES):
        content = _content(content)
    if (name, content) == (each.name, each.content):
        return each
    return replace(each, name=name, content=content, size=len(content))


def _content(content: bytes) -> bytes:
    """Latin-1 gives every byte back as it was: what is no digit is left alone in any charset."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        masked_bytes = mask_found(content.decode("latin-1")).replace("•", "*")
        return masked_bytes.encode("latin-1")
    return mask_found(text).encode()
