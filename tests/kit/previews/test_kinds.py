"""A file is what its first bytes say."""

import pytest

from comptoir.kit.previews import Kind, kind_of
from tests.kit.previews.strange_files import heic, pdf, photo


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (photo(), Kind.JPEG),
        (photo(form="PNG"), Kind.PNG),
        (photo(form="WEBP"), Kind.WEBP),
        (photo(form="GIF"), Kind.GIF),
        (heic(), Kind.HEIC),
        (pdf(), Kind.PDF),
    ],
)
def test_a_kind_that_is_shown_is_known_by_its_first_bytes(content: bytes, kind: Kind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"\xef\xbb\xbf<?xml version='1.0'?><svg/>",
        b"II*\x00\x08\x00\x00\x00",
        b"BM\x00\x00\x00\x00",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"\x00\x00\x00\x18ftypmp42",
        b"%!PS-Adobe-3.0",
        b"<!-- -->%PDF-1.7",
        b"MZ\x90\x00",
    ],
)
def test_other_kinds_are_never_shown_c1(content: bytes) -> None:
    assert kind_of(content) is None
