"""Whom a note names, as a table."""

import pytest

from comptoir.conversations.policies.mentions import mentioned

TEAM = {1: "Inès Bernard", 2: "Jonas Weber", 3: "Ann Lee", 4: "Ann Bell", 5: "Мария", 6: ""}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("nobody is named", ()),
        ("@Jonas can you look?", (2,)),
        ("@jonas weber, please", (2,)),
        ("(@JONAS)", (2,)),
        ("@Jonas, @Inès and @Jonas again", (2, 1)),
        ("@Мария посмотри", (5,)),
        ("@Ann which one?", ()),
        ("@Ann Lee, and not the other", (3,)),
        ("@Ann Bell and @Ann Lee", (4, 3)),
        ("@Annabell is no colleague", ()),
        ("@Jonasson is no colleague", ()),
        ("mail jonas@jonas.example", ()),
        ("me@jonas weber", ()),
        ("@", ()),
        ("@@Jonas", (2,)),
    ],
)
def test_a_colleague_is_named_by_his_whole_name_or_a_first_name_of_his_own(
    text: str, ids: tuple[int, ...]
) -> None:
    assert mentioned(text, TEAM) == ids


def test_a_name_full_of_signs_is_no_pattern() -> None:
    assert mentioned("@(.*) hello @x", {7: "(.*)", 8: "X"}) == (7, 8)


def test_nobody_is_named_where_nobody_is() -> None:
    assert mentioned("@Jonas", {}) == ()
