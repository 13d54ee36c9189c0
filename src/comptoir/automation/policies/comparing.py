"""What changed between two versions, word by word."""

import re
from difflib import SequenceMatcher

from comptoir.automation.shapes import Piece

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The later text with what was taken out of the earlier one, in the order of reading."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(old[a:b])))
        else:
            pieces += [Piece("".join(old[a:b]), "removed"), Piece("".join(new[c:d]), "added")]
    return tuple(piece for piece in pieces if piece.text)
