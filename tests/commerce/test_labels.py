"""Labels of buyers: what there are, who has them, through merges and imports."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comptoir.commerce import packs, services
from comptoir.commerce.errors import LabelUnclear, UnknownLabel
from comptoir.commerce.imports import import_file
from comptoir.commerce.models import BuyerIdentity, BuyerLabel, LabelledBuyer
from comptoir.commerce.queries.labels import label_keys_of, label_lines, labels_of
from comptoir.commerce.states import Colour, IdentityKind
from comptoir.journal.models import Detail, Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.errors import NotAllowed

from .conftest import AGENT, LEAD, VIEWER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    packs.load()


def meet(value: str) -> BuyerIdentity:
    return services.identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value=value)


def label(key: str) -> int:
    return BuyerLabel.objects.get(key=key).pk


def keys_of(identity: BuyerIdentity) -> set[str]:
    identity.refresh_from_db()
    return {card.key for card in labels_of(identity.buyer_id)}


def give(identity: BuyerIdentity, key: str, why: str = "") -> bool:
    found = label(key)
    return services.label_buyer(by=SYSTEM, buyer_id=identity.buyer_id, label_id=found, why=why)


def test_three_labels_come_along_and_one_that_was_removed_stays_away() -> None:
    services.remove_label(by=LEAD, label_id=label("careful"))

    packs.load()

    assert [line.key for line in label_lines()] == ["very-good-customer", "wholesale"]
    assert [line.name for line in label_lines()] == ["Very good customer", "Wholesale"]


def test_a_label_says_why_and_its_reason_is_told_in_the_detail_alone() -> None:
    camille = meet("camille@buyer.example")

    given = services.label_buyer(
        by=SYSTEM, buyer_id=camille.buyer_id, label_id=label("wholesale"), why=" Runs a\ncafé "
    )

    assert given is True
    (card,) = labels_of(camille.buyer_id)
    assert (card.key, card.why, card.tone) == ("wholesale", "Runs a café", "info")
    entry = Entry.objects.get(event="commerce.BuyerLabelled")
    assert entry.data == {"buyer_id": camille.buyer_id, "label_id": card.id}
    assert Detail.objects.get(entry_id=entry.pk).data["after"] == {"why": "Runs a café"}


def test_the_same_label_twice_changes_nothing_and_an_empty_reason_keeps_the_one_there_is() -> None:
    camille = meet("camille@buyer.example")
    give(camille, "careful", "Broke a vase.")
    entries = Entry.objects.count()

    changed = give(camille, "careful", "")

    assert changed is False
    assert labels_of(camille.buyer_id)[0].why == "Broke a vase."
    assert Entry.objects.count() == entries


def test_who_may_not_edit_buyers_labels_nobody() -> None:
    camille = meet("camille@buyer.example")
    entries = Entry.objects.count()

    with pytest.raises(NotAllowed):
        services.label_buyer(by=VIEWER, buyer_id=camille.buyer_id, label_id=label("careful"))

    assert not LabelledBuyer.objects.exists()
    assert Entry.objects.count() == entries


def test_an_agent_gives_labels_and_does_not_define_them() -> None:
    with pytest.raises(NotAllowed):
        services.define_label(by=AGENT, name="Press", colour=Colour.BLUE)

    assert BuyerLabel.objects.count() == 3


def test_the_labels_of_a_merged_buyer_are_read_with_the_one_kept_and_are_his_again_after() -> None:
    kept, other = meet("camille@buyer.example"), meet("c.laurent@work.example")
    give(kept, "very-good-customer")
    give(other, "wholesale")
    services.merge_buyers(by=LEAD, keep_id=kept.buyer_id, merge_id=other.buyer_id)
    together = keys_of(kept)

    services.unmerge_identity(by=LEAD, identity_id=other.pk)

    assert together == {"very-good-customer", "wholesale"}
    assert (keys_of(kept), keys_of(other)) == ({"very-good-customer"}, {"wholesale"})


def test_what_is_taken_off_one_person_is_gone_wherever_it_came_from() -> None:
    kept, other = meet("camille@buyer.example"), meet("c.laurent@work.example")
    give(other, "wholesale")
    services.merge_buyers(by=LEAD, keep_id=kept.buyer_id, merge_id=other.buyer_id)
    assert label_keys_of(kept.pk) == {"wholesale"}

    found = label("wholesale")
    gone = services.unlabel_buyer(by=SYSTEM, buyer_id=kept.buyer_id, label_id=found)

    assert gone is True
    assert label_keys_of(kept.pk) == frozenset()
    assert not services.unlabel_buyer(by=SYSTEM, buyer_id=kept.buyer_id, label_id=found)


@pytest.mark.parametrize("name", ["", "  ", "WHOLESALE", "x" * 41])
def test_a_name_that_says_nothing_or_is_taken_is_refused(name: str) -> None:
    with pytest.raises(LabelUnclear):
        services.define_label(by=LEAD, name=name, colour=Colour.BLUE)

    assert BuyerLabel.objects.count() == 3


def test_who_saves_the_words_that_ship_does_not_rename_the_label() -> None:
    services.define_label(
        by=LEAD, label_id=label("careful"), name="Careful", colour=Colour.RED,
        about="Something went wrong before: read the note before you answer.",
    )  # fmt: skip

    row = BuyerLabel.objects.get(key="careful")
    assert (row.name, row.about, row.colour) == ("", "", "red")


def test_an_unknown_label_is_refused() -> None:
    camille = meet("camille@buyer.example")

    with pytest.raises(UnknownLabel):
        services.label_buyer(by=SYSTEM, buyer_id=camille.buyer_id, label_id=0)


def test_f1_a_file_of_labels_is_imported_once_and_names_the_lines_that_say_nothing(
    write: Callable[..., Path], django_assert_max_num_queries: Any
) -> None:
    camille = meet("camille@buyer.example")
    file = write(
        "buyer_email,label,why\n"
        "Camille@Buyer.example,Wholesale,Runs a café\n"
        "nobody@buyer.example,wholesale,\n"
        "camille@buyer.example,zeppelin,\n"
        ",careful,\n"
    )

    first = import_file(file, by=SYSTEM)
    second = import_file(file, by=SYSTEM)

    assert (first.created, first.failed) == (1, 3)
    assert [(fault.line, fault.reason) for fault in first.errors] == [
        (5, "buyer_email: is missing, and so are buyer_id and buyer_phone"),
        (3, "There is no such buyer."),
        (4, "There is no such label."),
    ]
    assert (second.created, second.updated, second.unchanged) == (0, 0, 1)
    assert keys_of(camille) == {"wholesale"}
