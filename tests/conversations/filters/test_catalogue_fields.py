"""F4: what a filter may ask for is a list; no path into what is kept as JSON, and no column, is on it."""

import pytest

from comptoir.conversations.filters.reading import understand
from comptoir.conversations.filters.shapes import Reader, from_data
from comptoir.conversations.slots import FILTER_FIELDS
from comptoir.kit.clock import now

READER = Reader(member_id=1, now=now())


@pytest.mark.parametrize(
    "typed",
    [
        "kept__words:x",
        "settings__password:x",
        "data->>'address':x",
        "data#>>'{a,b}':x",
        "channel__sealed:x",
        "operator_excerpt:x",
        "password:x",
        "assignee__password:x",
        "jsonb_path_query:x",
    ],
)
def test_f4_a_path_into_what_is_kept_is_no_field(typed: str) -> None:
    found = understand(typed, READER)

    assert found.filter.conditions == ()


def test_f4_a_stored_filter_with_a_path_loses_it() -> None:
    kept = {
        "conditions": [["data->>'address'", "x", False], ["kept__words", "x", False]],
        "words": "lamp",
    }

    read = from_data(kept)

    assert read.conditions == ()
    assert read.words == "lamp"


def test_f4_a_value_is_bound_and_never_part_of_the_statement() -> None:
    from comptoir.conversations.filters.shapes import Values

    evil = "x' OR 1=1 --"
    for name, field in FILTER_FIELDS.items():
        values = Values()
        try:
            said = field.where(evil, READER, values)
        except (ValueError, KeyError):
            continue

        assert evil not in said, name
