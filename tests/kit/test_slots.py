"""Slots hold one thing a key, in the order of plugging."""

import pytest

from comptoir.kit.slots import Slot, SlotTaken


def test_a_slot_keeps_the_order_of_plugging() -> None:
    slot: Slot[int] = Slot("numbers")
    slot.plug("b", 2)
    slot.plug("a", 1)

    assert list(slot.items()) == [("b", 2), ("a", 1)]
    assert slot.all() == (2, 1)
    assert "a" in slot
    assert "c" not in slot


def test_two_things_do_not_share_a_key() -> None:
    slot: Slot[object] = Slot("things")
    one = slot.plug("a", object())

    slot.plug("a", one)
    with pytest.raises(SlotTaken, match="'a' is plugged twice"):
        slot.plug("a", object())


def test_a_missing_key_names_what_there_is() -> None:
    slot: Slot[int] = Slot("numbers")
    slot.plug("a", 1)

    with pytest.raises(KeyError, match=r"numbers has no 'b' \(it has a\)"):
        slot.get("b")
