"""Words that stand without spaces, by pairs of neighbours."""

import pytest

from comptoir.conversations.policies.unspaced import MOST_PAIRS, apart, in_pieces, pairs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Where is my parcel?", ""),
        ("Où est mon colis ?", ""),
        ("Где моя посылка?", ""),
        ("화병이 깨졌어요", ""),
        ("花瓶の色", "花瓶 瓶の の色 色"),
        ("花", ""),
        ("届いた花瓶、色が違う。", "届い いた た花 花瓶 瓶 色が が違 違う う"),
        ("FR 41872の花瓶 vase", "の花 花瓶 瓶"),
        ("カップ", "カッ ップ プ"),
        ("𠮷野家", "𠮷野 野家 家"),
    ],
)
def test_the_pairs_of_a_text(text: str, found: str) -> None:
    assert pairs(text) == found


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("vase", ("vase", "", ())),
        ("vase cassé", ("vase cassé", "", ())),
        ("花瓶の色", ("", "花瓶 瓶の の色", ())),
        ("Tiliane 花瓶", ("Tiliane", "花瓶", ())),
        ("花 vase", ("vase", "", ("花",))),
        ("花瓶 色", ("", "花瓶", ("色",))),
        ("「花瓶」。", ("", "花瓶", ())),
    ],
)
def test_a_query_falls_apart_into_words_pairs_and_single_characters(
    query: str, told: tuple[str, str, tuple[str, ...]]
) -> None:
    assert apart(query) == told


def test_an_endless_text_has_an_end() -> None:
    assert len(pairs("花瓶" * 50_000).split()) == MOST_PAIRS


def test_words_that_touch_an_unspaced_run_are_words_of_their_own() -> None:
    assert in_pieces("注文はFR 41872です。") == "注文 文は は です す FR 41872"
    assert in_pieces("Order FR 41872.") == ""
