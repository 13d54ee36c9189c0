"""Entries of the journal as others may read them."""

import pytest

from comptoir.accounts.services import create_team
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.rest.slots import RESOURCES
from comptoir.rest.telling import link_to, tell


def entry(**told) -> Entry:
    told = {
        "event": "x.Y",
        "subject_kind": "member",
        "subject_id": 7,
        "actor_kind": "system",
    } | told
    return Entry.objects.get(pk=Entry.objects.create(**told).pk)


def test_ids_of_things_that_the_api_does_not_know_are_left_out(db) -> None:
    (told,) = tell([entry(data={"member_id": 7, "delivery_id": 9, "count": 3})])

    assert told.data == {"member_id": 7, "count": 3}


def test_a_field_may_name_another_thing_of_the_subjects_kind(db) -> None:
    (told,) = tell([entry(data={"into_id": 8})])

    assert told.data == {"into_id": 8}


def test_the_program_itself_has_no_id(db) -> None:
    (told,) = tell([entry(data={})])

    assert (told.actor.kind, told.actor.id) == ("system", None)
    assert told.subject.url == "http://testserver/api/v1/members/7"


def test_a_thing_that_is_gone_has_no_link(db) -> None:
    (told,) = tell([entry(subject_kind="order", subject_id=404, data={"order_id": 404})])

    assert (told.subject.id, told.subject.url, told.data) == (None, None, {})


@pytest.mark.parametrize("kind", ["team", "tag", "nothing"])
def test_what_has_no_address_has_no_link(kind: str) -> None:
    assert link_to(kind, 1) is None


def test_following_by_position_tells_each_event_once(transactional_db, program) -> None:
    here = program.get("events").json()["position"]
    create_team(by=SYSTEM, name="Returns")
    create_team(by=SYSTEM, name="Fraud")

    first = program.get(f"events?after={here}&limit=1").json()
    second = program.get(f"events?after={first['position']}&limit=1").json()
    third = program.get(f"events?after={second['position']}").json()

    types = [item["type"] for page in (first, second, third) for item in page["items"]]
    assert types == ["accounts.TeamCreated", "accounts.TeamCreated"]
    assert (first["more"], third["more"], third["items"]) == (True, False, [])


def test_events_are_narrowed_by_type(transactional_db, program) -> None:
    here = program.get("events").json()["position"]
    create_team(by=SYSTEM, name="Returns")

    none = program.get(f"events?after={here}&type=accounts.TeamJoined").json()["items"]
    one = program.get(f"events?after={here}&type=accounts.TeamCreated").json()["items"]

    assert (len(none), len(one)) == (0, 1)


def test_following_the_house_takes_a_right_for_the_house(give_token) -> None:
    """One that is held for a team alone is none."""
    narrow = give_token("administrator", scope="team", scope_id=1, name="Tea")

    assert narrow.get("events").status_code == 403


def test_kinds_are_plugged_by_their_packages() -> None:
    kinds = {kind for kind, _ in RESOURCES.items()}

    assert {"conversation", "message", "order", "buyer", "seller", "member"} <= kinds
