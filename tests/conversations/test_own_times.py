"""Times of one's own: as they are said, offered first, kept when one of them is none."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.conversations import services
from comptoir.conversations.errors import NoSuchMoment
from comptoir.conversations.models import Conversation, Snooze
from comptoir.conversations.queries.thread import find
from comptoir.conversations.queries.timing import own_words, snooze_form
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member

SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def choose(identity: Identity, *typed: str) -> tuple[str, ...]:
    with freeze(SUNDAY):
        return services.choose_times(by=identity.actor, zone=BERLIN, typed=typed)


def test_they_stand_above_the_shipped_ones_in_his_order(write: Write, agent: Identity) -> None:
    write()
    number = Conversation.objects.get().pk
    choose(agent, "friday 14:00", "", "in 2 hours", "friday  14:00")

    with freeze(SUNDAY):
        found = snooze_form(agent.viewer, find(agent.viewer, number))

    assert [each.label for each in found.choices[:3]] == [
        "friday 14:00",
        "in 2 hours",
        "In an hour",
    ]
    assert found.choices[1].at == datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    others = make_member("jo@shop.example", "Jo", "agent")
    with freeze(SUNDAY):
        theirs = snooze_form(others.viewer, find(others.viewer, number))
    assert theirs.choices[0].label == "In an hour"


def test_one_is_chosen_like_any_other_time(client: Client, write: Write, agent: Identity) -> None:
    write()
    number = Conversation.objects.get().pk
    choose(agent, "in 2 hours")
    client.force_login(agent.member)

    with freeze(SUNDAY):
        page = client.get(f"/c/{number}/snooze/").content.decode()
        client.post(f"/c/{number}/snooze/", {"at": "typed:in 2 hours"})

    assert page.index("in 2 hours") < page.index("In an hour")
    assert Snooze.objects.get().until == datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def test_what_was_typed_lately_is_not_offered_twice(write: Write, agent: Identity) -> None:
    write()
    number = Conversation.objects.get().pk
    choose(agent, "in 2 hours")
    with freeze(SUNDAY):
        until = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
        services.snooze(by=agent.actor, conversation_id=number, until=until, typed="in 2 hours")
        found = snooze_form(agent.viewer, find(agent.viewer, number))

    assert [each.label for each in found.choices].count("in 2 hours") == 1


def test_one_that_is_no_time_keeps_all_as_they_were(agent: Identity) -> None:
    choose(agent, "in 3 days")

    with pytest.raises(NoSuchMoment, match="“soonish” is no time"):
        choose(agent, "friday", "soonish")

    assert own_words(agent.viewer) == ("in 3 days",)


def test_five_are_kept(agent: Identity) -> None:
    assert choose(agent, *(f"in {hours} hours" for hours in range(2, 9))) == tuple(
        f"in {hours} hours" for hours in range(2, 7)
    )


def test_whoever_sets_nothing_aside_has_none(db: None) -> None:
    analyst = make_member("ana@shop.example", "Ana", "analyst")

    with pytest.raises(NotAllowed):
        choose(analyst, "friday")

    assert own_words(analyst.viewer) == ()


def test_the_page_says_what_each_means_and_keeps_what_was_typed(
    client: Client, agent: Identity
) -> None:
    client.force_login(agent.member)

    with freeze(SUNDAY):
        refused = client.post("/times/own/", {"typed": ["friday 14:00", "soonish"]})
        client.post("/times/own/", {"typed": ["friday 14:00"]})
        page = client.get("/times/own/").content.decode()

    assert refused.status_code == 422
    assert 'value="soonish"' in refused.content.decode()
    assert 'value="friday 14:00"' in page and "27 November" in page
    assert own_words(agent.viewer) == ("friday 14:00",)
