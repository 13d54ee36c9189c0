"""Facts are written once, and again to the same rows."""

from datetime import timedelta

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.conversations import services as conversations
from comptoir.conversations.models import Message
from comptoir.conversations.states import Intent
from comptoir.insights import services
from comptoir.insights.models import Reached, ReplyFact
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from tests.insights.conftest import MORNING, Answer, Ask

MINUTE = timedelta(minutes=1)
_SHOWN = [field.attname for field in ReplyFact._meta.concrete_fields if field.name != "id"]


def facts() -> list[tuple[object, ...]]:
    return list(ReplyFact.objects.order_by("message_id").values_list(*_SHOWN))


def test_a_question_and_its_reply_are_one_fact(ask: Ask, answer: Answer, agent: Identity) -> None:
    number = ask(MORNING)
    message = answer(number, MORNING + 42 * MINUTE)

    fact = ReplyFact.objects.get()

    assert (fact.conversation_id, fact.kind, fact.outcome) == (number, "first_reply", "answered")
    assert (fact.asked_at, fact.answered_at) == (MORNING, MORNING + 42 * MINUTE)
    assert (fact.calendar_seconds, fact.business_seconds) == (2520, 2520)
    assert (fact.target_seconds, fact.kept) == (4 * 3600, True)
    assert (fact.agent_id, fact.answer_id) == (agent.member.pk, message.pk)


def test_a_night_counts_by_the_calendar_and_not_in_business_hours(ask: Ask, answer: Answer) -> None:
    """From 17:30 to 9:30 of the next day, in a house that is open from 9 to 18."""
    number = ask(MORNING.replace(hour=16, minute=30))
    answer(number, MORNING + timedelta(days=1) - 30 * MINUTE)

    fact = ReplyFact.objects.get()

    assert fact.calendar_seconds == 16 * 3600
    assert 0 < (fact.business_seconds or 0) < 3 * 3600


def test_the_second_question_gets_a_next_reply(ask: Ask, answer: Answer) -> None:
    number = ask(MORNING, sender="Ada <ada@buyer.example>")
    answer(number, MORNING + 10 * MINUTE)
    first = Message.objects.get(author_kind="buyer").external_id
    again = ask(MORNING + 20 * MINUTE, sender="Ada <ada@buyer.example>", In_Reply_To=f"<{first}>")
    answer(number, MORNING + 50 * MINUTE)

    told = list(ReplyFact.objects.order_by("id").values_list("kind", "calendar_seconds"))

    assert again == number
    assert told == [("first_reply", 600), ("next_reply", 1800)]


def test_an_automatic_reply_asks_nothing(ask: Ask) -> None:
    number = ask(MORNING, Auto_Submitted="auto-replied")

    services.restate(conversation_ids=[number])

    assert facts() == []


def test_a_note_answers_nothing(ask: Ask, agent: Identity) -> None:
    number = ask(MORNING)
    conversations.write_note(by=agent.actor, conversation_id=number, text="I look into it.")

    services.restate(conversation_ids=[number])

    assert ReplyFact.objects.get().outcome == "open"


def test_a_reply_that_was_taken_back_answers_nothing(ask: Ask, agent: Identity) -> None:
    from comptoir.accounts.parties import Party

    number = ask(MORNING)
    with freeze(MORNING + MINUTE):
        message = conversations.reply(
            by=agent.actor, conversation_id=number, text="Wait", audience=Party.BUYER
        )
        services.restate(conversation_ids=[number])
        assert ReplyFact.objects.get().outcome == "open"
        conversations.withdraw(by=agent.actor, message_id=message.pk)

    services.restate(conversation_ids=[number])

    assert ReplyFact.objects.get().outcome == "open"


def test_no_reply_needed_ends_a_question(ask: Ask, agent: Identity) -> None:
    number = ask(MORNING)
    conversations.declare_reply_needless(by=agent.actor, conversation_id=number)

    services.restate(conversation_ids=[number])

    assert ReplyFact.objects.get().outcome == "needless"


def test_spam_does_not_count_and_counts_again_when_it_is_none(
    ask: Ask, answer: Answer, agent: Identity
) -> None:
    number = ask(MORNING)
    answer(number, MORNING + MINUTE)
    before = facts()

    conversations.mark_as_spam(by=agent.actor, conversation_id=number)
    services.restate(conversation_ids=[number])
    assert facts() == []

    conversations.unmark_as_spam(by=agent.actor, conversation_id=number)
    services.restate(conversation_ids=[number])
    assert facts() == before


def test_facts_follow_the_reason_and_the_team(ask: Ask, answer: Answer, agent: Identity) -> None:
    team = Team.objects.create(name="Returns")
    number = ask(MORNING)
    answer(number, MORNING + MINUTE)
    conversations.set_reason(by=agent.actor, conversation_id=number, reason=Intent.REFUND_REQUEST)
    conversations.assign(
        by=agent.actor, conversation_id=number, member_id=None, team_id=team.pk, keep_team=False
    )

    services.restate(conversation_ids=[number])

    fact = ReplyFact.objects.get()
    assert (fact.reason, fact.team_id) == ("refund_request", team.pk)


def test_a_late_reply_broke_the_promise(ask: Ask, answer: Answer) -> None:
    number = ask(MORNING)
    answer(number, MORNING + timedelta(days=6))

    fact = ReplyFact.objects.get()

    assert (fact.outcome, fact.kept) == ("answered", False)


def test_what_is_counted_again_is_the_same_and_writes_nothing(ask: Ask, answer: Answer) -> None:
    """The journal replayed gives the rows that the handlers wrote."""
    numbers = [ask(MORNING + at * MINUTE) for at in range(5)]
    for at, number in enumerate(numbers[:3]):
        answer(number, MORNING + (10 + 7 * at) * MINUTE)
    services.restate(conversation_ids=numbers)
    live = facts()

    assert services.rebuild() == 0
    assert facts() == live

    ReplyFact.objects.all().delete()
    assert services.rebuild() == 5
    assert facts() == live
    assert services.rebuild() == 0


def test_a_rebuild_mends_what_is_wrong_and_forgets_what_the_journal_does_not_know(
    ask: Ask, answer: Answer
) -> None:
    number = ask(MORNING)
    answer(number, MORNING + MINUTE)
    right = facts()
    ReplyFact.objects.update(calendar_seconds=1, agent=None)
    stray = ReplyFact.objects.get()
    stray.pk, stray.message_id, stray.conversation_id = None, 999_999, 888_888
    stray.save()

    assert services.rebuild() == 2
    assert facts() == right


@pytest.mark.django_db(transaction=True)
def test_what_happened_is_counted_once_however_often_one_follows(ask: Ask) -> None:
    ask(MORNING)
    services.follow()
    once = facts()

    services.follow()

    assert len(once) == 1
    assert facts() == once


@pytest.mark.django_db(transaction=True)
def test_after_a_restore_one_follows_from_where_the_journal_is(ask: Ask) -> None:
    Reached.objects.create(pk=1, tx=2**60, entry_id=1)

    services.start_from_now()
    ask(MORNING)
    services.follow()

    assert len(facts()) == 1


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_depend_on_the_conversations(
    ask: Ask, answer: Answer, django_assert_max_num_queries: object, count: int
) -> None:
    numbers = [ask(MORNING + at * MINUTE) for at in range(count)]
    for number in numbers:
        answer(number, MORNING + 60 * MINUTE)
    ReplyFact.objects.all().delete()

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        services.restate(conversation_ids=numbers)

    assert ReplyFact.objects.count() == count
    assert SYSTEM is not None
