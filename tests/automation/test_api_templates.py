"""Templates and macros for programs: found, read, tried, sent, run."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member
from comptoir.accounts.roles import Role
from comptoir.automation import services
from comptoir.automation.models import Template, Use, Voucher
from comptoir.automation.services import Content, Details
from comptoir.automation.states import Reach
from comptoir.conversations.models import Attachment, Conversation, Draft, Message
from comptoir.journal.models import Entry
from tests.automation.conftest import Make, codes, pick, release
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


def path_of(conversation: Conversation, template: Template, rest: str = "") -> str:
    return f"conversations/{conversation.public_id}/templates/{template.public_id}{rest}"


def names(answer: Any) -> list[str]:
    return [item["name"] for item in answer.json()["items"]]


# --- Found and read ------------------------------------------------------------------------------


def test_a_template_is_told_with_its_texts_and_what_it_does(
    make: Make, lead: Identity, program: Program
) -> None:
    words = {"en": "It left.", "fr": "C’est parti."}
    made = make(words, actions=[("tag", "late")], reasons=("delivery_delay",))
    file = services.add_template_file(
        by=lead.actor, template_id=made.pk, name="a.txt", content_type="text/plain", content=b"abc"
    )

    told = program.get(f"templates/{made.public_id}").json()

    assert (told["name"], told["group"], told["state"]) == ("It left", ["Delivery"], "approved")
    assert told["owner"] == {"id": lead.member.pk, "name": "Lea Lead"}
    assert (told["languages"], told["behind"], told["reasons"]) == (
        ["en", "fr"],
        [],
        ["delivery_delay"],
    )
    assert told["texts"] == [
        {"language": "en", "text": "It left.", "is_behind": False},
        {"language": "fr", "text": "C’est parti.", "is_behind": False},
    ]
    assert told["actions"] == [{"name": "tag", "value": "late", "said": "Add the tag late"}]
    assert told["files"] == [
        {
            "id": str(file.public_id),
            "name": "a.txt",
            "language": "",
            "content_type": "text/plain",
            "size": 3,
        }
    ]
    assert (told["version"], told["newest_version"], told["missing"]) == (1, 1, ["de", "ru"])


def test_a_list_is_narrowed_by_what_is_listed_and_by_nothing_else_f3(
    make: Make, program: Program
) -> None:
    make(name="Delivery::Late", actions=[("tag", "late")], reasons=("delivery_delay",))
    make({"en": "Hello.", "fr": "Bonjour."}, name="Hello")
    make(name="To the seller", audience=2)

    assert names(program.get("templates?name=late")) == ["Late"]
    assert names(program.get("templates?macro=true")) == ["Late"]
    assert names(program.get("templates?reason=delivery_delay")) == ["Late"]
    assert names(program.get("templates?language=fr")) == ["Hello"]
    assert names(program.get("templates?audience=seller")) == ["To the seller"]
    assert names(program.get("templates?sort=-created_at")) == ["To the seller", "Hello", "Late"]
    assert names(program.get("templates?archived=true")) == []
    assert program.get("templates?owner__password=a").status_code == 422


def test_a_list_goes_on_where_its_cursor_stands(make: Make, program: Program) -> None:
    for name in ("One", "Three", "Two"):
        make(name=name)

    first = program.get("templates?limit=2").json()
    second = program.get(f"templates?limit=2&cursor={first['next_cursor']}").json()

    assert [item["name"] for item in first["items"]] == ["One", "Three"]
    assert ([item["name"] for item in second["items"]], second["next_cursor"]) == (["Two"], None)


def test_fifty_templates_cost_as_many_queries_as_one(make: Make, program: Program) -> None:
    make(name="Zero")
    program.get("templates")
    with CaptureQueriesContext(connection) as one:
        program.get("templates")
    for number in range(49):
        make(name=f"Number {number}")

    with CaptureQueriesContext(connection) as many:
        answer = program.get("templates")

    assert len(answer.json()["items"]) == 50
    assert len(many) == len(one) == 6


def test_d1_somebody_elses_own_template_does_not_exist(
    conversation: Conversation, lead: Identity, program: Program
) -> None:
    own = services.add_template(
        by=lead.actor,
        content=Content("Mine", {"en": "Hello."}, ()),
        details=Details(reach=Reach.PERSONAL),
    )

    told = [
        program.get(f"templates/{own.public_id}"),
        program.get(path_of(conversation, own)),
        program.post(path_of(conversation, own, "/replies"), {}),
        program.post(path_of(conversation, own, "/runs")),
    ]

    assert names(program.get("templates")) == []
    assert [answer.status_code for answer in told] == [404, 404, 404, 404]
    assert (Use.objects.count(), Message.objects.count()) == (0, 1)


# --- Tried ---------------------------------------------------------------------------------------


def test_a_preview_fills_in_says_what_is_missing_and_what_would_be_done(
    conversation: Conversation, make: Make, give_token: Give
) -> None:
    words = "{{buyer_first_name}}: {{order_number}}, {{?when}}."
    made = make({"en": words, "fr": "FR " + words}, actions=[("tag", "late")])
    narrow = give_token(Role.AGENT, only=("automation.use", "conversations.read"))

    french = narrow.get(path_of(conversation, made) + "?language=fr").json()
    german = narrow.get(path_of(conversation, made) + "?language=de").json()

    assert french["text"] == "FR Camille: FR 41872, {{?when}}."
    assert french["missing"] == [{"name": "?when", "why": "blank", "said": "write it yourself"}]
    assert (french["language"], french["is_foreign"]) == ("fr", False)
    assert (german["language"], german["is_foreign"]) == ("en", True)
    (action,) = french["actions"]
    assert action["said"] == "Add the tag late"
    assert action["refusal"].startswith("Your role does not allow this")
    assert Use.objects.count() == 0


# --- Sent ----------------------------------------------------------------------------------------


def test_a_template_is_sent_with_its_files_and_acts_when_the_reply_counts(
    conversation: Conversation, make: Make, lead: Identity, program: Program
) -> None:
    made = make("Hello {{buyer_first_name}}, {{?when}}.", actions=[("tag", "late")])
    services.add_template_file(
        by=lead.actor, template_id=made.pk, name="a.txt", content_type="text/plain", content=b"abc"
    )
    uploads = f"conversations/{conversation.public_id}/uploads"
    mine = program.upload(uploads, "b.txt", b"b").json()["id"]

    answer = program.post(
        path_of(conversation, made, "/replies"),
        {"values": {"?when": "on {{voucher}} Monday"}, "language": "en", "files": [mine]},
    )
    before = conversation.tags.count()
    release()

    assert answer.status_code == 201
    assert answer.json()["text"] == "Hello Camille, on ((voucher)) Monday."
    message = Message.objects.get(public_id=answer.json()["message"])
    files = message.attachments.order_by("name").values_list("name", flat=True)
    assert (list(files), message.files) == (["a.txt", "b.txt"], 2)
    use = Use.objects.get()
    assert (use.state, use.message_id, use.edited) == ("done", message.pk, False)
    assert (before, [tag.name for tag in conversation.tags.all()]) == (0, ["late"])
    assert Entry.objects.get(event="automation.MacroRun").actor_id == message.author_id


def test_the_key_makes_a_template_leave_once_b7(
    conversation: Conversation, make: Make, lead: Identity, program: Program
) -> None:
    codes(lead, "ONE", "TWO")
    path = path_of(conversation, make("Take {{voucher}}."), "/replies")

    first = program.post(path, {}, idempotency_key="k-1")
    second = program.post(path, {}, idempotency_key="k-1")

    assert first.json()["text"] == second.json()["text"] == "Take ONE."
    assert Message.objects.filter(author_kind="agent").count() == 1
    assert Voucher.objects.filter(taken_at__isnull=False).count() == 1


def test_without_a_voucher_left_nothing_is_sent(
    conversation: Conversation, make: Make, lead: Identity, program: Program
) -> None:
    codes(lead, "ONE")
    path = path_of(conversation, make("Take {{voucher}}."), "/replies")
    program.post(path, {})
    before = Message.objects.count()

    answer = program.post(path, {})

    assert (answer.status_code, answer.json()["type"]) == (
        422,
        "urn:comptoir:problem:no-voucher-left",
    )
    assert (Message.objects.count(), Use.objects.count()) == (before, 1)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({}, "variable-missing"),
        ({"values": {"?when": "today", "buyer_name": "Eve"}}, "template-unclear"),
        ({"values": {"?when": "today"}, "audience": ["buyer", "seller"]}, "variable-missing"),
        ({"values": {"?when": "today"}, "audience": ["seller"]}, "filled-for-others"),
        ({"values": {"?when": "today"}, "files": [str(uuid4())]}, "no-such-upload"),
    ],
)
def test_what_keeps_a_reply_from_leaving_leaves_nothing_behind(
    conversation: Conversation, make: Make, program: Program, body: Any, kind: str
) -> None:
    made = make("{{buyer_name}}: {{?when}}", actions=[("tag", "late")])

    answer = program.post(path_of(conversation, made, "/replies"), body)

    assert answer.json()["type"] == f"urn:comptoir:problem:{kind}"
    assert (Message.objects.count(), Use.objects.count(), Draft.objects.count()) == (1, 0, 0)


def test_a_token_that_may_not_what_the_macro_does_sends_nothing_d1(
    conversation: Conversation, make: Make, lead: Identity, give_token: Give
) -> None:
    codes(lead, "ONE")
    only = ("automation.use", "conversations.read", "conversations.reply")
    narrow = give_token(Role.AGENT, only=only)
    tagging, giving = make(actions=[("tag", "late")]), make("Take {{voucher}}.", name="V")

    told = [
        narrow.post(path_of(conversation, made, "/replies"), {}).status_code
        for made in (tagging, giving)
    ]

    assert told == [403, 403]
    assert (Message.objects.count(), Use.objects.count()) == (1, 0)
    assert Voucher.objects.get().taken_at is None


def test_what_the_owner_has_open_in_his_composer_stays_his(
    conversation: Conversation, make: Make, program: Program
) -> None:
    robin = identify(Member.objects.get(name="Robin"))
    pick(robin, conversation, make("Mine {{?what}}", name="Mine", actions=[("tag", "mine")]))

    plain = program.post(
        f"conversations/{conversation.public_id}/replies", {"text": "Hi.", "audience": ["buyer"]}
    )
    sent = program.post(path_of(conversation, make(), "/replies"), {})
    release()

    assert (plain.status_code, sent.status_code) == (201, 201)
    assert sorted(Use.objects.values_list("template__name", "state")) == [
        ("Delivery::It left", "done"),
        ("Mine", "picked"),
    ]
    assert conversation.tags.count() == 0


def test_a_template_taken_back_stands_in_the_owners_composer(
    conversation: Conversation, make: Make, lead: Identity, program: Program
) -> None:
    made = make(actions=[("tag", "late")])
    services.add_template_file(
        by=lead.actor, template_id=made.pk, name="a.txt", content_type="text/plain", content=b"abc"
    )
    sent = program.post(path_of(conversation, made, "/replies"), {}).json()

    program.post(f"messages/{sent['message']}/withdraw")

    assert Use.objects.get().state == "picked"
    assert Attachment.objects.get().draft == Draft.objects.get(mode="reply")


# --- Run -----------------------------------------------------------------------------------------


def test_a_macro_without_words_is_run_at_once(
    conversation: Conversation, make: Make, program: Program
) -> None:
    made = make({}, actions=[("tag", "late")])

    answer = program.post(path_of(conversation, made, "/runs"))

    assert (answer.status_code, answer.json()) == (200, {"refused": []})
    assert [tag.name for tag in conversation.tags.all()] == ["late"]
    assert Use.objects.get().state == "done"


def test_one_with_words_is_not_run_without_them(
    conversation: Conversation, make: Make, program: Program
) -> None:
    made = make(actions=[("tag", "late")])

    answer = program.post(path_of(conversation, made, "/runs"))

    assert answer.status_code == 422
    assert answer.json()["detail"] == "This template has words or files: send it as a reply."
    assert (conversation.tags.count(), Use.objects.count()) == (0, 0)


def test_b6_a_template_for_sellers_is_written_to_no_buyer(
    make: Make, conversation: Conversation, program: Program
) -> None:
    template = make("Refund him, at your cost.", audience=2)
    path = path_of(conversation, template, "/replies")

    to_buyer = program.post(path, {"audience": ["buyer"]})
    unsaid = program.post(path, {})

    assert (to_buyer.status_code, to_buyer.json()["type"]) == (
        422,
        "urn:comptoir:problem:filled-for-others",
    )
    assert unsaid.status_code in (201, 400, 409, 422)
    assert not [one for one in Message.objects.filter(author_kind="agent") if one.audience & 1]
