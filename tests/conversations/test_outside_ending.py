"""What becomes of a side conversation when the one it stands beside ends, moves or waits."""

import pytest

from comptoir.accounts.identity import Identity
from comptoir.conversations import services
from comptoir.conversations.errors import SidesOpen
from comptoir.conversations.models import Conversation
from comptoir.conversations.states import Sides
from tests.conversations.conftest import Write
from tests.conversations.test_merging import entries
from tests.conversations.test_outside import ask, leave, matter

__all__ = ["matter"]


def test_resolving_asks_what_becomes_of_an_open_side_conversation(
    matter: Conversation, agent: Identity
) -> None:
    leave(ask(agent, matter))
    side = Conversation.objects.get(side_of=matter)
    resolve = {"by": agent.actor, "conversation_id": matter.pk, "status": "resolved"}

    with pytest.raises(SidesOpen, match=f"#{side.pk}"):
        services.set_status(**resolve)
    matter.refresh_from_db()
    assert matter.category == "open"

    services.set_status(**resolve, sides=Sides.RESOLVE)
    matter.refresh_from_db()
    side.refresh_from_db()
    assert (matter.category, side.category) == ("resolved", "resolved")


def test_it_may_be_left_open(matter: Conversation, agent: Identity) -> None:
    leave(ask(agent, matter))
    side = Conversation.objects.get(side_of=matter)

    services.set_status(
        by=agent.actor, conversation_id=matter.pk, status="resolved", sides=Sides.LEAVE
    )

    side.refresh_from_db()
    assert (side.category, side.status_id) == ("waiting", "waiting_carrier")


def test_who_waited_for_the_carrier_is_open_again_once_he_answers(
    matter: Conversation, agent: Identity
) -> None:
    services.set_status(by=agent.actor, conversation_id=matter.pk, status="waiting_carrier")

    for _again in range(2):
        services.attend_to_answer(conversation_id=matter.pk)

    matter.refresh_from_db()
    assert (matter.category, matter.status_id) == ("open", "open")
    changed = [e for e in entries("StatusChanged") if e["category"] == "open"]
    assert len(changed) == 1


def test_a_side_conversation_goes_with_the_one_it_stands_beside(
    matter: Conversation, agent: Identity, write: Write
) -> None:
    leave(ask(agent, matter))
    side = Conversation.objects.get(side_of=matter)
    write("And my lamp?", message_id="<two@buyer.example>")
    other = Conversation.objects.latest("pk")

    services.merge(by=agent.actor, conversation_id=matter.pk, into_id=other.pk)
    side.refresh_from_db()
    assert side.side_of_id == other.pk

    services.unmerge(by=agent.actor, conversation_id=matter.pk)
    side.refresh_from_db()
    assert side.side_of_id == matter.pk
