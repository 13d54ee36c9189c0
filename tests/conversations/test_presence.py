"""Who else has a conversation open: told by heartbeats, forgotten without them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Presence
from comptoir.conversations.queries.presence import at_the_desk, open_with_others, others_at
from comptoir.conversations.services import presence
from comptoir.conversations.states import Being
from comptoir.insights.queries.people import seen_at_the_desk
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze, now
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member

type Told = list[tuple[str, int]]


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write()
    return Conversation.objects.get()


@pytest.fixture
def colleague(db: None) -> Identity:
    return make_member("jonas@shop.example", "Jonas Weber", "agent")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the browsers of all processes are told."""
    heard: Told = []
    monkeypatch.setattr(
        presence, "signal", lambda kind, number, event: heard.append((kind, number))
    )
    return heard


def be_here(who: Identity, number: int, being: str = "viewing", tab: str = "one") -> None:
    services.be_here(by=who.actor, conversation_id=number, tab=tab, being=Being(being))


def seen(by: Identity, number: int) -> list[tuple[str, str]]:
    found = others_at(by.viewer, [number]).get(number, ())
    return [(one.who.name, one.being.value) for one in found]


def test_a_colleague_is_seen_until_his_heart_stops(
    agent: Identity, colleague: Identity, conversation: Conversation
) -> None:
    be_here(colleague, conversation.pk, "composing")

    assert seen(agent, conversation.pk) == [("Jonas Weber", "composing")]
    with freeze(now() + timedelta(seconds=13)):
        assert seen(agent, conversation.pk) == [("Jonas Weber", "viewing")]
    with freeze(now() + timedelta(seconds=31)):
        assert seen(agent, conversation.pk) == []


def test_nobody_sees_himself(agent: Identity, conversation: Conversation) -> None:
    be_here(agent, conversation.pk)

    assert seen(agent, conversation.pk) == []


def test_who_composes_stands_first(
    agent: Identity, colleague: Identity, conversation: Conversation
) -> None:
    be_here(make_member("ada@shop.example", "Ada", "agent"), conversation.pk)

    be_here(colleague, conversation.pk, "composing")

    assert seen(agent, conversation.pk) == [("Jonas Weber", "composing"), ("Ada", "viewing")]


def test_two_tabs_of_one_person_are_one_face(
    agent: Identity, colleague: Identity, conversation: Conversation
) -> None:
    be_here(colleague, conversation.pk, "viewing", tab="front")

    be_here(colleague, conversation.pk, "away", tab="back")

    assert seen(agent, conversation.pk) == [("Jonas Weber", "viewing")]


def test_a_tab_that_goes_on_leaves_what_it_showed(
    agent: Identity, colleague: Identity, write: Write, told: Told
) -> None:
    write()
    write(sender="Bo <bo@buyer.example>", message_id="<bo@buyer.example>")
    first, second = Conversation.objects.order_by("pk").values_list("pk", flat=True)
    be_here(colleague, first)

    be_here(colleague, second)

    assert seen(agent, first) == []
    assert seen(agent, second) == [("Jonas Weber", "viewing")]
    assert told == [("presence", first), ("presence", first), ("presence", second)]


def test_only_changes_are_told_and_none_is_journalled(
    colleague: Identity, conversation: Conversation, told: Told
) -> None:
    entries = Entry.objects.count()
    for being in ("viewing", "viewing", "composing", "composing", "viewing"):
        be_here(colleague, conversation.pk, being)

    services.leave(by=colleague.actor, tab="one")

    assert told == [("presence", conversation.pk)] * 4
    assert Entry.objects.count() == entries
    assert Presence.objects.count() == 0


def test_a_return_after_a_lapse_is_told(
    colleague: Identity, conversation: Conversation, told: Told
) -> None:
    be_here(colleague, conversation.pk)

    with freeze(now() + timedelta(seconds=31)):
        be_here(colleague, conversation.pk)

    assert told == [("presence", conversation.pk)] * 2


def test_d4_a_member_switched_off_is_no_longer_seen(
    agent: Identity, colleague: Identity, conversation: Conversation
) -> None:
    be_here(colleague, conversation.pk)

    Member.objects.filter(pk=colleague.member.pk).update(is_active=False)

    assert seen(agent, conversation.pk) == []


def test_d4_an_open_page_of_a_member_switched_off_sees_nobody_and_is_not_seen(
    client: Client, agent: Identity, colleague: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)
    be_here(colleague, conversation.pk)
    Member.objects.filter(pk=agent.member.pk).update(is_active=False)

    looked = client.get("/here/", {"shown": conversation.pk})
    beaten = client.post(f"/c/{conversation.pk}/here/", {"tab": "x", "being": "viewing"})

    assert looked.status_code == beaten.status_code == 302
    assert b"Jonas" not in looked.content
    assert not Presence.objects.filter(member=agent.member).exists()


def test_d1_presence_in_what_one_may_not_see_is_told_to_nobody(
    client: Client, colleague: Identity, conversation: Conversation
) -> None:
    member = Member.objects.create_user("kim@shop.example", "secret", name="Kim")
    team = Team.objects.create(name="Elsewhere")
    MemberGrant.objects.create(member=member, role="agent", scope="team", scope_id=team.pk)
    be_here(colleague, conversation.pk)
    client.force_login(member)

    looked = client.get("/here/", {"shown": conversation.pk})
    beaten = client.post(f"/c/{conversation.pk}/here/", {"tab": "x", "being": "viewing"})

    assert looked.json() == {"here": {}}
    assert beaten.status_code == 404
    assert Presence.objects.count() == 1


def test_who_may_not_read_is_not_let_in(conversation: Conversation, told: Told) -> None:
    stranger = make_member("kim@shop.example", "Kim", "agent")
    MemberGrant.objects.filter(member=stranger.member).delete()
    with pytest.raises(NotAllowed):
        be_here(identify(stranger.member), conversation.pk)

    assert Presence.objects.count() == 0
    assert told == []


def test_a_heartbeat_answers_with_faces_and_words(
    client: Client, agent: Identity, colleague: Identity, conversation: Conversation
) -> None:
    be_here(colleague, conversation.pk, "composing")
    client.force_login(agent.member)

    answer = client.post(
        f"/c/{conversation.pk}/here/",
        {"tab": "mine", "being": "nonsense", "shown": conversation.pk},
    )

    here = answer.json()["here"][str(conversation.pk)]
    assert here["writes"] == "Jonas Weber is writing"
    assert '<span class="only-read">Jonas Weber is writing</span>' in here["faces"]
    assert "face operator tiny typing" in here["faces"]
    mine = Presence.objects.get(member=agent.member)
    assert (mine.being, mine.tab) == ("viewing", "mine")


def test_looking_asks_once_for_any_number_of_rows(
    agent: Identity, write: Write, django_assert_num_queries: Callable[..., Any]
) -> None:
    for at in range(50):
        write(sender=f"B{at} <b{at}@buyer.example>", message_id=f"<{at}@buyer.example>")
    numbers = list(Conversation.objects.values_list("pk", flat=True))
    for at, number in enumerate(numbers):
        Presence.objects.create(
            member=make_member(f"m{at}@shop.example", f"M{at}", "agent").member,
            tab="t", conversation_id=number, being="viewing", at=now(),
        )  # fmt: skip

    with django_assert_num_queries(1):
        one = others_at(agent.viewer, numbers[:1])
    with django_assert_num_queries(1):
        fifty = others_at(agent.viewer, numbers)

    assert (len(one), len(fifty)) == (1, 50)


def test_opening_a_page_writes_no_presence(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/inbox/all/{conversation.pk}/").content.decode()

    assert page.count(f'data-here="{conversation.pk}"') == 2
    assert not [query for query in asked if "presence" in query["sql"]]


def test_what_others_read_is_known_and_what_lies_in_their_background_is_not(
    agent: Identity, colleague: Identity, conversation: Conversation
) -> None:
    be_here(colleague, conversation.pk)
    assert open_with_others(agent.viewer) == {conversation.pk}
    assert open_with_others(colleague.viewer) == frozenset()

    be_here(colleague, conversation.pk, "away")

    assert open_with_others(agent.viewer) == frozenset()


def test_who_reads_is_at_work(colleague: Identity, conversation: Conversation) -> None:
    members = [colleague.member.pk]
    assert seen_at_the_desk(members) == {}

    with freeze(now()):
        be_here(colleague, conversation.pk)

        assert at_the_desk(members) == {colleague.member.pk: now()}
        assert seen_at_the_desk(members)[colleague.member.pk].is_on


def test_a_crash_of_the_database_may_forget_them(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence::text FROM pg_class WHERE relname = 'conversations_presence'"
        )
        assert cursor.fetchone() == ("u",)
