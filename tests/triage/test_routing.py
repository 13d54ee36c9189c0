"""Sharing out, with its reason in the timeline; away; handing over a shift."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team, TeamMembership
from comptoir.channels.models import Channel
from comptoir.conversations import services as conversations
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.timeline import lines_between
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.models import BusinessCalendar
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.kit.errors import NotAllowed
from comptoir.triage import services
from comptoir.triage.errors import BadDuty
from comptoir.triage.middleware import forget_handed_over
from comptoir.triage.models import Duty, Handover, TeamRouting, Turn
from comptoir.triage.states import Mode
from tests.conversations.conftest import Write, make_member

type Join = Callable[..., Identity]


@pytest.fixture
def team(mailbox: Channel) -> Team:
    """Always open; everything that comes in is its own."""
    team = Team.objects.create(name="Buyers")
    always = BusinessCalendar.objects.get(key="always")
    deadlines.set_team_hours(by=SYSTEM, team_id=team.pk, calendar_id=always.pk)
    mailbox.team = team
    mailbox.save()
    services.set_routing(by=SYSTEM, team_id=team.pk, mode=Mode.ASSIGN, capacity=10)
    return team


@pytest.fixture
def join(team: Team) -> Join:
    """Somebody of the team who is signed in now."""

    def make(name: str, *languages: str, role: str = "agent") -> Identity:
        who = make_member(f"{name.lower()}@shop.example", name, role)
        who.member.languages = list(languages)
        who.member.save()
        TeamMembership.objects.create(team=team, member=who.member)
        sign_in(who)
        return who

    return make


def sign_in(who: Identity, *, ago: timedelta = timedelta(0)) -> None:
    key = f"session-of-{who.member.pk}"
    Session.objects.create(session_key=key, session_data="", expire_date=now() + timedelta(days=1))
    UserSession.objects.create(user=who.member, session_key=key, ip="127.0.0.1", user_agent="x")
    UserSession.objects.filter(user=who.member).update(last_seen_at=now() - ago)


def comes_in(write: Write, number: int = 1, text: str = "Where is my parcel?") -> Conversation:
    write(text, sender=f"b{number}@buyer.example", message_id=f"<{number}@buyer.example>")
    return Conversation.objects.latest("pk")


def said(conversation: Conversation) -> list[str]:
    return [line.text for line in lines_between(conversation, after=None, until=None)]


def test_it_goes_to_each_in_turn_and_says_why(write: Write, join: Join) -> None:
    ada, bo = join("Ada"), join("Bo")

    takers = []
    for number in range(4):
        conversation = comes_in(write, number)
        services.attend(conversation_id=conversation.pk)
        conversation.refresh_from_db()
        takers.append(conversation.assignee_id)

    assert takers == [ada.member.pk, bo.member.pk] * 2
    assert said(conversation)[-1] == "Bo has it: next in turn (1 of 10 open)"


def test_it_is_shared_out_once(write: Write, join: Join) -> None:
    join("Ada")
    join("Bo")
    conversation = comes_in(write)

    for _ in range(3):
        services.attend(conversation_id=conversation.pk)

    assert Entry.objects.filter(event="triage.ConversationRouted").count() == 1


@pytest.mark.parametrize("why", ["away", "signed out", "full", "language", "off"])
def test_whoever_cannot_take_it_is_given_nothing(
    write: Write, join: Join, team: Team, why: str
) -> None:
    ada = join("Ada", "de")
    match why:
        case "away":
            services.go_away(by=ada.actor, line="At the dentist")
        case "signed out":
            UserSession.objects.update(last_seen_at=now() - timedelta(minutes=11))
        case "full":
            services.set_capacity(by=SYSTEM, member_id=ada.member.pk, capacity=0)
        case "off":
            services.set_routing(by=SYSTEM, team_id=team.pk, mode=Mode.OFF, capacity=10)
    text = (
        "Wo ist mein Paket? Ich warte seit zehn Tagen darauf."
        if why != "language"
        else ("Où est mon colis ? J'attends depuis dix jours et je n'ai aucune nouvelle.")
    )
    conversation = comes_in(write, text=text)

    services.attend(conversation_id=conversation.pk)

    conversation.refresh_from_db()
    assert conversation.assignee_id is None
    assert not Turn.objects.exists()


def test_what_nobody_could_take_goes_to_the_first_who_can(write: Write, join: Join) -> None:
    conversation = comes_in(write)
    services.attend(conversation_id=conversation.pk)
    ada = join("Ada")

    shared = services.route_waiting()

    conversation.refresh_from_db()
    assert (shared, conversation.assignee_id) == (1, ada.member.pk)


def test_a_team_may_only_want_to_know_who_is_next(write: Write, join: Join, team: Team) -> None:
    join("Ada")
    services.set_routing(by=SYSTEM, team_id=team.pk, mode=Mode.SUGGEST, capacity=10)
    conversation = comes_in(write)

    services.attend(conversation_id=conversation.pk)

    conversation.refresh_from_db()
    assert conversation.assignee_id is None
    assert said(conversation)[-1] == "Ada could take it: nobody else on shift has room"


def test_where_nobody_shares_and_nobody_is_away_a_message_costs_one_statement(
    write: Write, django_assert_num_queries: Any
) -> None:
    number = comes_in(write, 1).pk
    TeamRouting.objects.all().delete()

    with django_assert_num_queries(1):
        services.attend(conversation_id=number)


def test_the_buyer_of_one_who_is_away_finds_another(write: Write, join: Join) -> None:
    ada = join("Ada")
    conversation = comes_in(write)
    services.attend(conversation_id=conversation.pk)
    bo = join("Bo")
    services.go_away(by=ada.actor)
    write(
        "And now?",
        sender="b1@buyer.example",
        message_id="<2@b.example>",
        In_Reply_To="<1@buyer.example>",
    )

    services.attend(conversation_id=conversation.pk)

    conversation.refresh_from_db()
    assert conversation.assignee_id == bo.member.pk
    assert "Ada is away and somebody wrote: back to the team" in said(conversation)


def test_what_is_due_soon_comes_back_from_one_who_is_away(write: Write, join: Join) -> None:
    ada = join("Ada")
    conversation = comes_in(write)
    services.attend(conversation_id=conversation.pk)
    services.go_away(by=ada.actor)
    early = services.return_from_away()
    start = now() - timedelta(hours=3)
    Conversation.objects.update(next_due_started_at=start, next_due_at=now() + timedelta(hours=1))

    first, second = services.return_from_away(), services.return_from_away()

    conversation.refresh_from_db()
    assert (early, first, second) == (0, 1, 0)
    assert conversation.assignee_id is None
    assert said(conversation)[-1] == "Ada is away and it is due soon: back to the team"


def test_who_is_back_is_given_work_again(write: Write, join: Join) -> None:
    ada = join("Ada")
    services.go_away(by=ada.actor)
    services.come_back(by=ada.actor)
    conversation = comes_in(write)

    services.attend(conversation_id=conversation.pk)

    conversation.refresh_from_db()
    assert conversation.assignee_id == ada.member.pk


def test_nobody_is_back_before_he_is_away(join: Join) -> None:
    ada = join("Ada")

    with pytest.raises(BadDuty):
        services.go_away(by=ada.actor, until=now() - timedelta(hours=1))

    assert not Duty.objects.filter(away_from__isnull=False).exists()


def test_an_agent_does_not_decide_how_the_team_shares(join: Join, team: Team) -> None:
    ada = join("Ada")

    with pytest.raises(NotAllowed):
        services.set_routing(by=ada.actor, team_id=team.pk, mode=Mode.OFF, capacity=1)
    with pytest.raises(NotAllowed):
        services.set_capacity(by=ada.actor, member_id=ada.member.pk, capacity=1)

    routing = TeamRouting.objects.get()
    assert (routing.mode, routing.capacity) == ("assign", 10)
    assert not Duty.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_out_fairly(write: Write, join: Join) -> None:
    people = [join(name) for name in ("Ada", "Bo", "Cem", "Dina")]
    numbers = [comes_in(write, number).pk for number in range(24)]

    def work(mine: list[int]) -> None:
        for number in mine:
            services.route(conversation_id=number)
        connection.close()

    workers = [threading.Thread(target=work, args=(numbers[at::2],)) for at in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    given = [Conversation.objects.filter(assignee=who.member).count() for who in people]
    assert given == [6, 6, 6, 6]


# --- Handing over ---------------------------------------------------------------------------------


@pytest.fixture
def mine(write: Write, join: Join) -> tuple[Identity, Identity, list[int]]:
    """Ada has three conversations open; Bo comes next."""
    ada, bo = join("Ada"), join("Bo")
    numbers = [comes_in(write, number).pk for number in range(3)]
    for number in numbers:
        conversations.assign(by=SYSTEM, conversation_id=number, member_id=ada.member.pk)
    return ada, bo, numbers


def test_a_shift_is_handed_over_with_a_line_and_one_is_kept(
    client: Client, mine: tuple[Identity, Identity, list[int]]
) -> None:
    ada, bo, numbers = mine
    client.force_login(ada.member)
    told = {
        "conversation": [str(number) for number in numbers],
        "to": str(bo.member.pk),
        "line": "Please go on",
        f"to-{numbers[0]}": "keep",
        f"line-{numbers[1]}": "She calls at four",
    }

    for _ in range(2):
        client.post(reverse("triage:hand_over"), told)

    owners = [Conversation.objects.get(pk=number).assignee_id for number in numbers]
    notes = Message.objects.filter(author_kind="agent").order_by("conversation_id")
    assert owners == [ada.member.pk, bo.member.pk, bo.member.pk]
    assert [note.text for note in notes] == ["She calls at four", "Please go on"]
    assert Handover.objects.count() == 2


def test_the_next_agent_sees_the_list_first_until_he_has_looked(
    client: Client, mine: tuple[Identity, Identity, list[int]]
) -> None:
    ada, bo, numbers = mine
    moves = [services.Move(numbers[0], bo.member.pk, "Go on")]
    services.hand_over(by=ada.actor, moves=moves)
    client.force_login(bo.member)
    forget_handed_over()

    anywhere = client.get(reverse("triage:shift")).content.decode()
    shift = client.get(reverse("triage:shift")).content.decode()
    client.post(reverse("triage:see_handed"))
    after = client.get(reverse("triage:shift")).content.decode()

    assert "1 conversation was handed over to you." in anywhere
    assert "Go on" in shift
    assert "handed over to you." not in after


def test_nobody_hands_over_what_is_not_his(mine: tuple[Identity, Identity, list[int]]) -> None:
    ada, bo, numbers = mine

    moved = services.hand_over(by=bo.actor, moves=[services.Move(numbers[0], bo.member.pk)])

    assert moved == 0
    assert Conversation.objects.get(pk=numbers[0]).assignee_id == ada.member.pk
    assert not Handover.objects.exists()


def test_the_number_of_queries_of_a_shift_does_not_grow(
    client: Client, write: Write, join: Join
) -> None:
    ada = join("Ada")
    client.force_login(ada.member)
    counts = []
    for many in (range(1), range(1, 50)):
        for number in many:
            conversations.assign(
                by=SYSTEM, conversation_id=comes_in(write, number).pk, member_id=ada.member.pk
            )
        client.get(reverse("triage:shift"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("triage:shift")).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_lead_sets_mode_and_capacity(client: Client, join: Join, team: Team) -> None:
    lead = join("Lea", role="lead")
    client.force_login(lead.member)

    client.post(reverse("triage:set_routing", args=[team.pk]), {"mode": "suggest", "capacity": "7"})
    client.post(reverse("triage:set_capacity", args=[lead.member.pk]), {"capacity": "3"})
    page = client.get(reverse("triage:routing")).content.decode()

    routing = TeamRouting.objects.get()
    assert (routing.mode, routing.capacity) == ("suggest", 7)
    assert Duty.objects.get().capacity == 3
    assert "Buyers" in page


def test_who_speaks_what_is_written_on_his_page_and_counts_for_sharing_out(
    team: Team, join: Join, client: Client
) -> None:
    ann = join("Ann")
    admin = make_member("vic@shop.example", "Vic", "administrator")
    client.force_login(admin.member)
    url = reverse("account_languages", args=[ann.member.pk])

    client.post(url, {"languages": ["fr", "de"]})
    told = client.get(reverse("account_member", args=[ann.member.pk])).content.decode()
    client.post(url, {"languages": ["xx"]})

    ann.member.refresh_from_db()
    assert ann.member.languages == ["de", "fr"]
    assert 'value="fr" id="id_languages' in told
    client.force_login(ann.member)
    assert client.post(url, {"languages": ["en"]}).status_code == 403
