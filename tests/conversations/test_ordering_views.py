"""The page of views: their order, whose they are, who uses them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.conversations import services
from comptoir.conversations.filters.shapes import Condition, Filter
from comptoir.conversations.models import SavedView, ViewUse
from comptoir.conversations.queries.saved import view_lines
from comptoir.conversations.services import ViewWords
from comptoir.kit.clock import freeze, now
from tests.conversations.conftest import make_member

VASES = Filter((Condition("subject", "vase"),))


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("lea@shop.example", "Léa Roy", "lead")


def save(who: Identity, name: str = "Vases", **more: object) -> SavedView:
    return services.save_view(by=who.actor, words=ViewWords(name=name, filter=VASES, **more))  # type: ignore[arg-type]


def browser(who: Identity) -> Client:
    client = Client()
    client.force_login(who.member)
    return client


def test_who_shares_sees_who_opened_a_view_lately(
    agent: Identity, lead: Identity, mailbox: object
) -> None:
    view = save(lead, is_shared=True)
    with freeze(now() - timedelta(days=40)):
        services.note_use(by=lead.actor, view_id=view.pk)

    browser(agent).get(f"/inbox/v{view.pk}/")
    browser(agent).get(f"/inbox/v{view.pk}/")

    (line,) = view_lines(lead.viewer, may_share=True)
    assert line.used_by == ("Inès Bernard",)
    assert ViewUse.objects.count() == 2
    assert "Inès Bernard" in browser(lead).get("/views/").content.decode()
    assert "Used in 28 days" not in browser(agent).get("/views/").content.decode()


def test_who_shares_puts_the_views_of_other_teams_in_order_too(
    agent: Identity, lead: Identity, mailbox: object
) -> None:
    team = Team.objects.create(name="Returns")
    of_team = save(lead, "Of the team", is_shared=True, team_id=team.pk)
    save(lead, "Of all", is_shared=True)
    client = browser(lead)

    page = client.get("/views/").content.decode()
    moved = client.post(f"/views/{of_team.pk}/move/down/")
    renamed = client.get(f"/views/{of_team.pk}/")
    after = client.get(moved.headers["Location"]).content.decode()

    assert "Returns" in page
    assert [line.view.name for line in view_lines(lead.viewer, may_share=True)] == [
        "Of all", "Of the team",
    ]  # fmt: skip
    assert renamed.status_code == 200
    assert after.count("autofocus") == 1
    assert [line.view.name for line in view_lines(agent.viewer, may_share=False)] == ["Of all"]


def test_ones_own_move_too_and_nobody_elses(agent: Identity, lead: Identity) -> None:
    first, second = save(agent, "First"), save(agent, "Second")

    browser(agent).post(f"/views/{second.pk}/move/up/")
    refused = browser(lead).post(f"/views/{first.pk}/move/up/")

    assert [line.view.name for line in view_lines(agent.viewer, may_share=False)] == [
        "Second", "First",
    ]  # fmt: skip
    assert refused.status_code == 404


def test_fifty_views_cost_no_more_queries_than_one(
    agent: Identity, lead: Identity, mailbox: object
) -> None:
    client = browser(lead)
    services.note_use(by=agent.actor, view_id=save(lead, is_shared=True).pk)
    client.get("/views/")
    with CaptureQueriesContext(connection) as few:
        client.get("/views/")
    for number in range(50):
        view = save(lead, f"View {number}", is_shared=True)
        services.note_use(by=agent.actor, view_id=view.pk)

    with CaptureQueriesContext(connection) as many:
        page = client.get("/views/").content.decode()

    assert "View 49" in page
    assert len(many) == len(few)
