"""Rows without Django's compiler: the same rows, with the same values."""

from typing import Any

import pytest

from comptoir.accounts.models import Invitation, Member, Team
from comptoir.kit.clock import now
from comptoir.kit.rows import fetch, insert_many, select

pytestmark = pytest.mark.django_db


def someone(name: str, **more: Any) -> Member:
    return Member.objects.create_user(f"{name}@desk.example", name=name, **more)


def invitation(by: Member, team: Team | None = None) -> Invitation:
    fields = {"email": "new@desk.example", "role": "agent", "token_digest": b"1"}
    return Invitation.objects.create(invited_by=by, team=team, expires_at=now(), **fields)


def values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_fetched_row_has_the_values_that_django_reads() -> None:
    ines = someone("ines", languages=["fr", "de"])

    found = fetch(Member, ines.pk)

    assert values(found) == values(Member.objects.get(pk=ines.pk))
    assert found.languages == ["fr", "de"]


def test_no_key_and_no_row_are_none() -> None:
    assert fetch(Member, None) is None
    assert fetch(Member, 9) is None


def test_what_stands_beside_comes_in_the_same_statement(django_assert_num_queries: Any) -> None:
    made = invitation(someone("ines"), Team.objects.create(name="Parcels"))

    with django_assert_num_queries(1):
        (found,) = select(Invitation, "WHERE t.id = %s", [made.pk], beside=("invited_by", "team"))

        assert (found.invited_by.name, found.team.name) == ("ines", "Parcels")


def test_what_is_not_there_is_none_without_asking(django_assert_num_queries: Any) -> None:
    made = invitation(someone("ines"))

    (found,) = select(Invitation, "WHERE t.id = %s", [made.pk], beside=("team",))

    with django_assert_num_queries(0):
        assert found.team is None


def test_a_field_left_in_the_table_is_read_when_it_is_asked_for(
    django_assert_num_queries: Any,
) -> None:
    someone("ines", languages=["fr"])

    (found,) = select(Member, "WHERE t.name = %s", ["ines"], without=("languages",))

    assert found.get_deferred_fields() == {"languages"}
    with django_assert_num_queries(1):
        assert found.languages == ["fr"]


def test_only_a_single_row_can_stand_beside() -> None:
    with pytest.raises(TypeError, match="grants does not lead to one row"):
        select(Member, "", [], beside=("grants",))


def test_many_are_copied_in_with_the_values_that_django_writes() -> None:
    ines = someone("ines")
    teams = [Team(pk=7_000, name="Tab\there, back\\slash, \\N, line\nend"), Team(pk=7_001, name="")]
    people = [
        Member(email=f"{number}@desk.example", name="Zoë", languages=["fr", "de"])
        for number in (1, 2)
    ]

    insert_many(teams)
    insert_many(people)
    insert_many([])

    assert list(Team.objects.order_by("pk").values_list("pk", "name")) == [
        (team.pk, team.name) for team in teams
    ]
    given = {"id": None, "joined_at": None}  # by the database
    for kept, told in zip(Member.objects.exclude(pk=ines.pk).order_by("pk"), people, strict=True):
        assert kept.joined_at.date() == now().date()
        assert values(kept) | given == values(told) | given
