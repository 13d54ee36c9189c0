"""Every colour comes from a token, and every pair in use can be read in both themes."""

import re

import pytest

from tests.ui.stylesheets import (
    RAW_COLOUR,
    SOURCE,
    TOKENS,
    contrast,
    sheets,
    templates,
    tokens,
    without_comments,
)

THEMES = ("light", "dark")
SURFACES = ("--ground", "--pane", "--sheet", "--hover")
MEANINGS = ("danger", "warning", "success", "info", "buyer", "seller", "operator")

# (words, what they stand on)
WORDS = [
    *((word, ground) for word in ("--text", "--soft", "--quiet") for ground in SURFACES),
    *((word, "--press") for word in ("--text", "--soft", "--quiet")),
    *((word, "--accent-quiet") for word in ("--text", "--soft", "--quiet", "--accent-strong")),
    *(("--accent-strong", ground) for ground in SURFACES),
    *((f"--{name}-strong", f"--{name}-quiet") for name in MEANINGS),
    *((f"--{name}-strong", ground) for name in MEANINGS for ground in SURFACES),
    *(("--text", f"--{name}-quiet") for name in MEANINGS),
    ("--accent-strong", "--warning-quiet"),
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-hover"),
    ("--on-danger", "--danger"),
    ("--on-danger", "--danger-hover"),
    ("--paper-strong", "--paper"),
    ("--text", "--paper"),
    ("--quiet", "--paper"),
    ("--n-1", "--n-12"),
    ("--on-night", "--night"),
    ("--on-night", "--night-hover"),
]

# (icon, ring, bar or frame of a control, what it stands on)
DRAWINGS = [
    *(("--icon", ground) for ground in SURFACES),
    *((f"--{name}-mark", ground) for name in MEANINGS for ground in ("--pane", "--sheet")),
    *((f"--{name}-mark", f"--{name}-quiet") for name in MEANINGS),
    *(("--accent-mark", ground) for ground in SURFACES),
    ("--edge", "--sheet"),
    ("--edge", "--pane"),
    ("--n-1", "--n-12"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("word", "ground"), WORDS)
def test_words_have_four_and_a_half_to_one(theme: str, word: str, ground: str) -> None:
    values = tokens(theme)

    assert contrast(values[word], values[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("drawing", "ground"), DRAWINGS)
def test_drawings_have_three_to_one(theme: str, drawing: str, ground: str) -> None:
    values = tokens(theme)

    assert contrast(values[drawing], values[ground]) >= 3


def test_no_sheet_but_the_tokens_holds_a_raw_colour() -> None:
    found = {
        path.name: RAW_COLOUR.findall(without_comments(path.read_text()))
        for path in sheets()
        if path != TOKENS
    }

    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in sheets())))

    used = set(re.findall(r"var\((--[\w-]+)", "".join(path.read_text() for path in sheets())))

    assert used - defined == set()


def test_no_text_is_smaller_than_twelve_pixels() -> None:
    sizes = []
    for path in sheets():
        css = without_comments(path.read_text())
        sizes += [float(size) for size in re.findall(r"font(?:-size)?:[^;]*?([\d.]+)px", css)]
        sizes += [float(size) for size in re.findall(r"--type-\w+:[^;]*?([\d.]+)px/", css)]
        assert "font-size: smaller" not in css

    assert min(sizes) >= 12


def test_the_light_and_the_dark_theme_have_the_same_tokens() -> None:
    assert tokens("light").keys() == tokens("dark").keys()
    assert tokens("light")["--text"] != tokens("dark")["--text"]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_breaks_the_content_security_policy(path) -> None:
    html = path.read_text()

    assert re.findall(r"\sstyle\s*=", html) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", html) == []
    assert re.findall(r"<style\b", html) == []
    assert re.findall(r"javascript:", html) == []
    assert re.findall(r"hx-on\b|hx-vals\s*=\s*[\"']js:", html) == []
    scripts = re.findall(r"<script\b([^>]*)>", html)
    assert [tag for tag in scripts if " src=" not in tag and "application/json" not in tag] == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_draws_with_emoji(path) -> None:
    assert re.findall("[\U0001f000-\U0001faff\u2600-\u27bf]", path.read_text()) == []
