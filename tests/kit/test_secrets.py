"""Stored passwords are sealed with the installation's key."""

from typing import Any

import pytest

from comptoir.kit.secrets import UnreadableSecret, seal, unseal


def test_a_secret_is_sealed_and_opened() -> None:
    sealed = seal("hünter2")

    assert "hünter2" not in sealed
    assert unseal(sealed) == "hünter2"
    assert seal("hünter2") != sealed


def test_an_empty_secret_stays_empty() -> None:
    assert (seal(""), unseal("")) == ("", "")


def test_after_a_change_of_key_the_old_one_still_opens(settings: Any) -> None:
    sealed = seal("hunter2")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key that is quite long enough"

    assert unseal(sealed) == "hunter2"


def test_without_the_key_a_clear_sentence_asks_for_the_secret(settings: Any) -> None:
    sealed = seal("hunter2")
    settings.SECRET_KEY = "another key that is quite long enough"

    with pytest.raises(UnreadableSecret, match="Enter it again"):
        unseal(sealed)


@pytest.mark.parametrize("broken", ["x", "gAAAAA", "é"])
def test_a_broken_seal_is_the_same_sentence(broken: str) -> None:
    with pytest.raises(UnreadableSecret):
        unseal(broken)
