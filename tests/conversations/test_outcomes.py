"""Resolving with an outcome: noted, told, asked for where a team wants it."""

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel
from comptoir.conversations import services
from comptoir.conversations.errors import OutcomeMissing, WrongAmount
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.states import Intent, Outcome
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.errors import NotAllowed
from comptoir.kit.money import Money
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def team(mailbox: Channel) -> Team:
    team = Team.objects.create(name="Returns")
    mailbox.team = team
    mailbox.save()
    return team


@pytest.fixture
def conversation(team: Team, write: Write) -> Conversation:
    write()
    return Conversation.objects.get()


def entries(name: str) -> list[dict[str, object]]:
    found = Entry.objects.filter(event=f"conversations.{name}").order_by("pk")
    return list(found.values_list("data", flat=True))


def test_reason_outcome_and_amount_are_noted_with_one_act(
    conversation: Conversation, agent: Identity
) -> None:
    services.resolve(
        by=agent.actor,
        conversation_id=conversation.pk,
        outcome=Outcome.PARTIAL_REFUND,
        amount=Money.of("12.50", "EUR"),
        reason=Intent.DAMAGED_ITEM,
    )

    conversation.refresh_from_db()
    assert conversation.category == "resolved"
    assert conversation.outcome == "partial_refund"
    assert conversation.outcome_amount == Money(1250, "EUR")
    assert (conversation.reason, conversation.reason_source) == ("damaged_item", "person")
    assert entries("OutcomeNoted") == [
        {
            "conversation_id": conversation.pk,
            "outcome": "partial_refund",
            "reason": "damaged_item",
            "amount": [1250, "EUR"],
        }
    ]


def test_an_outcome_is_corrected_without_resolving_again(
    conversation: Conversation, agent: Identity
) -> None:
    by, number = agent.actor, conversation.pk
    services.resolve(by=by, conversation_id=number, outcome=Outcome.INFORMATION)

    services.resolve(by=by, conversation_id=number, outcome=Outcome.VOUCHER)
    services.resolve(by=by, conversation_id=number, outcome=Outcome.VOUCHER)

    assert [each["outcome"] for each in entries("OutcomeNoted")] == ["information", "voucher"]
    assert len(entries("StatusChanged")) == 1


def test_a_team_that_notes_outcomes_resolves_nothing_without_one(
    conversation: Conversation, agent: Identity, team: Team
) -> None:
    services.ask_outcome(by=SYSTEM, team_id=team.pk, asked=True)

    with pytest.raises(OutcomeMissing):
        services.set_status(by=agent.actor, conversation_id=conversation.pk, status="resolved")
    with pytest.raises(OutcomeMissing):
        services.resolve(by=agent.actor, conversation_id=conversation.pk, outcome=None)
    with pytest.raises(OutcomeMissing):
        services.reply(
            by=agent.actor,
            conversation_id=conversation.pk,
            text="Done.",
            audience=Party.BUYER,
            then_resolve=True,
        )

    conversation.refresh_from_db()
    assert conversation.category == "open"
    assert entries("StatusChanged") == []
    assert Message.objects.count() == 1


def test_rules_are_not_asked_for_an_outcome(conversation: Conversation, team: Team) -> None:
    services.ask_outcome(by=SYSTEM, team_id=team.pk, asked=True)

    services.set_status(by=SYSTEM, conversation_id=conversation.pk, status="resolved")

    conversation.refresh_from_db()
    assert conversation.category == "resolved"


@pytest.mark.parametrize(
    ("outcome", "amount"),
    [(Outcome.INFORMATION, Money(100, "EUR")), (Outcome.REFUND, Money(0, "EUR"))],
)
def test_an_amount_that_can_not_be_is_refused_and_nothing_changes(
    conversation: Conversation, agent: Identity, outcome: Outcome, amount: Money
) -> None:
    with pytest.raises(WrongAmount):
        services.resolve(
            by=agent.actor,
            conversation_id=conversation.pk,
            outcome=outcome,
            amount=amount,
            reason=Intent.DAMAGED_ITEM,
        )

    conversation.refresh_from_db()
    assert (conversation.category, conversation.outcome) == ("open", "")
    assert conversation.reason != "damaged_item"
    assert entries("OutcomeNoted") == []


def test_who_only_reads_notes_no_outcome(conversation: Conversation) -> None:
    """D1."""
    reader = make_member("rita@shop.example", "Rita Reader", "analyst")

    with pytest.raises(NotAllowed):
        services.resolve(
            by=reader.actor, conversation_id=conversation.pk, outcome=Outcome.INFORMATION
        )

    conversation.refresh_from_db()
    assert (conversation.category, conversation.outcome) == ("open", "")


def test_the_form_resolves_and_the_line_says_what_came_of_it(
    conversation: Conversation, agent: Identity, client: Client
) -> None:
    client.force_login(agent.member)
    address = f"/c/{conversation.pk}/resolve/"

    form = client.get(address).content.decode()
    sent = client.post(
        address, {"outcome": "refund", "amount": "74,80", "currency": "eur", "seen": "open"}
    )

    assert 'value="partial_refund"' in form
    assert "act-done" in sent.headers["HX-Trigger"]
    page = client.get(f"/inbox/all/{conversation.pk}/").content.decode()
    assert "Inès Bernard noted the outcome: Refund, €74.80" in page


def test_a_wrong_amount_leaves_the_form_open_with_all_that_was_typed(
    conversation: Conversation, agent: Identity, client: Client
) -> None:
    client.force_login(agent.member)

    refused = client.post(
        f"/c/{conversation.pk}/resolve/",
        {"outcome": "refund", "amount": "a lot", "currency": "EUR"},
    )

    page = refused.content.decode()
    assert refused.headers["HX-Retarget"] == "#act"
    assert "“a lot” is not an amount of EUR." in page
    assert 'value="a lot"' in page
    conversation.refresh_from_db()
    assert conversation.category == "open"


def test_resolving_by_the_button_opens_the_form_where_the_team_notes_outcomes(
    conversation: Conversation, agent: Identity, team: Team, client: Client
) -> None:
    client.force_login(agent.member)
    services.ask_outcome(by=SYSTEM, team_id=team.pk, asked=True)

    answer = client.post(f"/c/{conversation.pk}/status/", {"status": "resolved", "seen": "open"})

    assert f'"act-open": {{"url": "/c/{conversation.pk}/resolve/"}}' in answer.headers["HX-Trigger"]
    conversation.refresh_from_db()
    assert conversation.category == "open"


def test_an_administrator_says_which_teams_note_outcomes(team: Team, client: Client) -> None:
    boss = make_member("boss@shop.example", "Boss", "administrator")
    client.force_login(boss.member)

    client.post(f"/statuses/teams/{team.pk}/", {"asked": "1"})

    page = client.get("/statuses/").content.decode()
    assert "Notes outcomes" in page
    assert entries("OutcomeAsked") == [{"team_id": team.pk, "is_asked": True}]


def test_an_agent_does_not_say_it(team: Team, agent: Identity) -> None:
    with pytest.raises(NotAllowed):
        services.ask_outcome(by=agent.actor, team_id=team.pk, asked=True)

    assert entries("OutcomeAsked") == []
