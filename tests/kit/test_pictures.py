"""Marks of pictures in plain words."""

import pytest

from comptoir.kit.pictures import Mark, marks, pieces, renamed

SAID = "Stick it here:\n[box.jpg: the long side]\nThank you."


def test_a_mark_names_a_file_and_says_what_it_shows() -> None:
    assert marks(SAID) == (Mark("box.jpg", "the long side"),)
    assert list(pieces(SAID)) == [
        "Stick it here:\n",
        Mark("box.jpg", "the long side"),
        "\nThank you.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[box.png: not drawn by us]",
        "[box.jpg]",
        "[a note: in brackets]",
        "[[box.jpg]]",
        "[bo\nx.jpg: two lines]",
        f"[{'x' * 90}.jpg: too long]",
    ],
)
def test_other_brackets_are_words(text: str) -> None:
    assert marks(text) == ()
    assert "".join(map(str, pieces(text))) == text


@pytest.mark.parametrize(
    ("said", "alt"), [("the long side", "the long side"), ("-", ""), ("–", ""), ("—", ""), ("", "")]
)
def test_a_dash_says_that_it_only_decorates(said: str, alt: str) -> None:
    (mark,) = marks(f"[box.jpg: {said}]")

    assert (mark.said, mark.alt) == (said, alt)
    assert renamed(str(mark), {"box.jpg": "b.jpg"}) == f"[b.jpg: {said}]"


def test_a_mark_may_lead_to_another_file() -> None:
    assert renamed(SAID, {"box.jpg": "box-2.jpg"}) == SAID.replace("box.jpg", "box-2.jpg")
    assert renamed(SAID, {}) == SAID
