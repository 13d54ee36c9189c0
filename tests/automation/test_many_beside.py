"""A template on a selection: taken back, asked in few queries, by its form and by programs."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member
from comptoir.accounts.services import make_token
from comptoir.automation.models import Use, Voucher
from comptoir.automation.policies.many import Asked
from comptoir.automation.queries.many import outlook
from comptoir.conversations import services as desk
from comptoir.conversations.models import BulkRun, Conversation, Draft
from comptoir.kit.clock import freeze
from tests.automation.conftest import NOON, Make, codes, release
from tests.automation.selections import (
    Fill,
    fill,
    letters,
    states,
    tagged,
    undo,
    work,
)
from tests.rest.conftest import Give, Program, give_token

__all__ = ["fill", "give_token"]


# --- Actions alone, and back ----------------------------------------------------------------------


def test_actions_without_words_are_done_at_once_and_undone(
    agent: Identity, make: Make, fill: Fill
) -> None:
    numbers = fill(2)
    desk.tag(by=agent.actor, conversation_id=numbers[0], name="storm")
    steps = [("tag", "storm"), ("assign", "me"), ("priority", "2"), ("status", "waiting_carrier")]
    template = make({}, actions=steps)

    run = work(agent, "macro", template.pk, numbers)
    done = list(Conversation.objects.order_by("pk").values_list("assignee_id", "status_id"))
    both = tagged("storm")
    undo(agent, run)

    assert (done, both) == ([(agent.member.pk, "waiting_carrier")] * 2, numbers)
    assert (letters(), states(run)) == ([], ["undone"] * 2)
    after = Conversation.objects.order_by("pk")
    assert set(after.values_list("assignee_id", "status_id", "priority")) == {(None, "open", 0)}
    assert tagged("storm") == numbers[:1]


def test_letters_that_are_held_are_taken_back_and_leave_no_draft(
    agent: Identity, lead: Identity, make: Make, fill: Fill
) -> None:
    with freeze(NOON):
        codes(lead, "AAA")
        template = make("For you: {{voucher}}")
    run = work(agent, "macro", template.pk, fill(1))

    undo(agent, run)

    assert (letters(), states(run)) == ([], ["undone"])
    assert Voucher.objects.get().taken_at is None
    assert Draft.objects.count() == 0
    assert Use.objects.get().state == "dropped"


def test_of_letters_that_have_left_the_actions_alone_are_put_back(
    agent: Identity, make: Make, fill: Fill
) -> None:
    run = work(agent, "macro", make("Sorry.", actions=[("tag", "storm")]).pk, fill(1))
    plain = work(agent, "reply", "Once more.", [Conversation.objects.get().pk])
    release()
    there = tagged("storm")

    undo(agent, run)
    undo(agent, plain)

    assert (len(there), tagged("storm"), len(letters())) == (1, [], 2)
    assert (states(run), states(plain)) == (["undone"], ["refused"])


# --- Budgets, pages, programs ---------------------------------------------------------------------


def test_the_look_asks_as_often_for_fifty_as_for_one(
    agent: Identity, lead: Identity, make: Make, fill: Fill
) -> None:
    with freeze(NOON):
        codes(lead, "AAA")
        text = "{{order_number}} {{carrier}} {{item}} {{voucher}}"
        template = make(text, actions=[("tag", "late"), ("assign", "me")])
        counts = []
        for count in (1, 49):
            numbers = fill(count)
            outlook(agent, numbers, Asked(template=str(template.pk)))
            with CaptureQueriesContext(connection) as asked:
                look = outlook(agent, numbers, Asked(template=str(template.pk)))
            counts.append((look.total, len(asked)))

    assert [total for total, _queries in counts] == [1, 50]
    assert counts[0][1] == counts[1][1] <= 16


def test_the_job_asks_as_often_for_each_row(agent: Identity, make: Make, fill: Fill) -> None:
    template = make("It is order {{order_number}}.")
    numbers = fill(9)
    work(agent, "macro", template.pk, numbers[:1])

    with CaptureQueriesContext(connection) as two:
        work(agent, "macro", template.pk, numbers[1:3])
    with CaptureQueriesContext(connection) as six:
        work(agent, "macro", template.pk, numbers[3:9])

    assert (len(six) - len(two)) % 4 == 0
    assert (len(six) - len(two)) // 4 <= 60


def test_the_form_shows_what_would_come_of_it_and_begins(
    client: Any, agent: Identity, make: Make, fill: Fill
) -> None:
    numbers = fill(2)
    template = make("It is order {{order_number}}.", actions=[("tag", "storm")])
    client.force_login(agent.member)
    told = {"verb": "macro", "numbers": ",".join(map(str, numbers)), "template": template.pk}

    form = client.get("/bulk/form/macro/?count=2").content.decode()
    look = client.post("/bulk/form/macro/", told).content.decode()
    begun = client.post("/bulk/", told)

    assert "Delivery › It left" in form
    assert "2 of 2 will be written to." in look and "It is order FR 41000." in look
    assert "Add the tag storm" in look and "Send to 2" in look
    assert "act-done" in begun.headers["HX-Trigger"]
    assert BulkRun.objects.get().verb == "macro"


def test_what_is_refused_keeps_what_was_written(client: Any, agent: Identity, fill: Fill) -> None:
    numbers = fill(1)
    client.force_login(agent.member)
    told = {"verb": "reply", "numbers": str(numbers[0]), "text": "Dear {{voucher}}"}

    page = client.post("/bulk/", told).content.decode()

    assert "A voucher is given by a template" in page and "Dear {{voucher}}</textarea>" in page
    assert BulkRun.objects.count() == 0


def test_a_program_uses_a_template_on_many_and_may_no_more_than_its_token(
    make: Make, fill: Fill, give_token: Give
) -> None:
    conversations = [str(each.public_id) for each in Conversation.objects.filter(pk__in=fill(2))]
    template = make("Sorry.", actions=[("tag", "storm")])
    told = {"verb": "macro", "value": str(template.public_id), "conversations": conversations}
    handles, use = ("conversations.read", "conversations.handle"), "automation.use"
    holders = [
        give_token(only=handles, name="A"),
        give_token(only=(*handles, use), name="B"),
        give_token(only=(*handles, use, "conversations.reply"), name="C"),
    ]

    answers = [one.ask("POST", "bulk", told) for one in holders]
    with freeze(NOON):
        for run in BulkRun.objects.order_by("pk"):
            desk.work_bulk(run_id=run.pk)

    assert [one.status_code for one in answers] == [403, 202, 202]
    assert answers[1].json()["title"] == "It left"
    assert [states(run) for run in BulkRun.objects.order_by("pk")] == [
        ["refused"] * 2,
        ["done"] * 2,
    ]
    assert letters() == ["Sorry."] * 2


def test_a_token_takes_no_letters_back_that_it_may_not_send(
    make: Make, fill: Fill, give_token: Give
) -> None:
    """D1: what is put back is done in the owner's name, too."""
    fill(1)
    program = give_token(name="A")
    owner = Member.objects.get(name="A")
    narrow = make_token(
        by=identify(owner).actor,
        name="Narrow",
        permissions=("conversations.read", "conversations.handle"),
        valid_for=timedelta(days=1),
    )
    with freeze(NOON):
        run = program.post("bulk", {"verb": "reply", "value": "Sorry.", "query": "is:ours"}).json()
        desk.work_bulk(run_id=run["id"])

    refused = Program(narrow.secret).post(f"bulk/{run['id']}/undo")

    assert (refused.status_code, "conversations.reply" in refused.json()["detail"]) == (403, True)
    assert BulkRun.objects.get().undone_at is None
    assert letters() == ["Sorry."]
