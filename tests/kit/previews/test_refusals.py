"""What becomes of files that are broken or made to harm."""

import time
import zlib
from random import Random

import pytest
from django.utils import translation

from comptoir.kit.previews import Limits, PreviewRefused, Reason, make_previews
from comptoir.kit.previews.refusals import explain
from tests.kit.previews.strange_files import (
    gif_claiming,
    heic,
    opened,
    pdf,
    pdf_locked,
    pdf_that_never_ends,
    pdf_with_script,
    photo,
    png_bomb,
    png_claiming,
    stream,
)


def reason_for(content: bytes, **limits: float) -> Reason:
    with pytest.raises(PreviewRefused) as refused:
        make_previews(content, limits=Limits(**limits))  # type: ignore[arg-type]
    return refused.value.reason


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<svg onload='alert(1)'/>", b"<html><script>alert(1)</script></html>"],
)
def test_what_is_no_picture_is_not_shown_c1(content: bytes) -> None:
    assert reason_for(content) is Reason.NOT_SHOWN


@pytest.mark.parametrize(
    "content",
    [png_claiming(50_000, 50_000), gif_claiming(50_000, 50_000), png_claiming(2**31 - 1, 1)],
)
def test_a_head_that_claims_too_many_pixels_is_refused_before_decoding(content: bytes) -> None:
    assert reason_for(content) is Reason.TOO_MANY_PIXELS


def test_a_bomb_of_half_a_megabyte_and_144_million_pixels_is_refused() -> None:
    bomb = png_bomb(12_000)

    assert len(bomb) < 500_000
    assert reason_for(bomb) is Reason.TOO_MANY_PIXELS


def test_a_picture_that_needs_more_memory_than_allowed_is_refused() -> None:
    assert reason_for(png_bomb(7_900), memory_bytes=200 * 2**20) is Reason.OUT_OF_MEMORY


def test_a_document_that_unpacks_to_two_hundred_megabytes_is_refused() -> None:
    packed = zlib.compress(b"q " * 100_000_000, 1)
    content = pdf(page=b"/Contents 4 0 R", objects=[stream(packed, b"/Filter /FlateDecode")])

    assert len(content) < 2_000_000
    assert reason_for(content) is Reason.OUT_OF_MEMORY


def test_a_picture_at_the_limit_of_pixels_fits_into_the_memory() -> None:
    content = photo((8_000, 8_000), "PNG", compress_level=1)

    assert make_previews(content).pages[0].width == 2_000


@pytest.mark.parametrize(
    "content",
    [
        photo()[:-2000],
        photo()[:300],
        photo(form="PNG")[:-200],
        photo(form="GIF")[:100],
        photo(form="WEBP")[:100],
        heic()[:-500],
        png_claiming(100, 100, body=b"short"),
        pdf()[:60],
        b"\xff\xd8\xff",
        b"%PDF-1.7",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"\x00\x00\x00\x18ftypheic",
    ],
)
def test_a_file_cut_short_is_broken(content: bytes) -> None:
    assert reason_for(content) is Reason.BROKEN


def test_a_file_of_too_many_bytes_is_refused_unread() -> None:
    assert reason_for(photo(), file_bytes=1000) is Reason.TOO_LARGE


def test_an_answer_that_grows_too_large_is_cut_off() -> None:
    assert reason_for(photo(), answer_bytes=1000) is Reason.TOO_LARGE


def test_a_document_of_ten_thousand_pages_shows_the_first_twelve() -> None:
    started = time.monotonic()

    previews = make_previews(pdf(pages=10_000))

    assert (len(previews.pages), previews.page_count) == (12, 10_000)
    assert time.monotonic() - started < 15


def test_scripts_and_enclosed_files_of_a_document_stay_behind() -> None:
    previews = make_previews(pdf_with_script())

    assert len(previews.pages) == 1
    assert b"SECRET" not in b"".join(page.content for page in previews.pages)


def test_a_document_of_a_gigantic_page_is_drawn_small() -> None:
    previews = make_previews(pdf(size=b"1000000 500000"))

    assert (previews.pages[0].width, previews.pages[0].height) == (1800, 900)


def test_a_document_with_a_password_says_so() -> None:
    assert reason_for(pdf_locked()) is Reason.LOCKED


def test_a_document_that_never_ends_costs_its_processor_time_and_no_more() -> None:
    started = time.monotonic()

    assert reason_for(pdf_that_never_ends(), cpu_seconds=1) is Reason.TIMED_OUT
    assert time.monotonic() - started < 10


def test_a_document_that_never_ends_is_stopped_by_the_clock_too() -> None:
    started = time.monotonic()

    assert reason_for(pdf_that_never_ends(), wall_seconds=0.5) is Reason.TIMED_OUT
    assert time.monotonic() - started < 5


def test_of_a_file_that_is_two_kinds_at_once_only_the_picture_is_left() -> None:
    page = b"<html><script>alert('SECRET')</script></html>"
    polyglot = photo(comment=page) + page + pdf() + b"PK\x03\x04SECRET"

    previews = make_previews(polyglot)

    assert opened(previews.pages[0].content).format == "JPEG"
    assert b"SECRET" not in previews.pages[0].content


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_says_in_one_sentence_what_to_do(reason: Reason) -> None:
    with translation.override("en"):
        assert str(PreviewRefused(reason)) == explain(reason)
        assert explain(reason).endswith(".")


def damaged(content: bytes, random: Random) -> bytes:
    """The same file with a few bytes of its body changed."""
    body = bytearray(content)
    for _ in range(random.randint(1, 30)):
        body[random.randrange(12, len(body))] = random.randrange(256)
    return bytes(body)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "HEIC", "PDF"])
def test_a_damaged_file_ends_in_a_picture_or_a_refusal(form: str, seed: int) -> None:
    whole = {"HEIC": heic, "PDF": pdf}.get(form, lambda: photo((200, 150), form))()

    try:
        previews = make_previews(damaged(whole, Random(seed)))
    except PreviewRefused as refused:
        assert refused.reason in Reason
    else:
        assert opened(previews.pages[0].content).format == "JPEG"
