"""Files as strangers send them: honest, broken, and made to harm."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

GPS_IFD = 0x8825
ORIENTATION = 0x0112


def photo(size: tuple[int, int] = (640, 480), form: str = "JPEG", **options: Any) -> bytes:
    """Red on the left, blue on the right, so that a turn is seen."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, size[0], size[1]))
    return encoded(image, form, **options)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def photo_with_exif(*, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = "SECRET-DESCRIPTION"
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    return photo(exif=exif, comment=b"SECRET-COMMENT", xmp=b"<x>SECRET-XMP</x>")


def profile_with_red_and_blue_swapped() -> bytes:
    """sRGB but for its name and two of its primaries."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    return swapped.replace("sRGB".encode("utf-16-be"), "own!".encode("utf-16-be"))


def heic(size: tuple[int, int] = (640, 480)) -> bytes:
    import pillow_heif

    file = BytesIO()
    pillow_heif.from_pillow(opened(photo(size))).save(file, quality=80)
    return file.getvalue()


def png_claiming(width: int, height: int, *, body: bytes = b"") -> bytes:
    """A head of that size over whatever body."""
    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(body))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))


def png_bomb(side: int) -> bytes:
    """One colour, some hundred kilobytes, and four bytes a pixel once decoded."""
    return encoded(Image.new("RGB", (side, side)), "PNG", compress_level=9)


def gif_claiming(width: int, height: int) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\x00"
    colours = b"\x00\x00\x00\xff\xff\xff"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + colours + frame + b"\x3b"


def pdf(*, pages: int = 1, drawing: bytes = b"1 0 0 rg 20 20 160 60 re f", **more: Any) -> bytes:
    """A PDF of small pages. `catalogue`, `page`, `trailer` add raw entries; `objects` raw objects."""
    first = 4 + len(more.get("objects", ()))
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + pages))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % more.get("catalogue", b""),
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        stream(drawing),
        *more.get("objects", ()),
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Contents 3 0 R %s >>"
    size = more.get("size", b"200 280")
    bodies += [page % (size, more.get("page", b""))] * pages
    return _assembled(bodies, more.get("trailer", b""))


def stream(body: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries, body)


def _assembled(bodies: list[bytes], trailer: bytes) -> bytes:
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size, at = len(bodies) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (size, trailer, at)
    return bytes(out)


def pdf_with_script() -> bytes:
    """Runs JavaScript on opening and carries a program."""
    return pdf(
        catalogue=b"/OpenAction << /S /JavaScript /JS (app.alert('SECRET-SCRIPT'); while(1);) >> "
        b"/Names << /EmbeddedFiles << /Names [(evil.exe) << /Type /Filespec /F (evil.exe) "
        b"/EF << /F 4 0 R >> >>] >> >>",
        objects=[stream(b"MZ SECRET-PROGRAM", b"/Type /EmbeddedFile")],
    )


def pdf_locked() -> bytes:
    """Encrypted with a password that is not the empty one."""
    return pdf(
        trailer=b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        % (b"11" * 32, b"22" * 32)
    )


def pdf_that_never_ends() -> bytes:
    """Each of ten drawings draws the next one twenty times."""
    box = b"/Type /XObject /Subtype /Form /BBox [0 0 200 280]"
    levels = [
        stream(b"/X Do " * 20, box + b" /Resources << /XObject << /X %d 0 R >> >>" % (5 + level))
        for level in range(9)
    ]
    last = stream(b"0 0 1 rg 0 0 200 280 re f", box)
    return pdf(
        drawing=b"/X Do",
        page=b"/Resources << /XObject << /X 4 0 R >> >>",
        objects=[*levels, last],
    )
