"""Numbers of cards and accounts never come to rest: what is stored has them masked.

The words are masked before anything is made of them, so excerpts, search, quotations, the API and
exports have nothing else. A text file is masked too; the original of such a mail is let go.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from comptoir.channels.mail.shapes import AttachedFile
from comptoir.channels.services.retention import let_original_go
from comptoir.conversations.slots import MASKED_KINDS
from comptoir.kit.cards import Kind, find, mask
from comptoir.kit.text import clean

if TYPE_CHECKING:
    from comptoir.conversations.services.arriving import Arrival

_USUAL = frozenset({Kind.CARD})
_WORDS = ("subject", "matter", "text", "quoted", "html")
_TEXT_FILES = ("text/", "application/json", "application/csv", "application/xml")


def kinds_in_force() -> frozenset[Kind]:
    """What the house masks; cards where nobody says otherwise."""
    return next((kinds() for kinds in MASKED_KINDS.all()), _USUAL)


def masked(text: str) -> str:
    """As it may be stored."""
    return _mask(clean(text))


def _mask(text: str) -> str:
    """What the house masks is asked only where something stands: hardly ever."""
    return mask(text, kinds_in_force()) if find(text) else text


def mask_arrival(arrival: "Arrival") -> "Arrival":
    """What came in, masked; its original is let go where something was found."""
    found = {name: _mask(getattr(arrival, name)) for name in _WORDS}
    changed: dict[str, Any] = {
        name: said for name, said in found.items() if said != getattr(arrival, name)
    }
    files = tuple(_file(each) for each in arrival.attachments)
    if files != tuple(arrival.attachments):
        changed["attachments"] = files
    if not changed:
        return arrival
    if arrival.envelope_id is not None:
        let_original_go(envelope_id=arrival.envelope_id)
    return replace(arrival, **changed)


def _file(each: AttachedFile) -> AttachedFile:
    name, content = _mask(each.name), each.content
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
        masked_bytes = _mask(content.decode("latin-1")).replace("•", "*")
        return masked_bytes.encode("latin-1")
    return _mask(text).encode()
