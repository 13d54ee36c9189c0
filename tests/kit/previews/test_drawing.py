"""What becomes of honest files."""

import pytest
from PIL import Image

from comptoir.kit.previews import Limits, make_previews
from tests.kit.previews.strange_files import (
    encoded,
    heic,
    opened,
    pdf,
    photo,
    photo_with_exif,
    profile_with_red_and_blue_swapped,
)

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


def near(image: Image.Image, at: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    """Whether the pixel at that share of width and height has about that colour."""
    spot = image.convert("RGB").getpixel((int(image.width * at[0]), int(image.height * at[1])))
    assert isinstance(spot, tuple)
    return all(abs(is_ - should) < 24 for is_, should in zip(spot, colour, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_becomes_one_page_and_a_thumbnail(form: str) -> None:
    previews = make_previews(photo(form=form))

    (page,) = previews.pages
    shown = opened(page.content)
    assert (page.content_type, page.width, page.height) == ("image/jpeg", 640, 480)
    assert (shown.format, shown.size) == ("JPEG", (640, 480))
    assert near(shown, (0.25, 0.5), RED)
    assert near(shown, (0.75, 0.5), BLUE)
    assert previews.page_count == 1
    assert previews.thumbnail is not None
    assert opened(previews.thumbnail.content).size == (448, 304)


def test_a_heic_photo_is_shown() -> None:
    previews = make_previews(heic((320, 240)))

    assert (previews.pages[0].width, previews.pages[0].height) == (320, 240)
    assert near(opened(previews.pages[0].content), (0.25, 0.5), RED)


def test_a_large_photo_is_brought_to_a_size_for_reading() -> None:
    previews = make_previews(photo((4000, 3000)))

    assert (previews.pages[0].width, previews.pages[0].height) == (2000, 1500)


def test_a_small_picture_is_not_blown_up() -> None:
    previews = make_previews(photo((100, 100), "PNG"))

    assert (previews.pages[0].width, previews.pages[0].height) == (100, 100)
    assert previews.thumbnail is not None
    assert (previews.thumbnail.width, previews.thumbnail.height) == (100, 68)


def test_a_strip_of_one_pixel_is_shown() -> None:
    previews = make_previews(photo((9000, 2), "PNG"))

    assert (previews.pages[0].width, previews.pages[0].height) == (1800, 1)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (640, 480), (0.25, 0.5)),
        (2, (640, 480), (0.75, 0.5)),
        (3, (640, 480), (0.75, 0.5)),
        (4, (640, 480), (0.25, 0.5)),
        (5, (480, 640), (0.5, 0.25)),
        (6, (480, 640), (0.5, 0.25)),
        (7, (480, 640), (0.5, 0.75)),
        (8, (480, 640), (0.5, 0.75)),
        (99, (640, 480), (0.25, 0.5)),
    ],
)
def test_a_photo_stands_upright_however_the_camera_was_held(
    orientation: int, size: tuple[int, int], red_at: tuple[float, float]
) -> None:
    previews = make_previews(photo_with_exif(orientation=orientation))

    shown = opened(previews.pages[0].content)
    assert shown.size == size
    assert near(shown, red_at, RED)


def test_where_and_with_what_a_photo_was_taken_is_gone() -> None:
    previews = make_previews(photo_with_exif())

    assert previews.thumbnail is not None
    for picture in (*previews.pages, previews.thumbnail):
        shown = opened(picture.content)
        assert dict(shown.getexif()) == {}
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"SECRET" not in picture.content


def test_colours_of_another_profile_become_srgb_and_the_profile_is_dropped() -> None:
    content = photo(icc_profile=profile_with_red_and_blue_swapped())

    shown = opened(make_previews(content).pages[0].content)

    assert near(shown, (0.25, 0.5), BLUE)
    assert "icc_profile" not in shown.info


def test_a_broken_profile_does_not_hide_the_photo() -> None:
    previews = make_previews(photo(icc_profile=b"no profile at all"))

    assert near(opened(previews.pages[0].content), (0.25, 0.5), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_shown(mode: str) -> None:
    content = encoded(Image.new("L", (40, 30), 255).convert(mode), "PNG")

    shown = opened(make_previews(content).pages[0].content)

    assert shown.size == (40, 30)
    if mode != "I;16":
        assert near(shown, (0.5, 0.5), WHITE)


def test_sixteen_bits_of_grey_are_neither_white_nor_black() -> None:
    image = Image.new("I;16", (40, 30), 32768)

    shown = opened(make_previews(encoded(image, "PNG")).pages[0].content)

    assert near(shown, (0.5, 0.5), (128, 128, 128))


def test_a_photo_in_printing_colours_is_shown() -> None:
    image = Image.new("CMYK", (40, 30), (0, 0, 0, 0))

    shown = opened(make_previews(encoded(image, "JPEG")).pages[0].content)

    assert near(shown, (0.5, 0.5), WHITE)


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (40, 30), (0, 0, 0, 0))

    shown = opened(make_previews(encoded(image, "PNG")).pages[0].content)

    assert near(shown, (0.5, 0.5), WHITE)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_shown(form: str) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in (RED, BLUE, WHITE)]
    content = encoded(frames[0], form, save_all=True, append_images=frames[1:])

    previews = make_previews(content)

    assert len(previews.pages) == 1
    assert near(opened(previews.pages[0].content), (0.5, 0.5), RED)


def test_a_document_shows_its_first_pages_and_tells_how_many_there_are() -> None:
    previews = make_previews(pdf(pages=5), limits=Limits(pages=3))

    assert [(page.width, page.height) for page in previews.pages] == [(400, 560)] * 3
    assert previews.page_count == 5
    assert near(opened(previews.pages[0].content), (0.5, 0.85), (255, 0, 0))
    assert near(opened(previews.pages[0].content), (0.5, 0.2), WHITE)


def test_the_thumbnail_of_a_document_is_the_top_of_its_first_page() -> None:
    previews = make_previews(pdf(size=b"400 560", drawing=b"1 0 0 rg 0 500 400 60 re f"))

    assert previews.thumbnail is not None
    shown = opened(previews.thumbnail.content)
    assert shown.size == (448, 304)
    assert near(shown, (0.5, 0.05), (255, 0, 0))
