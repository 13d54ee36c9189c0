"""From blocks to PDF by reportlab.

Its paragraphs read a markup of their own that can name files and addresses. So every word is
escaped before, pictures are handed over as bytes, and its loader is told to trust nobody.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from comptoir.kit.paper.blocks import Block, Facts, Heading, Pictures, Sheet, Tone, Words
from comptoir.kit.paper.letters import BOLD, ITALIC, REGULAR, load
from comptoir.kit.paper.scripts import printable

rl_config.trustedHosts = []
rl_config.trustedSchemes = []

INK, QUIET, HAIR, PAPER = (
    HexColor(0x1F1D1A),
    HexColor(0x6A655D),
    HexColor(0xD8D3CA),
    HexColor(0xF7F1E3),
)
MARGIN, FOOT = 20 * mm, 24 * mm
WIDTH = A4[0] - 2 * MARGIN
# What a frame of reportlab keeps free on each side.
_PADDING = 6
_COLUMN = 80 * mm
_TALLEST = 100 * mm
# A paragraph of reportlab is laid out as one: a very long one would take minutes.
_LONGEST = 4_000


def write(sheet: Sheet) -> bytes:
    """The document. The same sheet gives the same bytes."""
    load()
    made = BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=MARGIN - _PADDING,
        rightMargin=MARGIN - _PADDING,
        topMargin=MARGIN,
        bottomMargin=FOOT,
        title=printable(sheet.title),
        author=printable(sheet.author),
        lang=sheet.language,
        invariant=1,
    )
    flow = [flowable for block in sheet.blocks for flowable in _drawn(block)]
    document.build(flow, canvasmaker=partial(_Numbered, foot=printable(sheet.foot)))
    return made.getvalue()


class _Numbered(Canvas):  # type: ignore[misc]
    """Writes the foot of every page when the number of pages is known."""

    def __init__(self, *args: Any, foot: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._foot = foot
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for at, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._draw_foot(at, len(self._pages))
            super().showPage()
        super().save()

    def _draw_foot(self, at: int, pages: int) -> None:
        self.setFont(REGULAR, 7.5)
        self.setFillColor(QUIET)
        self.setStrokeColor(HAIR)
        self.setLineWidth(0.5)
        self.line(MARGIN, FOOT - 6 * mm, A4[0] - MARGIN, FOOT - 6 * mm)
        self.drawString(MARGIN, FOOT - 10 * mm, self._foot)
        self.drawRightString(A4[0] - MARGIN, FOOT - 10 * mm, f"{at} / {pages}")


def _style(name: str, **fields: Any) -> ParagraphStyle:
    told = {"fontName": REGULAR, "fontSize": 10, "leading": 14, "textColor": INK, **fields}
    return ParagraphStyle(name, splitLongWords=1, allowWidows=0, allowOrphans=0, **told)


_TITLE = _style("title", fontName=BOLD, fontSize=15, leading=20)
_SMALL = _style("small", fontName=BOLD, keepWithNext=1)
_BESIDE = _style("beside", fontSize=8.5, leading=14, textColor=QUIET, alignment=TA_RIGHT)
_LABEL = _style("label", fontSize=8.5, textColor=QUIET)
_VALUE = _style("value", fontSize=9.5)
_TONES = {
    Tone.PLAIN: _style("plain"),
    Tone.QUIET: _style("quiet", fontSize=8.5, leading=12, textColor=QUIET),
    Tone.NOTE: _style(
        "note",
        fontName=ITALIC,
        backColor=PAPER,
        borderPadding=(3, 6, 3, 6),
        leftIndent=6,
        rightIndent=6,
    ),
}


def _drawn(block: Block) -> Iterator[Flowable]:
    match block:
        case Heading():
            yield from _heading(block)
        case Words():
            yield from _words(block)
        case Facts():
            yield from _facts(block)
        case Pictures():
            yield from _pictures(block)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    shown = escape(printable(text)).replace("\t", "    ").replace("\n", "<br/>")
    return Paragraph(shown, style)


def _heading(block: Heading) -> Iterator[Flowable]:
    style = _SMALL if block.is_small else _TITLE
    if not block.is_small:
        yield _paragraph(block.text, style)
        if block.beside:
            yield _paragraph(block.beside, _TONES[Tone.QUIET])
        yield Spacer(0, 4 * mm)
        return
    cells = [_paragraph(block.text, style), _paragraph(block.beside, _BESIDE)]
    line = Table([cells], colWidths=[WIDTH * 0.62, WIDTH * 0.38], spaceBefore=5 * mm)
    line.keepWithNext = True
    edge = ("LINEABOVE", (0, 0), (-1, 0), 0.5, HAIR)
    line.setStyle([*_EDGELESS, edge, ("TOPPADDING", (0, 0), (-1, -1), 5)])
    yield line


_EDGELESS: list[Any] = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def _words(block: Words) -> Iterator[Flowable]:
    style = _TONES[block.tone]
    for paragraph in block.text.replace("\r\n", "\n").split("\n\n"):
        for piece in _bounded(paragraph.strip("\n")):
            yield _paragraph(piece, style)
            yield Spacer(0, 2 * mm)


def _bounded(text: str) -> Iterator[str]:
    """Cut where a line ends or a word does."""
    while len(text) > _LONGEST:
        head = text[:_LONGEST]
        cut = max(head.rfind("\n"), head.rfind(" ")) + 1 or _LONGEST
        yield text[:cut].rstrip("\n")
        text = text[cut:]
    if text:
        yield text


def _facts(block: Facts) -> Iterator[Flowable]:
    rows = [
        [_paragraph(label, _LABEL), _paragraph(piece, _VALUE)]
        for label, value in block.rows
        for piece in (value[:_LONGEST],)
    ]
    if rows:
        yield Table(rows, colWidths=[WIDTH * 0.24, WIDTH * 0.76], style=TableStyle(_EDGELESS))


def _pictures(block: Pictures) -> Iterator[Flowable]:
    """Two beside each other."""
    shown = [_picture(content) for content in block.contents]
    for at in range(0, len(shown), 2):
        pair: Sequence[Any] = [*shown[at : at + 2], ""][:2]
        yield Table([list(pair)], colWidths=[WIDTH / 2, WIDTH / 2], style=TableStyle(_EDGELESS))
        yield Spacer(0, 2 * mm)


def _picture(content: bytes) -> Image:
    width, height = ImageReader(BytesIO(content)).getSize()
    scale = min(_COLUMN / width, _TALLEST / height)
    return Image(BytesIO(content), width * scale, height * scale, hAlign="LEFT")
