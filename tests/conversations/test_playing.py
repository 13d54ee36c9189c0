"""Playing a list: one after the other, nobody twice, nothing that a colleague is at (U3)."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Draft, Presence
from comptoir.conversations.queries.playing import Next, Nothing
from comptoir.conversations.states import Being
from comptoir.kit.clock import freeze, now
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("noor@shop.example", "Noor", "lead")


@pytest.fixture
def three(write: Write) -> list[int]:
    for at in range(3):
        write(message_id=f"<{at}@b.example>", sender=f"b{at}@b.example")
    numbers = list(Conversation.objects.order_by("pk").values_list("pk", flat=True))
    for at, number in enumerate(numbers):
        Conversation.objects.filter(pk=number).update(next_due_at=now() + timedelta(hours=at + 1))
    return numbers


def serve(who: Identity, after: str = "") -> Next | Nothing:
    return services.serve_next(by=who.actor, viewer=who.viewer, view="waiting", after=after)


def walk(who: Identity) -> list[int]:
    served, after = [], ""
    while isinstance(found := serve(who, after), Next):
        served.append(found.number)
        after = found.cursor
    return served


def test_the_list_is_served_in_its_order_and_each_once(agent: Identity, three: list[int]) -> None:
    assert walk(agent) == three


def test_what_was_answered_meanwhile_makes_nobody_be_served_twice(
    agent: Identity, three: list[int]
) -> None:
    first = serve(agent)
    assert isinstance(first, Next)

    services.set_status(by=agent.actor, conversation_id=first.number, status="resolved")

    found = serve(agent, first.cursor)
    assert isinstance(found, Next)
    assert found.number == three[1]


def test_two_who_ask_at_once_are_served_two_conversations(
    agent: Identity, lead: Identity, three: list[int]
) -> None:
    mine, hers = serve(agent), serve(lead)

    assert isinstance(mine, Next)
    assert isinstance(hers, Next)
    assert (mine.number, hers.number, hers.passed) == (three[0], three[1], 1)


def test_what_a_colleague_opened_by_hand_is_left_to_her(
    agent: Identity, lead: Identity, three: list[int]
) -> None:
    services.be_here(by=lead.actor, conversation_id=three[0], tab="t", being=Being.VIEWING)
    services.be_here(by=lead.actor, conversation_id=three[1], tab="u", being=Being.COMPOSING)

    assert walk(agent) == [three[2]]


def test_a_page_left_in_the_background_holds_nothing_back(
    agent: Identity, lead: Identity, three: list[int]
) -> None:
    services.be_here(by=lead.actor, conversation_id=three[0], tab="t", being=Being.AWAY)

    assert walk(agent) == three


def test_who_lost_the_network_keeps_what_she_wrote_a_moment_ago_and_nothing_else(
    agent: Identity, lead: Identity, three: list[int]
) -> None:
    services.be_here(by=lead.actor, conversation_id=three[0], tab="t", being=Being.VIEWING)
    services.be_here(by=lead.actor, conversation_id=three[1], tab="u", being=Being.COMPOSING)
    Draft.objects.create(
        conversation_id=three[1], member=lead.member, mode="reply", text="Dear", saved_at=now()
    )

    with freeze(now() + timedelta(minutes=1)):
        assert walk(agent) == [three[0], three[2]]
    Presence.objects.all().delete()
    with freeze(now() + timedelta(minutes=6)):
        assert walk(agent) == three


def test_at_the_end_it_is_said_what_is_with_colleagues(
    client: Client, agent: Identity, lead: Identity, three: list[int]
) -> None:
    client.force_login(agent.member)
    services.be_here(by=lead.actor, conversation_id=three[1], tab="t", being=Being.VIEWING)

    served = []
    form: dict[str, str] = {}
    while True:
        address = client.post("/inbox/waiting/play/", form)["Location"]
        if "play=" not in address:
            break
        served.append(address.split("?")[0])
        form = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}

    assert served == [f"/inbox/waiting/{three[0]}/", f"/inbox/waiting/{three[2]}/"]
    page = client.get(address).content.decode()
    assert "1 is open with a colleague; play again later to get it." in page


def test_the_page_says_how_far_one_is_and_leads_on(
    client: Client, agent: Identity, three: list[int]
) -> None:
    client.force_login(agent.member)

    address = client.post("/inbox/waiting/play/")["Location"]

    page = client.get(address).content.decode()
    assert "1 of 3" in page
    assert 'id="play-next"' in page
    told = client.post("/inbox/waiting/play/", {}, headers={"HX-Request": "true"})
    assert told.status_code == 204
    assert told["HX-Redirect"].startswith(f"/inbox/waiting/{three[0]}/?play=1-3")


@pytest.mark.parametrize("play", ["", "4", "x-3", "-1-2", "4-", "9" * 30 + "-2"])
def test_an_address_that_makes_no_sense_plays_nothing(
    client: Client, agent: Identity, three: list[int], play: str
) -> None:
    client.force_login(agent.member)

    page = client.get(f"/inbox/waiting/{three[0]}/", {"play": play, "after": "nonsense"})

    assert page.status_code == 200
    assert 'id="play-next"' not in page.content.decode()


def test_who_sees_only_one_team_is_served_only_its_conversations_d1(
    three: list[int],
) -> None:
    elsewhere = Team.objects.create(name="Elsewhere")
    member = Member.objects.create_user("li@shop.example", "secret", name="Li")
    MemberGrant.objects.create(member=member, role="agent", scope="team", scope_id=elsewhere.pk)
    stranger = identify(member)

    assert serve(stranger) == Nothing(passed=0)
