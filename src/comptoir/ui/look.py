"""How this reader wants the page: theme, widths, folded panes. Kept in one cookie, read here."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs

COOKIE = "look"

THEMES = ("auto", "light", "dark")
FOLDS = ("open", "folded")
WIDTHS = tuple(str(width) for width in range(280, 481, 20))


@dataclass(frozen=True, slots=True)
class Look:
    theme: str = "auto"
    rail: str = "folded"
    case: str = "open"
    width: str = "340"

    @classmethod
    def read(cls, cookie: str) -> Self:
        """From the cookie's text; whatever is unknown there falls back to the default."""
        said = {key: values[-1] for key, values in parse_qs(cookie[:200]).items()}
        return cls(
            theme=_one_of(THEMES, said.get("theme"), "auto"),
            rail=_one_of(FOLDS, said.get("rail"), "folded"),
            case=_one_of(FOLDS, said.get("case"), "open"),
            width=_one_of(WIDTHS, said.get("width"), "340"),
        )


def _one_of(choices: tuple[str, ...], said: str | None, otherwise: str) -> str:
    return said if said in choices else otherwise
