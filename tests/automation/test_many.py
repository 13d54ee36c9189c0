"""A template, or words of one's own, on a selection: each for itself, once; who is left out."""

import json

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import MemberGrant
from comptoir.automation.errors import NoSuchTemplate, TemplateUnclear
from comptoir.automation.models import Template, Use, Voucher
from comptoir.automation.policies.many import Asked, written
from comptoir.automation.queries.many import outlook
from comptoir.automation.states import Reach
from comptoir.channels.models import Delivery
from comptoir.conversations import services as desk
from comptoir.conversations.errors import EmptyMessage
from comptoir.conversations.models import BulkRun, Conversation, Draft
from comptoir.conversations.queries.selecting import progress
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze
from comptoir.kit.errors import ComptoirError
from tests.automation.conftest import NOON, Make, codes, pick, release
from tests.automation.selections import (
    Fill,
    fill,
    letters,
    said,
    start,
    states,
    tagged,
    work,
)
from tests.conversations.conftest import Write

__all__ = ["fill"]


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

    value["values"] = {"?the amount": "1" * 2_001}
    with pytest.raises(TemplateUnclear, match="at most 2000"):
        start(agent, "macro", json.dumps(value), numbers)

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
