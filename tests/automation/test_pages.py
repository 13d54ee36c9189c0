"""The picker and the pages of templates: what they show, whom they refuse, how often they ask."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.automation.models import Use
from comptoir.conversations.models import Conversation
from tests.automation.conftest import Make, make_member


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


def test_the_composer_has_the_picker_and_its_button(
    desk: Client, conversation: Conversation
) -> None:
    page = desk.get(f"/inbox/all/{conversation.pk}/").content.decode()

    assert "<template-picker" in page
    assert "data-templates" in page
    assert "automation/picker.js" in page


def test_a_viewer_is_offered_no_picker(client: Client, conversation: Conversation) -> None:
    client.force_login(make_member("vera@shop.example", "Vera", "viewer").member)

    page = client.get(f"/inbox/all/{conversation.pk}/").content.decode()
    found = client.get(f"/automation/c/{conversation.pk}/picker/")

    assert "<template-picker" not in page
    assert found.status_code == 403


def test_the_picker_shows_words_actions_and_what_is_missing(
    desk: Client, conversation: Conversation, make: Make
) -> None:
    make(
        "Hello {{buyer_first_name}}: {{video_link}}",
        name="Product::<b>Film</b>",
        actions=[("tag", "film")],
    )

    page = desk.get(f"/automation/c/{conversation.pk}/picker/?q=film").content.decode()

    assert "&lt;b&gt;Film&lt;/b&gt;" in page
    assert "Hello Camille: <mark>{{video_link}}</mark>" in page
    assert "Add the tag film" in page
    assert "video_link: nothing is known for it here" in page


def test_picking_answers_with_the_words_and_their_actions(
    desk: Client, conversation: Conversation, make: Make
) -> None:
    template = make(actions=[("tag", "gone")])

    told = desk.post(f"/automation/c/{conversation.pk}/pick/{template.pk}/", {"audience": "1"})

    assert told.json()["text"] == "Hello Camille, it left."
    assert "Add the tag gone" in told.json()["panel"]
    assert told.json()["files"] is False


def test_leaving_out_is_for_ones_own(
    desk: Client, conversation: Conversation, make: Make, lead: Identity
) -> None:
    template = make(actions=[("tag", "gone")])
    desk.post(f"/automation/c/{conversation.pk}/pick/{template.pk}/", {"audience": "1"})
    use = Use.objects.get()
    other = Client()
    other.force_login(lead.member)

    other.post(f"/automation/uses/{use.pk}/drop/")
    other.post(f"/automation/uses/{use.pk}/run/")

    use.refresh_from_db()
    conversation.refresh_from_db()
    assert use.state == "picked"
    assert conversation.tags.count() == 0
    assert desk.post(f"/automation/uses/{use.pk}/drop/").content.decode().strip() == ""


def test_a_conversation_one_may_not_see_offers_nothing(
    client: Client, conversation: Conversation, make: Make, db: None
) -> None:
    from comptoir.accounts.models import MemberGrant, Team

    team = Team.objects.create(name="Elsewhere")
    outsider = make_member("otto@shop.example", "Otto", "agent")
    MemberGrant.objects.filter(member=outsider.member).update(scope="team", scope_id=team.pk)
    client.force_login(outsider.member)

    told = [
        client.get(f"/automation/c/{conversation.pk}/picker/").status_code,
        client.post(f"/automation/c/{conversation.pk}/pick/{make().pk}/").status_code,
    ]

    assert told == [404, 404]
    assert Use.objects.count() == 0


def test_the_picker_asks_as_often_for_fifty_as_for_one(
    desk: Client, conversation: Conversation, make: Make
) -> None:
    make(name="Number 0", actions=[("tag", "a")])
    url = f"/automation/c/{conversation.pk}/picker/"
    desk.get(url)
    with CaptureQueriesContext(connection) as one:
        desk.get(url)
    for number in range(1, 50):
        make(name=f"Number {number}", actions=[("tag", "a")])

    with CaptureQueriesContext(connection) as fifty:
        desk.get(url)

    assert len(fifty) == len(one)


@pytest.mark.parametrize(
    "query", ["?q=%00", "?audience=x", "?audience=99", "?q=" + "{" * 500, "?q={{"]
)
def test_strange_questions_are_answered(
    desk: Client, conversation: Conversation, query: str
) -> None:
    assert desk.get(f"/automation/c/{conversation.pk}/picker/{query}").status_code == 200
