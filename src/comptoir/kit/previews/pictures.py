"""The last step for every kind: fresh pixels on white, cut to shape, written as JPEG."""

from io import BytesIO

from PIL import Image

from comptoir.kit.previews.frames import JPEG
from comptoir.kit.previews.shapes import Picture


class _JpegFile(BytesIO):
    """Pillow loads all its plugins for a nameless file; the name saves 10 ms."""

    name = "picture.jpg"


def on_white(image: Image.Image) -> Image.Image:
    """New pixels in a new picture: no metadata can travel along."""
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image if image.mode == "RGBA" else None)
    return page


def cover(page: Image.Image, box: tuple[int, int], *, from_top: bool = False) -> Image.Image:
    """The middle (or the top) of the page in the shape of the box, never enlarged."""
    width, height = box
    scale = min(page.width / width, page.height / height)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    left = (page.width - across) // 2
    top = 0 if from_top else (page.height - down) // 2
    size = (min(width, across), min(height, down))
    return page.resize(
        size,
        Image.Resampling.BICUBIC,
        box=(left, top, left + across, top + down),
        reducing_gap=2.0,
    )


def encode(page: Image.Image) -> Picture:
    file = _JpegFile()
    page.save(file, quality=84)
    return Picture(file.getvalue(), JPEG, page.width, page.height)
