"""Documents carry words and our own pictures, and reach for nothing else (C6)."""

import socket
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from comptoir.kit.paper import Facts, Heading, Pictures, Sheet, Words, unprintable, write
from comptoir.kit.paper.letters import load
from comptoir.kit.paper.scripts import printable

ATTACKS = (
    "<img src='file:///etc/passwd'/>",
    '<img src="http://127.0.0.1:9/x.png" width="10" height="10"/>',
    "</para><para><link href='file:///etc/passwd'>x</link></para>",
    "<a href='javascript:alert(1)'>click</a><onDraw name='x' label='y'/>",
    "&lt;img src='/etc/passwd'/&gt; &amp;#x3c;",
    "<font name='/etc/passwd'>",
    "]]><![CDATA[<b>",
)


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("attack", ATTACKS)
def test_c6_words_of_strangers_are_only_words(attack: str, monkeypatch: Any) -> None:
    load()
    opened: list[str] = []
    monkeypatch.setattr(Path, "open", lambda self, *_a, **_k: opened.append(str(self)))
    monkeypatch.setattr("builtins.open", lambda name, *_a, **_k: opened.append(str(name)))
    monkeypatch.setattr(socket, "socket", lambda *_a, **_k: opened.append("socket"))

    content = write(
        Sheet(attack, (Heading(attack, attack), Words(attack), Facts(((attack, attack),))), attack)
    )

    monkeypatch.undo()
    assert opened == []
    assert attack.replace("\n", " ") in words_of(content).replace("\r\n", " ")
    assert b"/URI" not in content
    assert b"root:" not in content


def test_latin_cyrillic_and_greek_are_written() -> None:
    said = "Où est mon colis ? Где моя посылка? Πού είναι; 12 ₽ → ok"

    assert printable(said) == said
    assert "Где моя посылка?" in words_of(write(Sheet("t", (Words(said),))))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Hello مرحبا بالعالم!", "Hello [12 characters in Arabic]!"),
        ("שלום", "[4 characters in Hebrew]"),
        ("届いた花瓶", "[5 characters in Chinese or Japanese]"),
        ("Danke 👍🏽", "Danke [emoji]"),
        ("a\u202eb\u200bc\ufeff", "abc"),
    ],
)
def test_what_paper_cannot_carry_is_said_where_it_stood(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_scripts_that_are_missing_are_named_once() -> None:
    assert unprintable(iter(["届いた", "مرحبا", "Hello 👍", "花瓶"])) == (
        "Arabic",
        "Chinese or Japanese",
    )


def test_pages_are_numbered_and_the_same_sheet_gives_the_same_bytes() -> None:
    sheet = Sheet("Long", (Words("A line of words.\n\n" * 120),), foot="Halle & Maison · #12")

    first, second = write(sheet), write(sheet)

    assert first == second
    said = words_of(first)
    assert "Halle & Maison · #12" in said
    assert "1 / 4" in said
    assert "4 / 4" in said


def test_pictures_stand_in_it() -> None:
    jpeg = BytesIO()
    Image.new("RGB", (800, 3000), "teal").save(jpeg, "JPEG")

    content = write(Sheet("Pictures", (Pictures((jpeg.getvalue(),) * 3),)))

    assert content.count(b"/Subtype /Image") == 1
