"""What macros can do besides words: set aside, resolve with an outcome."""

from datetime import UTC, datetime

import pytest

from comptoir.accounts.identity import Identity
from comptoir.automation.services import actions
from comptoir.conversations.models import Conversation, Snooze
from comptoir.kit.clock import freeze

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "until"),
    [
        ("hour", datetime(2026, 11, 20, 11, 0, tzinfo=UTC)),
        ("month", datetime(2026, 12, 21, 8, 0, tzinfo=UTC)),
        ("answered", None),
    ],
)
def test_a_macro_sets_aside_until_its_time(
    conversation: Conversation, agent: Identity, value: str, until: datetime | None
) -> None:
    """On the clock of whoever sent it; a month on is a Sunday, so it is the Monday after."""
    agent.member.time_zone = "UTC"
    agent.member.save()

    with freeze(FRIDAY):
        refused = actions.run_all(
            [("snooze", value)], by=agent.actor, conversation_id=conversation.pk
        )

    assert refused == []
    conversation.refresh_from_db()
    assert conversation.category == "snoozed"
    snoozed = Snooze.objects.get()
    assert snoozed.until == until


def test_a_macro_sets_aside_until_the_delivery(conversation: Conversation, agent: Identity) -> None:
    actions.run_all([("snooze", "delivered")], by=agent.actor, conversation_id=conversation.pk)

    assert Snooze.objects.get().until_delivered is True


def test_a_macro_resolves_with_an_outcome(conversation: Conversation, agent: Identity) -> None:
    actions.run_all([("outcome", "voucher")], by=agent.actor, conversation_id=conversation.pk)

    conversation.refresh_from_db()
    assert (conversation.category, conversation.outcome) == ("resolved", "voucher")


def test_each_says_in_words_what_it_will_do() -> None:
    said = [actions.say("snooze", "week"), actions.say("outcome", "refund")]

    assert said == ["Set aside: Next week", "Resolve: Refund"]
    assert [choice.key for choice in actions.snooze_choices()] == [
        "hour",
        "workday",
        "week",
        "month",
        "delivered",
        "answered",
    ]
