"""PDF: the first pages, drawn. Scripts, links and enclosed files stay behind."""

import time
from collections.abc import Iterator

import pypdfium2 as pdfium
from PIL import Image

from comptoir.kit.previews.pictures import cover, encode, on_white
from comptoir.kit.previews.refusals import PreviewRefused, Reason
from comptoir.kit.previews.shapes import Limits, Previews

_SHARP = 2.0
"""144 dots per inch: a page of A4 becomes 1190 × 1684."""


def draw_document(content: bytes, *, limits: Limits) -> Previews:
    """Raises `PreviewRefused`. The library is built without a JavaScript engine."""
    # Slow pages at the end must not cost the reader the first ones.
    draw_until = time.monotonic() + min(limits.wall_seconds, limits.cpu_seconds) / 2
    document = _open(content)
    drawn = []
    for page in _pages(document, limits):
        drawn.append(page)
        if time.monotonic() > draw_until:
            break
    if not drawn:
        raise PreviewRefused(Reason.BROKEN)
    thumbnail = encode(cover(drawn[0], limits.thumbnail, from_top=True))
    return Previews(tuple(encode(page) for page in drawn), thumbnail, len(document))


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = error.err_code == pdfium.raw.FPDF_ERR_PASSWORD
        raise PreviewRefused(Reason.LOCKED if locked else Reason.BROKEN) from error
    if document.get_formtype() != pdfium.raw.FORMTYPE_NONE:
        # Without this a form that was filled in looks empty.
        document.init_forms()
    return document


def _pages(document: pdfium.PdfDocument, limits: Limits) -> Iterator[Image.Image]:
    """Stops at the first page that cannot be read."""
    for number in range(min(limits.pages, len(document))):
        try:
            yield _drawn(document[number], limits)
        except pdfium.PdfiumError:
            return


def _drawn(page: pdfium.PdfPage, limits: Limits) -> Image.Image:
    """No larger than a page picture may be, whatever size the file claims."""
    width, height = page.get_size()
    scale = min(_SHARP, limits.side / max(width, height, 1.0))
    return on_white(page.render(scale=scale).to_pil())
