"""The texts of acknowledgements: what may stand in them."""

import re

PROMISED_TIME = "promised_time"
_VARIABLE = re.compile(r"\{\{\s*([^{}]{0,60}?)\s*\}\}")


def unknown_variables(text: str) -> tuple[str, ...]:
    """Names in double braces that are no variable of an acknowledgement (B6)."""
    found = dict.fromkeys(name for name in _VARIABLE.findall(text) if name != PROMISED_TIME)
    return tuple(found)


def settled(text: str) -> str:
    """Every spelling of the one variable becomes the one that is looked for."""
    return _VARIABLE.sub(lambda m: f"{{{{{m.group(1)}}}}}", text.strip())
