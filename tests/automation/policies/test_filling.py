"""Placeholders: what is filled in, what is left out, and what nobody smuggles in (F2)."""

import pytest

from comptoir.automation.policies.filling import (
    Filled,
    Missing,
    Values,
    fill,
    harmless,
    places,
    plain,
    strange_marks,
    unknown_names,
    was_edited,
)
from comptoir.automation.states import Lack

KNOWN = Values({"buyer_name": "Camille", "tracking_link": "https://t.example/1"})


def test_a_known_name_is_filled_in() -> None:
    assert fill("Hello {{ buyer_name }}, hello {{buyer_name}}", KNOWN) == Filled(
        "Hello Camille, hello Camille"
    )


def test_what_is_missing_stands_as_it_was_written_and_says_why() -> None:
    filled = fill("By {{carrier}} for {{?the amount}}", Values({}, {"carrier": Lack.HIDDEN}))

    assert filled == Filled(
        "By {{carrier}} for {{?the amount}}",
        (Missing("carrier", Lack.HIDDEN), Missing("?the amount", Lack.BLANK)),
    )


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Left.[[ Follow it: {{tracking_link}}]]", "Left. Follow it: https://t.example/1"),
        ("Left.[[ By {{carrier}}.]] Bye.", "Left. Bye."),
        ("One.\n\n[[By {{carrier}}.]]\n\nTwo.", "One.\n\nTwo."),
        ("[[{{buyer_name}} by {{carrier}}]]Hi", "Hi"),
        ("[[Only words]]", "Only words"),
    ],
)
def test_an_optional_part_goes_with_what_it_lacks(text: str, filled: str) -> None:
    assert fill(text, KNOWN) == Filled(filled)


def test_a_blank_keeps_its_optional_part() -> None:
    assert fill("[[Back: {{?amount}}]]", KNOWN).text == "Back: {{?amount}}"


@pytest.mark.parametrize(
    "name",
    [
        "{{voucher}}",
        "{{ voucher }}",
        "[[{{voucher}}]]",
        "{{?x}}",
        "{{{{voucher}}}}",
        "{% load x %}{{voucher}}",
    ],
)
def test_a_value_is_never_read_as_a_template_f2(name: str) -> None:
    values = Values({"buyer_name": name, "voucher": "SECRET"})

    once = fill("Hello {{buyer_name}}", values).text
    again = fill(once, values).text

    assert places(once) == ()
    assert "SECRET" not in again
    assert again == once


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{settings.SECRET_KEY}}",
        "{% debug %}",
        "{{7*7}}",
        "${7*7}",
        "{buyer_name.__class__}",
        "%(buyer_name)s",
        "{{buyer_name|upper}}",
        "{{buyer_name.__class__}}",
    ],
)
def test_no_other_template_language_is_spoken_f2(text: str) -> None:
    filled = fill(text, KNOWN)

    assert filled.text == text


def test_a_value_has_no_braces_not_even_beside_the_templates_own() -> None:
    assert harmless("{{a}} [b] {c}") == "((a)) [b] (c)"
    assert places(fill("{{{buyer_name}}}", Values({"buyer_name": "{voucher}"})).text) == ()


def test_a_huge_value_is_cut() -> None:
    assert len(harmless("x" * 100_000)) == 2_000


def test_braces_that_belong_to_nothing_are_found() -> None:
    assert strange_marks("Hi {{buyer_name}} [[x {{carrier}}]]") == ()
    assert strange_marks("Hi {{buyer name}}") == ("{{buyer name}}", "}}")
    assert strange_marks("[[a [[b]]") == ("[[a b",)


def test_names_that_nobody_knows_are_found() -> None:
    assert unknown_names("{{buyer_name}} {{secret}} {{?anything}}", ["buyer_name"]) == ("secret",)


def test_rules_read_the_words_alone() -> None:
    assert plain("A [[b {{voucher}}]] c {{?d}}") == "A b  c "


@pytest.mark.parametrize(
    ("inserted", "sent", "edited"),
    [
        ("Hello Camille,\n\nit left.", "Hello Camille,\nit left. ", False),
        ("Refund of {{?amount}} done.", "Refund of 12 € done.", False),
        ("Your code: {{voucher}}.", "PS. Your code: {{voucher}}.", False),
        ("It left today.", "It left yesterday.", True),
        ("One. Two.", "Two. One.", True),
    ],
)
def test_filling_blanks_is_no_editing(inserted: str, sent: str, edited: bool) -> None:
    assert was_edited(inserted, sent) is edited


def test_a_long_text_of_braces_is_read_quickly() -> None:
    fill("{{" * 20_000 + "[[" * 20_000, KNOWN)
    strange_marks("[[{{" * 10_000)
