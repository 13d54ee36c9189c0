"""The catalogue of attacks and accidents: every number is named by a test that covers it."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
# A: mail in, B: mail out, C: content, D: rights, E: requests out, F: injection, H: reliability,
# I: privacy. Numbers of parts that are not built yet stand with those parts.
NUMBERS = [
    *(f"A{number}" for number in range(1, 16)),
    *("B1", "B2", "B3", "B5", "B6", "B7"),
    *(f"C{number}" for number in range(1, 7)),
    *("D1", "D2", "D3", "D4", "D7", "D8", "D9", "D10"),
    "E1",
    *(f"F{number}" for number in range(1, 6)),
    *("H1", "H2", "H3", "H5", "H6", "H7", "H8", "H9"),
    *(f"I{number}" for number in range(1, 5)),
]


def test_every_number_of_the_catalogue_is_named_by_a_test() -> None:
    here = Path(__file__)
    told = "\n".join(path.read_text() for path in TESTS.rglob("test_*.py") if path != here)

    unnamed = [number for number in NUMBERS if not _names(number, told)]

    assert unnamed == []


def _names(number: str, told: str) -> bool:
    low = number.lower()
    named = rf"def test_{low}_|def test_\w+_{low}(?=[(\[])|\"\"\"[^\"]*\b{number}\b|#.*\b{number}\b"
    return bool(re.search(named, told))
