"""Actors compare by who they are, not by what they are called or may do today."""

from comptoir.kit.actor import SYSTEM, Actor, ActorKind, Grant


def test_an_actor_is_its_kind_and_id() -> None:
    before = Actor(ActorKind.AGENT, 3, "Ines", (Grant("agent"),))
    after = Actor(ActorKind.AGENT, 3, "Inès Bernard", ())

    assert before == after
    assert before != Actor(ActorKind.BUYER, 3, "Ines")
    assert len({before, after}) == 1


def test_an_actor_does_not_print_its_rights() -> None:
    assert "lead" not in repr(Actor(ActorKind.AGENT, 3, "Ines", (Grant("lead"),)))


def test_the_system_has_no_row() -> None:
    assert (SYSTEM.kind, SYSTEM.id, SYSTEM.grants) == ("system", None, ())
