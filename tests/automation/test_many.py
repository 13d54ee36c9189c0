"""A template, or words of one's own, on a selection: each for itself, once, taken back in time."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant
from comptoir.accounts.services import make_token
from comptoir.automation.errors import NoSuchTemplate, TemplateUnclear
from comptoir.automation.models import Template, Use, Voucher
from comptoir.automation.policies.many import Asked, written
from comptoir.automation.queries.many import outlook
from comptoir.automation.states import Reach
from comptoir.channels.models import Delivery
from comptoir.conversations import services as desk
from comptoir.conversations.errors import EmptyMessage
from comptoir.conversations.models import BulkRow, BulkRun, Conversation, Draft, Message
from comptoir.conversations.queries.selecting import progress
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from comptoir.kit.errors import ComptoirError
from tests.automation.conftest import NOON, Make, codes, order_of, pick, release
from tests.conversations.conftest import Write
from tests.rest.conftest import Give, Program, give_token

__all__ = ["give_token"]

type Fill = Callable[[int], list[int]]


@pytest.fixture
def fill(write: Write) -> Fill:
    """So many conversations, each of a buyer with an order on its way."""

    def fill_desk(count: int) -> list[int]:
        first = Conversation.objects.count()
        with freeze(NOON):
            for at in range(first, first + count):
                sender = f"b{at}@buyer.example"
                write(message_id=f"<{at}@buyer.example>", sender=sender)
                desk.link_order(
                    by=SYSTEM,
                    conversation_id=Conversation.objects.latest("pk").pk,
                    order=order_of(sender, number=f"FR 41{at:03}"),
                )
        return list(Conversation.objects.order_by("pk").values_list("pk", flat=True))

    return fill_desk


def start(identity: Identity, verb: str, value: str, numbers: list[int]) -> BulkRun:
    return desk.start_bulk(
        by=identity.actor, viewer=identity.viewer, verb=verb, value=value, numbers=numbers
    )


def work(identity: Identity, verb: str, value: object, numbers: list[int]) -> BulkRun:
    with freeze(NOON):
        run = start(identity, verb, str(value), numbers)
        desk.work_bulk(run_id=run.pk)
    return run


def undo(identity: Identity, run: BulkRun) -> None:
    with freeze(NOON):
        desk.undo_bulk(by=identity.actor, run_id=run.pk)
        desk.work_bulk(run_id=run.pk)


def states(run: BulkRun) -> list[str]:
    return list(BulkRow.objects.filter(run=run).order_by("pk").values_list("state", flat=True))


def said(run: BulkRun) -> list[str]:
    return list(BulkRow.objects.filter(run=run).order_by("pk").values_list("said", flat=True))


def letters() -> list[str]:
    found = Message.objects.filter(author_kind="agent").order_by("conversation_id")
    return list(found.values_list("text", flat=True))


def tagged(name: str) -> list[int]:
    found = Conversation.objects.filter(tags__name=name).order_by("pk")
    return list(found.values_list("pk", flat=True))


# --- Sent -----------------------------------------------------------------------------------------


def test_each_reads_its_own_words_and_the_actions_follow(
    agent: Identity, make: Make, fill: Fill
) -> None:
    numbers = fill(3)
    template = make("It is order {{order_number}}.", actions=[("tag", "storm")])

    run = work(agent, "macro", template.pk, numbers)
    before = tagged("storm")
    release()

    assert letters() == [f"It is order FR 4100{at}." for at in range(3)]
    assert (states(run), before, tagged("storm")) == (["done"] * 3, [], numbers)
    told = progress(agent.viewer, run.pk)
    assert told is not None and (told.title, told.sends, told.done) == ("It left", True, 3)


def test_it_is_held_like_any_reply(agent: Identity, make: Make, fill: Fill) -> None:
    work(agent, "macro", make("Sorry.").pk, fill(2))

    found = list(Delivery.objects.values_list("state", flat=True))

    assert found == ["held", "held"]


def test_a_row_whose_buyer_wrote_meanwhile_is_left_out_and_says_so(
    agent: Identity, make: Make, fill: Fill, write: Write
) -> None:
    numbers = fill(2)
    look = outlook(agent, numbers, Asked(template=str(make("Sorry.").pk)))
    with freeze(NOON):
        write(
            message_id="<more@buyer.example>",
            sender="b0@buyer.example",
            in_reply_to="<0@buyer.example>",
        )
    template = Template.objects.latest("pk")
    value = json.dumps({"template": str(template.pk), "seen": look.seen})

    run = work(agent, "macro", value, numbers)

    assert states(run) == ["refused", "done"]
    assert said(run)[0] != "" and letters() == ["Sorry."]


def test_what_stands_in_ones_own_composer_is_left_alone(
    agent: Identity, make: Make, fill: Fill
) -> None:
    (number,) = fill(1)
    template = make("Sorry.")
    pick(agent, Conversation.objects.get(), template)
    desk.save_draft(by=agent.actor, conversation_id=number, mode="reply", text="Half a ")

    work(agent, "macro", template.pk, [number])

    assert Draft.objects.get().text == "Half a "
    assert sorted(Use.objects.values_list("state", flat=True)) == ["picked", "sent"]


def test_words_of_ones_own_are_filled_in_for_each(agent: Identity, fill: Fill) -> None:
    run = work(agent, "reply", "{{order_number}} is late.", fill(2))

    assert letters() == ["FR 41000 is late.", "FR 41001 is late."]
    told = progress(agent.viewer, run.pk)
    assert told is not None and told.title == "Reply “{{order_number}} is late.”"


def test_what_a_person_has_to_write_is_asked_once_for_all(
    agent: Identity, make: Make, fill: Fill
) -> None:
    numbers = fill(2)
    template = make("Back: {{?the amount}}.")
    look = outlook(agent, numbers, Asked(template=str(template.pk)))
    value = {"template": str(template.pk), "values": {"?the amount": "12 {{x}}"}}

    with pytest.raises(TemplateUnclear, match="the amount"):
        start(agent, "macro", str(template.pk), numbers)
    work(agent, "macro", json.dumps(value), numbers)

    assert look.blanks == ("?the amount",)
    assert letters() == ["Back: 12 ((x))."] * 2


# --- Left out -------------------------------------------------------------------------------------


def test_the_look_says_who_is_left_out_and_the_run_leaves_out_the_same(
    agent: Identity, make: Make, fill: Fill
) -> None:
    numbers = fill(4)
    Conversation.objects.filter(pk=numbers[0]).update(order=None)
    desk.mark_as_spam(by=agent.actor, conversation_id=numbers[1])
    Conversation.objects.filter(pk=numbers[3]).update(identity=None)
    template = make("It is order {{order_number}}.")

    look = outlook(agent, numbers, Asked(template=str(template.pk)))
    run = work(agent, "macro", template.pk, numbers)

    assert (look.total, look.fitting) == (4, 1)
    assert {each.numbers: each.said for each in look.misfits} == {
        (numbers[0],): "{{order_number}}: nothing is known for it here",
        (numbers[1],): "Take this conversation out of spam before you answer it.",
        (numbers[3],): "No address of the buyer is known in this conversation.",
    }
    assert look.sample is not None
    assert (look.sample.number, look.sample.text) == (numbers[2], "It is order FR 41002.")
    assert states(run) == ["refused", "refused", "done", "refused"]
    assert letters() == ["It is order FR 41002."]


def test_vouchers_are_taken_once_each_and_who_finds_none_is_left_out(
    agent: Identity, lead: Identity, make: Make, fill: Fill
) -> None:
    numbers = fill(3)
    with freeze(NOON):
        codes(lead, "AAA", "BBB")
        template = make("For you: {{voucher}}")
        look = outlook(agent, numbers, Asked(template=str(template.pk)))

    run = work(agent, "macro", template.pk, numbers)

    assert (look.fitting, look.vouchers) == (2, 2)
    assert [(each.numbers, each.said) for each in look.misfits] == [
        ((numbers[2],), "no voucher is left")
    ]
    assert states(run) == ["done", "done", "refused"]
    assert letters() == ["For you: AAA", "For you: BBB"]
    assert Voucher.objects.filter(taken_at=None).count() == 0


def test_permission_is_asked_of_each_row_when_its_turn_comes(
    agent: Identity, make: Make, fill: Fill
) -> None:
    """D1: whoever may not reply any more writes to nobody."""
    numbers = fill(2)
    with freeze(NOON):
        run = start(agent, "macro", str(make("Sorry.").pk), numbers)
        MemberGrant.objects.filter(member=agent.member).update(role="trainee")
        desk.work_bulk(run_id=run.pk)

    assert (states(run), letters()) == (["refused"] * 2, [])
    assert Entry.objects.filter(event="conversations.MessageSent").count() == 0


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("  ", EmptyMessage),
        ("{{tracking}}", TemplateUnclear),
        ("{{voucher}}", TemplateUnclear),
        ("{{?what}}", TemplateUnclear),
        ("{{ {", TemplateUnclear),
    ],
)
def test_words_that_could_be_sent_to_nobody_begin_nothing(
    agent: Identity, fill: Fill, text: str, refusal: type[Exception]
) -> None:
    numbers = fill(1)

    with pytest.raises(refusal):
        start(agent, "reply", json.dumps({"text": text}), numbers)

    assert BulkRun.objects.count() == 0


def test_words_that_are_too_long_are_refused_and_never_cut(agent: Identity, fill: Fill) -> None:
    numbers = fill(1)

    for value in ("ж" * 20_001, "ж" * 40_001, written(Asked(text="ж" * 20_001))):
        with pytest.raises(ComptoirError, match="at most"):
            start(agent, "reply", value, numbers)

    assert BulkRun.objects.count() == 0


def test_long_words_in_any_script_reach_the_reader_whole(agent: Identity, fill: Fill) -> None:
    words = "Уважаемая покупательница! " * 400

    run = work(agent, "reply", written(Asked(text=words)), fill(1))

    assert (states(run), letters()) == (["done"], [words.strip()])


def test_a_value_that_is_nested_without_end_is_refused_like_any_words(
    agent: Identity, fill: Fill
) -> None:
    numbers = fill(1)

    with pytest.raises(NoSuchTemplate):
        start(agent, "macro", '{"values":' * 3_500, numbers)

    assert BulkRun.objects.count() == 0


@pytest.mark.parametrize("key", ["", "0", "999999", "x", "0" * 36, "-" * 36])
def test_no_template_begins_nothing(agent: Identity, fill: Fill, key: str) -> None:
    numbers = fill(1)

    with pytest.raises((NoSuchTemplate, TemplateUnclear)):
        start(agent, "macro", json.dumps({"template": key}), numbers)

    assert BulkRun.objects.count() == 0


def test_somebody_elses_own_template_is_not_there(
    agent: Identity, lead: Identity, make: Make, fill: Fill
) -> None:
    """D2."""
    template = make("Sorry.", reach=Reach.PERSONAL)

    with pytest.raises(NoSuchTemplate):
        start(agent, "macro", str(template.pk), fill(1))


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
