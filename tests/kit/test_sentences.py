"""Sentences are kept as what they say, and said in the language of who reads them."""

import pytest
from django.utils import translation

from comptoir.kit.sentences import Sentence, say

REFUSED = Sentence("The mail server refused the mail (%s).", ("550 no such user",))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The mail server refused the mail (550 no such user)."),
        ("de", "Der Mailserver hat die E-Mail abgelehnt (550 no such user)."),
    ],
)
def test_a_kept_sentence_is_said_in_the_readers_language(language: str, said: str) -> None:
    kept = REFUSED.kept()

    with translation.override(language):
        assert say(kept) == said


def test_facts_may_have_names() -> None:
    sentence = Sentence("%(provider)s was not reached: %(error)s", {"provider": "A", "error": "b"})

    assert say(sentence.kept()) == "A was not reached: b"


@pytest.mark.parametrize(
    "words",
    ["", "550 5.1.1 no such user 100%", '{"say": broken', '{"say": "x"}', '{"else": 1}', "100 %s"],
)
def test_words_that_are_no_kept_sentence_stay_as_they_are(words: str) -> None:
    assert say(words) == words


def test_a_fact_with_signs_of_its_own_breaks_nothing() -> None:
    sentence = Sentence("The mailbox was not reached: %s", ('100% "lost"\0\ud800 {x}',))

    assert say(sentence.kept()).startswith('The mailbox was not reached: 100% "lost"')
    assert "\ud800" not in sentence.kept()
