"""The pages: what they show, to whom, and that each figure opens as many rows as it says."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.channels.models import Channel
from comptoir.conversations import services as conversations
from comptoir.conversations.models import Conversation
from comptoir.insights import services
from comptoir.insights.models import ReplyFact
from comptoir.kit.clock import freeze
from tests.insights.conftest import MORNING, Answer, Ask

NOON = MORNING + timedelta(hours=3)
MINUTE = timedelta(minutes=1)
PAGE = "/insights/"
_LINK = re.compile(r'href="(/insights/rows/[^"]*)" data-count="(\d+)"')
_COUNT = re.compile(r'id="count">([\d.,\s]+)</span>')


@pytest.fixture
def desk(client: Client, lead: Identity) -> Client:
    client.force_login(lead.member)
    return client


@pytest.fixture
def busy(ask: Ask, answer: Answer, agent: Identity) -> list[int]:
    """Twelve questions: seven answered, two of them twice, one closed, four wait, one since long."""
    numbers = [ask(MORNING + at * MINUTE) for at in range(11)]
    numbers.append(ask(MORNING - timedelta(days=3)))
    for place, number in enumerate(numbers[:7]):
        answer(number, MORNING + (20 + 40 * place) * MINUTE / 2)
    for number in numbers[:2]:
        begun = Conversation.objects.get(pk=number)
        first = begun.message_set.order_by("pk").first()
        assert first is not None
        ask(
            NOON - 30 * MINUTE,
            sender=f"Buyer <{first.address}>",
            In_Reply_To=f"<{first.external_id}>",
        )
        answer(number, NOON - 20 * MINUTE)
    with freeze(MORNING + 12 * MINUTE):
        conversations.declare_reply_needless(by=agent.actor, conversation_id=numbers[7])
    services.restate(conversation_ids=numbers)
    return numbers


def text_of(client: Client, address: str) -> str:
    with freeze(NOON):
        response = client.get(address)
    assert response.status_code == 200, response.content[:600]
    return response.content.decode()


def figure(page: str, key: str) -> str:
    found = re.search(rf'id="open-{key}"[^>]*>([^<]*)<', page)
    return found.group(1) if found else "–"


def test_the_page_says_what_came_in_what_was_answered_and_who_waits(
    desk: Client, busy: list[int]
) -> None:
    page = text_of(desk, PAGE)

    assert figure(page, "received") == "13"
    assert figure(page, "answered") == "9"
    assert figure(page, "waiting") == "4"
    assert figure(page, "overdue") == "1"
    assert figure(page, "oldest") == "3 d"


@pytest.mark.parametrize("query", ["", "?span=week", "?span=month&hours=calendar"])
def test_each_figure_opens_exactly_its_rows(desk: Client, busy: list[int], query: str) -> None:
    page = text_of(desk, PAGE + query)
    links = {(unescape(url), int(count)) for url, count in _LINK.findall(page)}

    wrong = {}
    for url, count in links:
        rows = text_of(desk, url)
        said = int(_COUNT.search(rows).group(1))  # type: ignore[union-attr]
        shown = rows.count("data-row=")
        if not said == shown == count:
            wrong[url] = (count, said, shown)

    assert len(links) > 20
    assert wrong == {}


def test_a_file_of_rows_has_as_many_lines_as_the_figure(desk: Client, busy: list[int]) -> None:
    told = text_of(desk, "/insights/rows.csv?figure=received")

    rows = list(csv.reader(io.StringIO(told.removeprefix("\ufeff"))))

    assert len(rows) == 1 + 13


def test_words_of_strangers_are_no_formulas_in_a_file(desk: Client, ask: Ask) -> None:
    """F1."""
    number = ask(
        MORNING, sender='"=cmd()" <x@buyer.example>', subject="@SUM(1+1)*cmd|' /C calc'!A0"
    )
    services.restate(conversation_ids=[number])

    told = text_of(desk, "/insights/rows.csv?figure=received")
    (_head, row) = csv.reader(io.StringIO(told.removeprefix("\ufeff")))

    assert row[2] == "'=cmd()"
    assert row[3].startswith("'@SUM")
    assert row[0] == str(number)


def test_the_figures_as_a_file(desk: Client, busy: list[int]) -> None:
    told = text_of(desk, "/insights/figures.csv?span=week")
    rows = list(csv.reader(io.StringIO(told.removeprefix("\ufeff"))))
    found = {(row[0], row[1]): row[2] for row in rows}

    assert found["Received", "All"] == "14"
    assert found["Answered", "All"] == "9"
    assert found["First reply: Replies", "All"] == "7"
    assert found["Next reply: Median", "All"] == "600"


def test_an_agent_does_not_read_figures(client: Client, agent: Identity, busy: list[int]) -> None:
    client.force_login(agent.member)

    refused = [
        client.get(address).status_code
        for address in (PAGE, "/insights/rows/", "/insights/rows.csv", "/insights/figures.csv")
    ]

    assert refused == [403, 403, 403, 403]


def test_a_lead_of_one_team_reads_the_figures_of_that_team(
    client: Client, ask: Ask, answer: Answer, mailbox: Channel
) -> None:
    """D1: counters, rows and files alike; that he answers everywhere changes nothing."""
    mine, theirs = Team.objects.create(name="Mine"), Team.objects.create(name="Theirs")
    for team, count in ((mine, 2), (theirs, 3)):
        for at in range(count):
            number = ask(MORNING + at * MINUTE)
            Conversation.objects.filter(pk=number).update(team=team)
            answer(number, MORNING + 30 * MINUTE)
            waits = ask(MORNING + (40 + at) * MINUTE)
            Conversation.objects.filter(pk=waits).update(team=team)
            services.restate(conversation_ids=[number, waits])
    member = Member.objects.create_user("l@shop.example", "secret", name="Lea")
    MemberGrant.objects.create(member=member, role="lead", scope="team", scope_id=mine.pk)
    MemberGrant.objects.create(member=member, role="agent")
    client.force_login(member)

    page = text_of(client, PAGE)

    assert figure(page, "received") == "4"
    assert figure(page, "answered") == "2"
    assert figure(page, "waiting") == "2"
    assert "Theirs" not in page
    assert "Theirs" not in text_of(client, "/insights/rows/?figure=received")
    assert "data-row" not in text_of(client, f"/insights/rows/?team={theirs.pk}")
    file = text_of(client, "/insights/rows.csv?figure=received")
    assert len(file.strip().splitlines()) == 1 + 4
    assert (
        text_of(client, f"/insights/rows/?figure=waiting&team={theirs.pk}").count("data-row") == 0
    )


def test_who_may_read_no_conversation_sees_no_figure(client: Client, busy: list[int]) -> None:
    team = Team.objects.create(name="Empty")
    member = Member.objects.create_user("l@shop.example", "secret", name="Lea")
    MemberGrant.objects.create(member=member, role="lead", scope="team", scope_id=team.pk)
    client.force_login(member)

    page = text_of(client, PAGE)

    assert _LINK.findall(page) == []
    assert "No question yet" in page


def test_unknown_words_in_an_address_are_passed_over(desk: Client, busy: list[int]) -> None:
    """F3."""
    page = text_of(desk, f"{PAGE}?span=decade&hours=x&team=1;DROP&reason='&agent=-1&part=zz")

    assert figure(page, "received") == "13"
    assert text_of(desk, "/insights/rows/?figure=asked_at&kind=x&part=99999&page=0")


def test_the_page_with_nothing_yet_says_what_to_do(desk: Client, mailbox: Channel) -> None:
    page = text_of(desk, PAGE)

    assert "No question yet" in page
    assert "Open the inbox" in page


def test_chosen_rows_are_given_to_a_colleague(
    desk: Client, busy: list[int], agent: Identity
) -> None:
    waiting = busy[8:10]

    response = desk.post(
        "/insights/reassign/",
        {"number": waiting, "member": agent.member.pk, "back": "/insights/?span=week"},
    )

    assert response.status_code == 302
    assert response["Location"] == "/insights/?span=week"
    given = Conversation.objects.filter(assignee=agent.member).values_list("pk", flat=True)
    assert set(given) == set(waiting)
    assert "2 conversations changed hands" in text_of(desk, PAGE)


def test_nothing_is_given_without_a_choice_or_to_another_site(
    desk: Client, busy: list[int], agent: Identity
) -> None:
    response = desk.post(
        "/insights/reassign/", {"member": agent.member.pk, "back": "https://evil.example/"}
    )

    assert response["Location"] == PAGE
    assert not Conversation.objects.filter(assignee=agent.member).exists()


def test_who_may_not_handle_a_conversation_gives_it_to_nobody(
    client: Client, busy: list[int], agent: Identity
) -> None:
    """Compliance reads figures and handles nothing."""
    member = Member.objects.create_user("c@shop.example", "secret", name="Cora")
    MemberGrant.objects.create(member=member, role="compliance")
    client.force_login(member)

    client.post("/insights/reassign/", {"number": busy[8:10], "member": agent.member.pk})

    assert not Conversation.objects.filter(assignee=agent.member).exists()
    assert "stays: Your role does not allow this" in text_of(client, PAGE)


def test_who_may_read_no_figures_may_not_reassign_by_them(
    client: Client, busy: list[int], agent: Identity
) -> None:
    client.force_login(agent.member)

    response = client.post("/insights/reassign/", {"number": busy[8], "member": agent.member.pk})

    assert response.status_code == 403
    assert not Conversation.objects.filter(assignee=agent.member).exists()


def queries_of(client: Client, address: str) -> int:
    with freeze(NOON), CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address", [PAGE, "/insights/rows/?figure=answered", "/insights/rows/?figure=waiting"]
)
def test_the_number_of_queries_does_not_depend_on_the_rows(
    desk: Client, ask: Ask, answer: Answer, address: str
) -> None:
    first = ask(MORNING)
    answer(first, MORNING + MINUTE)
    ask(MORNING + 2 * MINUTE)
    services.rebuild()
    queries_of(desk, address)
    with_one = queries_of(desk, address)

    for at in range(25):
        answer(ask(MORNING + at * MINUTE), MORNING + 30 * MINUTE)
        ask(MORNING + at * MINUTE)
    services.rebuild()
    # What the house keeps for ten seconds is read again first.
    queries_of(desk, address)

    assert queries_of(desk, address) == with_one
    assert with_one <= 10


def test_a_page_that_is_open_gets_its_figures_alone(desk: Client, busy: list[int]) -> None:
    with freeze(NOON):
        told = desk.get(PAGE, headers={"HX-Request": "true"}).content.decode()

    assert told.lstrip().startswith('<div class="service"')
    assert "<html" not in told
    assert figure(told, "received") == "13"


def test_the_definitions_name_their_versions(desk: Client) -> None:
    page = text_of(desk, "/insights/definitions/")

    assert "version 1" in page
    assert "nine of ten replies took no longer" in page


def test_a_reply_by_somebody_who_left_keeps_its_name(
    desk: Client, busy: list[int], agent: Identity
) -> None:
    agent.member.is_active = False
    agent.member.save()

    page = text_of(desk, PAGE)

    assert agent.member.name in page
    assert ReplyFact.objects.filter(agent=identify(agent.member).member).count() == 9
