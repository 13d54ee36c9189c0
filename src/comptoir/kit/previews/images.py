"""Photos and drawings: decoded, turned upright, brought to sRGB on white, drawn anew."""

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from comptoir.kit.previews.kinds import Kind
from comptoir.kit.previews.pictures import cover, encode, on_white
from comptoir.kit.previews.refusals import PreviewRefused, Reason
from comptoir.kit.previews.shapes import Limits, Previews

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_READERS = {
    Kind.JPEG: ("JpegImagePlugin", "JpegImageFile"),
    Kind.PNG: ("PngImagePlugin", "PngImageFile"),
    Kind.GIF: ("GifImagePlugin", "GifImageFile"),
    Kind.WEBP: ("WebPImagePlugin", "WebPImageFile"),
}
_ORIENTATION = 0x0112
# The eight ways a camera can be held: EXIF 2.32, 4.6.4 A, tag 0112.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def draw_image(content: bytes, *, kind: Kind, limits: Limits) -> Previews:
    """The first frame only, where there are several. Raises `PreviewRefused`."""
    Image.MAX_IMAGE_PIXELS = limits.pixels
    image = _open(content, kind=kind, limits=limits)
    turn = None if kind is Kind.HEIC else _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    profile = image.info.get("icc_profile")
    image = _shrunk(_eight_bits(image), limits.side)
    page = on_white(_in_srgb(image, profile) if profile else image)
    if turn is not None:
        page = page.transpose(turn)
    return Previews((encode(page),), encode(cover(page, limits.thumbnail)), page_count=1)


def _open(content: bytes, *, kind: Kind, limits: Limits) -> Image.Image:
    """Reads the head, refuses by its size, and decodes nothing yet."""
    if kind is Kind.HEIC:
        return _open_heic(content, limits)
    image = _reader(kind)(BytesIO(content))
    _check_size(image.size, limits)
    return image


def _reader(kind: Kind) -> "type[ImageFile]":
    """By class, not by `Image.open`: that would load every decoder and try them in turn."""
    module, name = _READERS[kind]
    reader: type[ImageFile] = getattr(import_module(f"PIL.{module}"), name)
    return reader


def _open_heic(content: bytes, limits: Limits) -> Image.Image:
    """libheif has turned it upright already: its own rotation is the one that counts."""
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    heic = pillow_heif.open_heif(BytesIO(content))
    _check_size(heic.size, limits)
    image: Image.Image = heic.to_pillow()
    return image


def _check_size(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if width * height > limits.pixels:
        raise PreviewRefused(Reason.TOO_MANY_PIXELS)
    if width < 1 or height < 1:
        raise PreviewRefused(Reason.BROKEN)


def _eight_bits(image: Image.Image) -> Image.Image:
    """One of L, RGB, RGBA, CMYK. A photo stays undecoded, so that it is read at a smaller scale."""
    if "transparency" in image.info or image.mode in ("P", "PA", "LA", "La", "RGBa"):
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    """By whole numbers, while decoding where the format can: ten times as fast as resampling."""
    factor = _factor(image, side)
    image.draft(None, (image.width // factor, image.height // factor))
    return image.reduce(_factor(image, side))


def _factor(image: Image.Image, side: int) -> int:
    return max(1, round(max(image.size) / side))


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Phones photograph in Display P3, pale without this. A faulty profile is ignored."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return turned or image
