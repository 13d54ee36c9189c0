"""What is typed becomes a filter, and a filter is written again."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from comptoir.conversations.filters.conditions import is_personal, where
from comptoir.conversations.filters.fields import FILTER_FIELDS
from comptoir.conversations.filters.reading import understand, written
from comptoir.conversations.filters.shapes import (
    Condition,
    Filter,
    Match,
    Reader,
    Sort,
    Values,
    as_data,
    from_data,
)
from comptoir.conversations.shapes import Choice

READER = Reader(
    7,
    datetime(2026, 11, 22, 12, tzinfo=UTC),
    (Choice("open", "Open"), Choice("waiting_buyer", "Waiting for the buyer")),
    (Choice("3", "Returns"),),
    reasons=(Choice("not_received", "Not received"),),
)


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("is:open", Condition("is", "open")),
        ("-is:spam", Condition("is", "spam", is_not=True)),
        ('from:"Camille Laurent"', Condition("from", "Camille Laurent")),
        ("from:“Camille Laurent”", Condition("from", "Camille Laurent")),
        ("subject:vase", Condition("subject", "vase")),
        ('status:"waiting for the buyer"', Condition("status", "waiting_buyer")),
        ("status:waiting_buyer", Condition("status", "waiting_buyer")),
        ("status:wait", Condition("status", "waiting_buyer")),
        ("assignee:me", Condition("assignee", "me")),
        ("assignee:ines", Condition("assignee", "ines")),
        ("team:returns", Condition("team", "3")),
        ("channel:amazon", Condition("channel", "amazon")),
        ("reason:not_received", Condition("reason", "not_received")),
        ("priority:urgent", Condition("priority", "urgent")),
        ("carrier:DHL", Condition("carrier", "DHL")),
        ("parcel:lost", Condition("parcel", "lost")),
        ("unscanned:>5", Condition("unscanned", ">5")),
        ("due:4h", Condition("due", "4h")),
        ("due:overdue", Condition("due", "overdue")),
        ("outcome:voucher", Condition("outcome", "voucher")),
        ("order:FR-41872", Condition("order", "FR-41872")),
        ("seller:atelier", Condition("seller", "atelier")),
        ("tag:vip", Condition("tag", "vip")),
        ("has:file", Condition("has", "file")),
        ("before:2026-11-01", Condition("before", "2026-11-01")),
        ("after:7d", Condition("after", "7d")),
        ("lang:fr", Condition("lang", "fr")),
        ("waited:>2d", Condition("waited", ">2d")),
    ],
)
def test_what_is_typed_becomes_a_condition(typed: str, condition: Condition) -> None:
    understood = understand(typed, READER)

    assert understood.filter == Filter((condition,))
    assert understood.troubles == ()


def test_quotations_and_minus_signs_of_words_stay_words() -> None:
    understood = understand('is:open "broken vase" -refund tag:vip', READER)

    assert understood.filter.words == '"broken vase" -refund'
    assert understood.filter.conditions == (Condition("is", "open"), Condition("tag", "vip"))


@pytest.mark.parametrize(
    "typed", ["Re: my order", "https://shop.example/a", "at 10:30", "12:45:01"]
)
def test_colons_of_everyday_text_are_no_fields(typed: str) -> None:
    understood = understand(typed, READER)

    assert understood == type(understood)(Filter(words=typed))


def test_an_unknown_field_is_said_and_looked_for_as_words() -> None:
    understood = understand("colour:blue vase", READER)

    assert understood.filter == Filter(words="colour blue vase")
    assert understood.troubles == ("There is no field “colour:”. It was looked for as a word.",)


def test_an_unknown_value_is_said_with_what_may_stand_there() -> None:
    understood = understand("before:soon vase", READER)

    assert understood.filter == Filter(words="vase")
    assert understood.troubles == (
        "“soon” means nothing behind “before:”."
        " A day like 2026-11-22, “today”, or 7d for a week ago.",
    )


def test_nothing_behind_a_field_is_said() -> None:
    assert understand("tag:", READER).troubles == ("Write something behind “tag:”. The whole tag.",)


@pytest.mark.parametrize(
    "typed", ["", "   ", ":", "-", '"', "is:", "a" * 5_000, "(((", "from:%_\\"]
)
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    kept = understand(typed, READER).filter

    assert len(written(kept, READER)) <= 450
    where(kept, READER, Values())


def test_what_is_written_reads_as_the_same_filter() -> None:
    kept = understand('is:open -tag:vip reason:not_received from:"A B" "red vase"', READER).filter

    assert understand(written(kept, READER), READER).filter == kept


def test_data_reads_as_the_same_filter() -> None:
    kept = Filter((Condition("is", "open", True),), "vase", Match.ANY, Sort.WAITING)

    assert from_data(as_data(kept)) == kept


def test_a_kept_field_that_is_gone_is_left_out() -> None:
    assert from_data({"conditions": [["gone", "1", False]]}) == Filter()


def test_no_value_stands_in_the_sql() -> None:
    """F3: what is typed reaches the database as a value, never as a column or a word of SQL."""
    evil = "x'); DROP TABLE conversations_tag; --"
    for key in ("from", "subject", "assignee", "channel", "carrier", "tag", "order", "lang"):
        values = Values()

        sql = where(Filter((Condition(key, evil),)), READER, values)

        assert "DROP" not in sql
        assert values.params


def test_any_joins_by_or_and_all_by_and() -> None:
    two = (Condition("lang", "fr"), Condition("reason", "complaint"))

    assert where(Filter(two), READER, Values()) == "((c.language = %(f0)s) AND (c.reason = %(f1)s))"
    assert (
        where(Filter(two, match=Match.ANY), READER, Values())
        == "((c.language = %(f0)s) OR (c.reason = %(f1)s))"
    )


def test_only_what_names_the_reader_is_personal() -> None:
    assert is_personal(Filter((Condition("assignee", "me"),)))
    assert is_personal(Filter((Condition("is", "unread"),)))
    assert not is_personal(Filter((Condition("assignee", "ines"), Condition("is", "open"))))


def test_every_field_has_a_word_of_its_own_in_every_language() -> None:
    for language in ("en", "fr", "ru", "de"):
        with translation.override(language):
            words = [str(field.word).casefold() for _key, field in FILTER_FIELDS.items()]

        assert len(set(words)) == len(words), language
        assert [word for word in words if ":" in word or " " in word] == []
