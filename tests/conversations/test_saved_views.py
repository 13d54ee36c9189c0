"""Views that members keep: who sees them, what they hold, how they are counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member, Team, TeamMembership
from comptoir.conversations import services
from comptoir.conversations.errors import NoSuchView, ViewNotReadable
from comptoir.conversations.filters.shapes import Condition, Filter, Match, Sort
from comptoir.conversations.models import Conversation, SavedView, ViewCount
from comptoir.conversations.queries.inbox import inbox
from comptoir.conversations.queries.saved import find_list, saved_tabs, unasked
from comptoir.conversations.services import ViewWords
from comptoir.conversations.services.views import forget_figures
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member

VASES = Filter((Condition("subject", "vase"),))


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("lea@shop.example", "Léa Roy", "lead")


@pytest.fixture
def two(write: Write) -> tuple[Conversation, Conversation]:
    write("It is broken.", subject="Vase")
    write("Where is it?", subject="Lamp", sender="T <t@b.example>", message_id="<two@b.example>")
    return Conversation.objects.get(subject="Vase"), Conversation.objects.get(subject="Lamp")


def save(who: Identity, kept: Filter = VASES, **more: object) -> SavedView:
    return services.save_view(by=who.actor, words=ViewWords(name="Vases", filter=kept, **more))  # type: ignore[arg-type]


def numbers(who: Identity, view: SavedView) -> list[int]:
    return [row.number for row in inbox(who.viewer, view=f"v{view.pk}").rows]


def names(who: Identity) -> list[str]:
    return [tab.name for tab in saved_tabs(who.viewer)]


def test_a_view_holds_what_its_filter_says(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    assert numbers(agent, save(agent)) == [two[0].pk]


def test_a_view_holds_what_is_at_work_unless_it_names_the_rest(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    services.set_status(by=agent.actor, conversation_id=two[0].pk, status="resolved")
    over = Filter((Condition("subject", "vase"), Condition("is", "resolved")))

    assert numbers(agent, save(agent)) == []
    assert numbers(agent, save(agent, over)) == [two[0].pk]


def test_any_of_its_conditions_is_enough_where_the_view_says_so(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    both = (Condition("subject", "vase"), Condition("subject", "lamp"))

    assert numbers(agent, save(agent, Filter(both))) == []
    assert set(numbers(agent, save(agent, Filter(both, match=Match.ANY)))) == {
        two[0].pk,
        two[1].pk,
    }


@pytest.mark.parametrize(
    ("sort", "first"),
    [(Sort.NEWEST, 1), (Sort.OLDEST, 0), (Sort.WAITING, 0), (Sort.DUE, 0)],
)
def test_a_view_stands_in_its_order(
    two: tuple[Conversation, Conversation], agent: Identity, sort: Sort, first: int
) -> None:
    kept = Filter((Condition("is", "open"),), sort=sort)

    assert numbers(agent, save(agent, kept))[0] == two[first].pk


@pytest.mark.parametrize("sort", list(Sort))
def test_its_pages_follow_one_another_in_every_order(
    two: tuple[Conversation, Conversation], agent: Identity, sort: Sort
) -> None:
    view = save(agent, Filter((Condition("is", "open"),), sort=sort))

    first = inbox(agent.viewer, view=f"v{view.pk}", size=1)
    rest = inbox(agent.viewer, view=f"v{view.pk}", size=1, cursor=first.next_cursor)

    assert {first.rows[0].number, rest.rows[0].number} == {two[0].pk, two[1].pk}
    assert rest.next_cursor == ""


def test_a_personal_view_is_nobody_elses(agent: Identity, lead: Identity, mailbox: object) -> None:
    view = save(agent)

    assert names(agent) == ["Vases"]
    assert names(lead) == []
    with pytest.raises(NoSuchView):
        find_list(lead.viewer, f"v{view.pk}")
    with pytest.raises(NoSuchView):
        services.remove_view(by=lead.actor, view_id=view.pk)
    assert SavedView.objects.count() == 1


def test_an_agent_may_not_share(agent: Identity, mailbox: object) -> None:
    before = Entry.objects.count()

    with pytest.raises(NotAllowed):
        save(agent, is_shared=True)

    assert not SavedView.objects.exists()
    assert Entry.objects.count() == before


def test_an_agent_may_not_change_what_a_lead_shares(
    agent: Identity, lead: Identity, mailbox: object
) -> None:
    view = save(lead, is_shared=True)

    with pytest.raises(NotAllowed):
        services.change_view(
            by=agent.actor, view_id=view.pk, words=ViewWords(name="Mine now", filter=VASES)
        )

    assert names(agent) == ["Vases"]
    assert SavedView.objects.get().name == "Vases"


def test_a_view_of_a_team_is_seen_by_its_members(
    agent: Identity, lead: Identity, mailbox: object
) -> None:
    team = Team.objects.create(name="Returns")
    other = make_member("o@shop.example", "Otto", "agent")
    TeamMembership.objects.create(team=team, member_id=agent.viewer.id)
    save(lead, is_shared=True, team_id=team.pk)

    assert (names(agent), names(lead), names(other)) == (["Vases"], ["Vases"], [])


def test_a_copy_is_ones_own(agent: Identity, lead: Identity, mailbox: object) -> None:
    shared = save(lead, is_shared=True)

    copy = services.duplicate_view(by=agent.actor, view_id=shared.pk, viewer=agent.viewer)

    assert (copy.name, copy.owner_id, copy.is_shared) == ("Vases, copy", agent.viewer.id, False)
    assert copy.kept == shared.kept


def test_views_move_among_their_own(agent: Identity, mailbox: object) -> None:
    first, second = save(agent), save(agent)

    services.move_view(by=agent.actor, view_id=second.pk, up=True)

    assert [tab.key for tab in saved_tabs(agent.viewer)] == [f"v{second.pk}", f"v{first.pk}"]


@pytest.mark.parametrize(("name", "kept"), [(" ", VASES), ("Vases", Filter())])
def test_a_view_needs_a_name_and_a_filter(
    agent: Identity, mailbox: object, name: str, kept: Filter
) -> None:
    with pytest.raises(ViewNotReadable):
        services.save_view(by=agent.actor, words=ViewWords(name=name, filter=kept))

    assert not SavedView.objects.exists()


# ---------- Figures ----------


def ask(who: Identity) -> list[int]:
    """As a page does; the counts that it asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        (last,) = cursor.fetchone()
        services.ask_counts(by=who.actor, viewer=who.viewer, keys=unasked(saved_tabs(who.viewer)))
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE id > %s"
            " AND task_name = 'conversations.count_views'",
            [last],
        )
        return [number for (args,) in cursor.fetchall() for number in _ids(args)]


def _ids(args: object) -> list[int]:
    import json

    told = json.loads(args) if isinstance(args, str) else args
    return list(told["ids"])  # type: ignore[index]


def test_a_view_is_counted_in_the_background(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    save(agent)

    assert [tab.count for tab in saved_tabs(agent.viewer)] == [None]
    services.count_views(ids=ask(agent))

    assert [tab.count for tab in saved_tabs(agent.viewer)] == [1]


def test_many_agents_count_a_shared_view_once(
    two: tuple[Conversation, Conversation], lead: Identity
) -> None:
    """H2: all who see the same share one figure, at most every thirty seconds."""
    save(lead, is_shared=True)
    agents = [make_member(f"a{n}@shop.example", f"A {n}", "agent") for n in range(10)]

    asked = [number for who in [*agents, *agents] for number in ask(who)]
    services.count_views(ids=asked)

    assert len(asked) == 1
    assert {tab.count for who in agents for tab in saved_tabs(who.viewer)} == {1}


def test_views_that_ask_the_same_are_counted_once_whoever_keeps_them(
    two: tuple[Conversation, Conversation],
) -> None:
    """H2: a hundred agents keep the same list for themselves; it is one question."""
    agents = [make_member(f"a{n}@shop.example", f"A {n}", "agent") for n in range(5)]
    for who in agents:
        save(who)
    asked = [number for who in agents for number in ask(who)]

    with CaptureQueriesContext(connection) as captured:
        services.count_views(ids=asked)

    assert len(asked) == 5
    assert len([query for query in captured if query["sql"].endswith(") counted")]) == 1
    assert {tab.count for who in agents for tab in saved_tabs(who.viewer)} == {1}


def test_a_view_about_me_is_counted_for_each(
    two: tuple[Conversation, Conversation], agent: Identity, lead: Identity
) -> None:
    save(lead, Filter((Condition("assignee", "me"),)), is_shared=True)
    services.assign(by=agent.actor, conversation_id=two[0].pk, member_id=agent.viewer.id)

    services.count_views(ids=ask(agent) + ask(lead))

    assert [tab.count for tab in saved_tabs(agent.viewer)] == [1]
    assert [tab.count for tab in saved_tabs(lead.viewer)] == [0]


def test_it_is_counted_again_after_half_a_minute(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    save(agent)
    ask(agent)
    assert ask(agent) == []

    row = ViewCount.objects.get()
    ViewCount.objects.update(asked_at=row.asked_at - timedelta(seconds=31))

    assert ask(agent) == [row.pk]


def test_what_is_over_is_not_counted(mailbox: object, agent: Identity) -> None:
    save(agent, Filter((Condition("is", "resolved"),)))

    assert ask(agent) == []


def test_a_count_that_takes_too_long_keeps_the_last_figure(
    two: tuple[Conversation, Conversation], agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(agent)
    ids = ask(agent)
    services.count_views(ids=ids)
    monkeypatch.setattr(
        "comptoir.conversations.services.views.asked_of",
        lambda *_: "(SELECT true FROM pg_sleep(1))",
    )
    forget_figures()

    services.count_views(ids=ids)

    assert [tab.count for tab in saved_tabs(agent.viewer)] == [1]


# ---------- Pages ----------


@pytest.fixture
def browser(agent: Identity, client: Client) -> Client:
    client.force_login(Member.objects.get(pk=agent.viewer.id))
    return client


def test_a_search_becomes_a_view_in_two_steps(
    two: tuple[Conversation, Conversation], browser: Client
) -> None:
    page = browser.get("/search/", {"q": "subject:vase"}).content.decode()
    assert "/views/new/?q=subject%3Avase" in page

    form = browser.get("/views/new/", {"q": "subject:vase"})
    assert 'value="subject:vase"' in form.content.decode()
    saved = browser.post(
        "/views/new/",
        {"name": "Vases", "query": "subject:vase", "match": "all", "sort": "due", "icon": "star"},
    )

    view = SavedView.objects.get()
    assert saved["Location"] == f"/inbox/v{view.pk}/"
    assert f'data-row="{two[0].pk}"' in browser.get(saved["Location"]).content.decode()


def test_a_form_says_what_a_view_does_not_understand(browser: Client, mailbox: object) -> None:
    told = browser.post(
        "/views/new/", {"name": "X", "query": "colour:blue", "match": "all", "sort": "due"}
    )

    assert told.status_code == 422
    assert "There is no field “colour:”" in told.content.decode()
    assert not SavedView.objects.exists()


def test_every_page_of_views_opens(
    two: tuple[Conversation, Conversation], browser: Client, agent: Identity
) -> None:
    assert browser.get("/views/").status_code == 200
    view = save(agent, is_pinned=True)

    for path in ("/views/", f"/views/{view.pk}/", f"/inbox/v{view.pk}/{two[0].pk}/"):
        assert browser.get(path).status_code == 200, path
    assert browser.get("/inbox/v999999/").status_code == 404
    assert browser.get("/views/999999/").status_code == 404
    assert browser.get("/views/counts/").json()["counts"][f"v{view.pk}"]["count"] == ""


@pytest.mark.parametrize("count", [1, 50])
def test_a_list_asks_the_same_for_one_view_and_for_fifty(
    two: tuple[Conversation, Conversation],
    agent: Identity,
    django_assert_num_queries: Callable[..., object],
    count: int,
) -> None:
    for _ in range(count):
        save(agent)

    with django_assert_num_queries(3):
        assert len(inbox(agent.viewer, view="waiting").saved) == count
