"""From bytes to rows: encodings, separators, quotes, broken lines."""

from io import BufferedReader, BytesIO
from typing import Any

import pytest

from comptoir.commerce.errors import UnreadableFile
from comptoir.commerce.imports.files import LONGEST_LINE, Fault, Source, open_source

NOT_TEXT = "the line is no valid UTF-8 or far too long; save the file with UTF-8"


def source(content: bytes) -> Source:
    return open_source(BufferedReader(BytesIO(content)))


def read(content: bytes) -> list[Any]:
    """Rows as (line, cells), faults as (line, reason)."""
    return [
        (row.line, row.reason) if isinstance(row, Fault) else (row.line, cells_of(row))
        for row in source(content).rows
    ]


def cells_of(row: Any) -> dict[str, Any]:
    return dict(row._cells)


@pytest.mark.parametrize(
    "content",
    [
        b"id,name\n1,Ann\n",
        b"id,name\r\n1,Ann\r\n",
        b"\xef\xbb\xbfid,name\n1,Ann\n",
        b"id;name\n1;Ann\n",
        b"id\tname\n1\tAnn",
        b"\n\nID, Name \n1,Ann\n".replace(b", ", b","),
        "id,name\n1,Ann\n".encode("utf-16"),
        "\ufeffid;name\r\n1;Ann\r\n".encode("utf-16-be"),
    ],
)
def test_the_same_table_in_many_dresses(content: bytes) -> None:
    (answer,) = read(content)

    assert answer[1] == {"id": "1", "name": "Ann"}


def test_header_is_read_without_case_and_spaces() -> None:
    assert source(b"Order Number;PLACED-AT ;;\n").columns == ("order_number", "placed_at")


def test_quoted_cell_keeps_separators_and_line_ends() -> None:
    answers = read(b'id,title\n1,"Vase, ""blue""\nand tall"\n2,Mug\n')

    assert answers == [
        (2, {"id": "1", "title": 'Vase, "blue"\nand tall'}),
        (4, {"id": "2", "title": "Mug"}),
    ]


def test_line_in_another_encoding_is_told_and_the_rest_is_read() -> None:
    answers = read(b"id,name\n1,Ann\n2,Ren\xe9\n3,Zo\xc3\xab\n")

    assert answers == [
        (2, {"id": "1", "name": "Ann"}),
        (3, NOT_TEXT),
        (4, {"id": "3", "name": "Zoë"}),
    ]


def test_row_with_too_many_or_too_few_cells_is_told() -> None:
    answers = read(b"id,name\n1,Ann,x\n2\n3,Bo,,\n")

    assert answers == [
        (2, "3 cells where the header has 2"),
        (3, "1 cells where the header has 2"),
        (4, {"id": "3", "name": "Bo"}),
    ]


def test_line_without_end_costs_no_memory_and_only_itself() -> None:
    answers = read(b"id,name\n1," + b"x" * (3 * LONGEST_LINE) + b"\n2,Bo\n")

    assert answers == [(2, NOT_TEXT), (3, {"id": "2", "name": "Bo"})]


def test_quote_that_never_closes_is_told_and_reading_goes_on() -> None:
    filler = b"".join(b"%d,name %d\n" % (n, n) for n in range(30_000))
    answers = read(b'id,name\n1,"Ann\n' + filler)

    line, reason = answers[0]
    assert (line, reason) == (2, "no valid CSV: field larger than field limit (262144)")
    assert len(answers) > 1000


def test_json_lines_are_rows() -> None:
    answers = read(b'{"id": "1", "price": 1.10}\n\n{"id": 2}\n')

    assert answers == [(1, {"id": "1", "price": answers[0][1]["price"]}), (3, {"id": 2})]
    assert str(answers[0][1]["price"]) == "1.10"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": ', "no valid JSON: Expecting value: line 2 column 1 (char 8)"),
        (b'{"id": NaN}', "no valid JSON: NaN is no number"),
        (b'["id"]', "a JSON object is expected"),
        (b'{"id": "\xe9"}', NOT_TEXT),
    ],
)
def test_broken_json_line_is_told(line: bytes, reason: str) -> None:
    answers = read(b'{"id": "1"}\n' + line + b"\n" + b'{"id": "3"}\n')

    assert answers == [(1, {"id": "1"}), (2, reason), (3, {"id": "3"})]


def test_deeply_nested_json_is_a_fault_of_its_line() -> None:
    answers = read(b'{"id": "1"}\n{"x": ' + b"[" * 100_000 + b"\n")

    assert answers[0] == (1, {"id": "1"})
    assert answers[1][1].startswith("no valid JSON: ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04rest", "This is a workbook or ZIP file; save it as CSV with UTF-8."),
        (b"\x1f\x8b\x08rest", "This is a compressed file; save it as CSV with UTF-8."),
        (b"[{}]", "This is a JSON array; write one object a line (JSON Lines)."),
        (b"id,name\r1,Ann\r", "The lines end like on an old Mac; save the file again as CSV."),
        (
            "id,name".encode("utf-16-le"),
            "This is no text in UTF-8; save the file as CSV with UTF-8.",
        ),
        (b"id,name,ID\n", "The header names a column twice: id."),
    ],
)
def test_file_that_is_no_table_is_refused_with_one_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        source(content)

    assert str(refused.value) == reason


def test_empty_file_has_no_rows() -> None:
    assert source(b"").columns == ()
    assert read(b"\n\n") == []
