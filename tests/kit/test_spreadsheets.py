"""Tables for spreadsheet programs: text stays text (F1)."""

import csv
import io

import pytest

from comptoir.kit.spreadsheets import as_csv, safe


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33 6", "-2", "@SUM(A1)", "\tx", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "－1"],
)
def test_what_would_begin_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["Vase", "a=b", "", "1-2", "'=1", -5, 4.5, None])
def test_other_text_and_numbers_stay_as_they_are(cell: object) -> None:
    assert safe(cell) == cell


def test_a_table_comes_back_as_it_was() -> None:
    written = as_csv([("Name", "Figure"), ("Мария; “Vase”, a,b", 3), ('=HYPERLINK("x")', -1)])

    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))

    assert written.startswith(b"\xef\xbb\xbf")
    assert read == [
        ["Name", "Figure"],
        ["Мария; “Vase”, a,b", "3"],
        ['\'=HYPERLINK("x")', "-1"],
    ]
