"""The style sheets and templates as the tests read them."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "comptoir"
TOKENS = SOURCE / "ui" / "static" / "ui" / "tokens.css"

_NAMED = "aqua black blue gray green grey lime navy orange pink purple red silver teal white yellow"
RAW_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|color-mix)\(|"
    rf":[^;{{}}]*\b(?:{'|'.join(_NAMED.split())})\b"
)


def sheets() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("static/**/*.css"))


def templates() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("templates/**/*.html"))


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def tokens(theme: str) -> dict[str, str]:
    """Every token with the value it has in the theme, references resolved."""
    first_block = without_comments(TOKENS.read_text()).split("}")[0]
    raw = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", first_block))
    chosen = {name: _choose(value, theme) for name, value in raw.items()}
    return {name: _resolve(value, chosen) for name, value in chosen.items()}


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: the ratio of the relative luminances of two #rrggbb colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _choose(value: str, theme: str) -> str:
    match = re.fullmatch(r"light-dark\((.+), (.+)\)", value)
    return match[1 if theme == "light" else 2] if match else value


def _resolve(value: str, chosen: dict[str, str]) -> str:
    match = re.fullmatch(r"var\((--[\w-]+)\)", value)
    return _resolve(chosen[match[1]], chosen) if match else value


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
