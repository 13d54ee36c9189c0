"""The letters that paper can carry: those of Arimo, which writes Latin, Cyrillic and Greek."""

import unicodedata
from functools import cache
from pathlib import Path

import pdfboss_fonts
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC = "Arimo", "Arimo-Bold", "Arimo-Italic"
# The variable files stand at their regular weight where nobody asks for another one.
FILES = {REGULAR: "Arimo[wght].ttf", BOLD: "Arimo-Bold.ttf", ITALIC: "Arimo-Italic[wght].ttf"}
# Written from right to left, or joined as they follow each other: without that they misread.
_DIRECTIONS = frozenset({"R", "AL", "AN"})


@cache
def load() -> frozenset[int]:
    """Make the fonts known, once a process. Returns the code points that all of them have."""
    folder = Path(pdfboss_fonts.font_dir())
    known = []
    for name, file in FILES.items():
        font = TTFont(name, str(folder / file))
        pdfmetrics.registerFont(font)
        known.append(frozenset(font.face.charToGlyph))
    # Bold and italic are named in pairs, so that nothing falls back on a font of the reader's.
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD
    )
    return frozenset.intersection(*known)


def can_write(letter: str) -> bool:
    """Whether it comes out as what it is."""
    if letter in "\n\t ":
        return True
    return ord(letter) in load() and unicodedata.bidirectional(letter) not in _DIRECTIONS
