"""Vouchers: imported as they are, given once, given back, never twice."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from comptoir.accounts.identity import Identity
from comptoir.automation import services
from comptoir.automation.errors import NoVoucherLeft, VariableMissing, VouchersUnclear
from comptoir.automation.models import Use, Voucher, VoucherList
from comptoir.automation.services import Defaults
from comptoir.automation.services.vouchers import take_voucher
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation, Draft, Message
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotAllowed
from tests.automation.conftest import Make, codes, make_member, pick, release, send

SORRY = "Sorry. {{voucher}} is worth {{voucher_value}} until {{voucher_until}}."


def read(lead: Identity, text: str, **defaults: object) -> services.Imported:
    told = Defaults(**{"value": "5", "currency": "EUR", **defaults})  # type: ignore[arg-type]
    return services.import_vouchers(
        by=lead.actor, name="Goodwill", content=text.encode(), defaults=told
    )


# --- Import -------------------------------------------------------------------------------------


def test_codes_come_with_value_currency_and_last_day(lead: Identity, db: None) -> None:
    told = read(lead, "code;value;currency;valid_until\nA-1;7,50;chf;2027-01-31\nA-2;;;\n")

    kept = Voucher.objects.order_by("pk").values_list("code", "value_minor", "currency")
    assert (told.added, told.known) == (2, 0)
    assert list(kept) == [("A-1", 750, "CHF"), ("A-2", 500, "EUR")]
    assert Voucher.objects.get(code="A-1").valid_until == date(2027, 1, 31)


def test_a_bare_column_of_codes_is_read(lead: Identity, db: None) -> None:
    assert read(lead, "A-1\nA-2\nA-1\n").added == 2


def test_a_code_that_is_known_is_not_added_again(lead: Identity, db: None) -> None:
    read(lead, "code\nA-1\n")

    told = read(lead, "code\nA-1\nA-2\n")

    assert (told.added, told.known) == (1, 1)
    assert VoucherList.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("code,value\nA-1,5\nA 2,5\n", "Line 3: “A 2” is no code"),
        ("code,value\nA-1,0\n", "Line 2: a voucher is worth more than nothing"),
        ("code,currency\nA-1,EURO\n", "Line 2: the currency has three letters"),
        ("code,valid_until\nA-1,31.01.2027\n", "Line 2: “31.01.2027” is no day"),
        ("code,value\nA-1,five\n", "Line 2: 'five' is not an amount"),
        ("code\n{{voucher}}\n", "Line 2: “{{voucher}}” is no code"),
        ("", "between one code and"),
    ],
)
def test_a_bad_line_refuses_the_whole_file(lead: Identity, db: None, text: str, why: str) -> None:
    with pytest.raises(VouchersUnclear, match=why.replace("{", r"\{")):
        read(lead, text)

    assert Voucher.objects.count() == 0
    assert VoucherList.objects.count() == 0
    assert not Entry.objects.filter(event="automation.VouchersImported").exists()


def test_an_agent_imports_nothing(agent: Identity) -> None:
    with pytest.raises(NotAllowed):
        read(agent, "code\nA-1\n")

    assert Voucher.objects.count() == 0


# --- Given --------------------------------------------------------------------------------------


def test_a_code_is_taken_when_the_message_is_sent(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    codes(lead, "A-1", "A-2")
    text = pick(agent, conversation, make(SORRY))
    free = Voucher.objects.filter(taken_at=None).count()

    message = send(agent, conversation, text)

    assert (text, free) == (SORRY, 2)
    assert message.text == "Sorry. A-1 is worth €5.00 until January 31, 2027."
    assert Voucher.objects.get(code="A-1").message == message
    assert Voucher.objects.get(code="A-2").taken_at is None


def test_undo_gives_it_back_and_the_draft_has_its_placeholder_again(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    codes(lead, "A-1")
    message = send(agent, conversation, pick(agent, conversation, make(SORRY)))

    desk.withdraw(by=agent.actor, message_id=message.pk)

    voucher = Voucher.objects.get()
    assert (voucher.taken_at, voucher.taken_by, voucher.message) == (None, None, None)
    assert Draft.objects.get().text == SORRY
    assert send(agent, conversation, SORRY).text.startswith("Sorry. A-1 ")


def test_what_was_released_is_never_given_again(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    codes(lead, "A-1")
    template = make(SORRY)
    message = send(agent, conversation, pick(agent, conversation, template))
    release()
    message.refresh_from_db()
    message.delete()

    with pytest.raises(NoVoucherLeft):
        Use.objects.create(
            template=template,
            revision=template.current,
            language="en",
            conversation=conversation,
            member=agent.member,
            audience=1,
            inserted=SORRY,
            picked_at=conversation.opened_at,
        )
        send(agent, conversation, SORRY)

    assert "written" not in message.facts


def test_with_none_left_nothing_is_sent(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    (voucher,) = codes(lead, "A-1")
    text = pick(agent, conversation, make(SORRY))
    with_one = text
    Voucher.objects.filter(pk=voucher.pk).update(valid_until=date(2020, 1, 1))

    with pytest.raises(NoVoucherLeft, match="No voucher is left"):
        send(agent, conversation, with_one)

    assert Message.objects.filter(author_kind="agent").count() == 0
    assert Voucher.objects.get().taken_at is None


def test_a_voucher_of_another_currency_is_not_given(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    codes(lead, "A-1")
    text = pick(agent, conversation, make(SORRY))
    Voucher.objects.update(currency="USD")

    with pytest.raises(NoVoucherLeft):
        send(agent, conversation, text)


def test_words_that_somebody_pasted_take_no_voucher(
    agent: Identity, lead: Identity, conversation: Conversation
) -> None:
    codes(lead, "A-1")

    with pytest.raises(VariableMissing):
        send(agent, conversation, "You wrote: {{voucher}}")

    assert Voucher.objects.get().taken_at is None


def test_a_closed_list_gives_nothing(
    agent: Identity, lead: Identity, conversation: Conversation, make: Make
) -> None:
    codes(lead, "A-1")
    text = pick(agent, conversation, make(SORRY))
    services.close_voucher_list(by=lead.actor, list_id=VoucherList.objects.get().pk)

    with pytest.raises(NoVoucherLeft):
        send(agent, conversation, text)


# --- At once ------------------------------------------------------------------------------------


def together(*tasks: Callable[[], object]) -> list[BaseException | None]:
    gate = threading.Barrier(len(tasks))
    raised: list[BaseException | None] = [None] * len(tasks)

    def run(at: int, task: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            task()
        except BaseException as error:
            raised[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_senders_and_one_code_are_one_message(
    transactional_db: None, agent: Identity, lead: Identity, write: Callable[..., object]
) -> None:
    codes(lead, "A-1")
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")
    write()
    write(sender="Ana <ana@buyer.example>", message_id="<two@buyer.example>")
    first, second = Conversation.objects.order_by("pk")
    template = services.add_template(
        by=agent.actor,
        content=services.Content("Sorry", {"en": SORRY}),
        details=services.Details(),
    )
    revision = template.revisions.get()
    services.approve_revision(by=lead.actor, revision_id=revision.pk)
    pick(agent, first, template)
    pick(jonas, second, template)

    raised = together(
        lambda: send(agent, first, SORRY),
        lambda: send(jonas, second, SORRY),
    )

    sent = Message.objects.filter(author_kind="agent")
    assert sorted(type(error).__name__ for error in raised) == ["NoVoucherLeft", "NoneType"]
    assert sent.count() == 1
    assert Voucher.objects.get().message == sent.get()


@pytest.mark.django_db(transaction=True)
def test_a_code_that_another_gives_free_is_waited_for(
    transactional_db: None, agent: Identity, lead: Identity, write: Callable[..., object]
) -> None:
    from django.db import transaction

    codes(lead, "A-1")
    write()
    conversation = Conversation.objects.get()
    held, taken = threading.Event(), []

    def hold_and_let_go() -> None:
        with transaction.atomic():
            take_voucher(by=lead.actor, conversation=conversation)
            held.set()
            threading.Event().wait(0.5)
            transaction.set_rollback(True)

    def wait_for_it() -> None:
        held.wait(10)
        with transaction.atomic():
            taken.append(take_voucher(by=agent.actor, conversation=conversation))

    raised = together(hold_and_let_go, wait_for_it)

    assert raised == [None, None]
    assert [voucher.code for voucher in taken] == ["A-1"]
