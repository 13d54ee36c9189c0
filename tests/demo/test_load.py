"""The sample as it lies in the database after loading."""

from collections import Counter
from datetime import timedelta
from time import perf_counter

import pytest

from comptoir.accounts.models import Member
from comptoir.automation.models import Template, Voucher
from comptoir.channels import packs as channel_packs
from comptoir.channels.states import Sending
from comptoir.conversations import packs
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    Message,
    MessageDelivery,
    SavedView,
)
from comptoir.deadlines import packs as deadline_packs
from comptoir.deadlines.models import Deadline
from comptoir.demo.content import Content, generate
from comptoir.demo.content.beside import VIEWS
from comptoir.demo.content.house import AGENTS
from comptoir.demo.content.settling import settled_with
from comptoir.demo.load import load, load_if_empty, slice_of
from comptoir.demo.loading.showing import show_files
from comptoir.demo.loading.wording import VOUCHERS
from comptoir.demo.models import Sample
from comptoir.journal.models import Entry
from comptoir.kit.clock import now
from comptoir.notices.models import Notice


@pytest.fixture(scope="module")
def content() -> Content:
    return slice_of(generate(now()), every=60)


@pytest.fixture
def rules(db: None) -> None:
    for each in (packs, deadline_packs, channel_packs):
        each.load()


def case(sample: Sample, key: str) -> Conversation:
    return Conversation.objects.select_related("identity").get(pk=sample.numbers[f"planted-{key}"])


def test_a_slice_of_the_sample_stands_as_it_was_told(rules: None, content: Content) -> None:
    sample = load(content)

    beside = Conversation.objects.filter(side_of__isnull=False).count()
    assert Conversation.objects.count() == len(content.conversations) + beside
    told = {one.key: len(one.turns) for one in content.conversations}
    held = {key: _count(number) for key, number in sample.numbers.items()}
    wrong = {key: held.get(key) for key in told if held.get(key) != told[key]}
    assert wrong == {"planted-bounce": 2}  # the report stands on the letter, not as a message
    _clocks_are_right(sample, content)
    _cases_are_right(sample)
    _history_is_whole()
    _a_carrier_was_asked(sample)
    assert Voucher.objects.filter(taken_at=None, currency="EUR").count() == VOUCHERS
    assert Template.objects.get().current.number == 1
    _the_bells_are_not_empty()
    _lists_are_shared()
    _only_the_shown_sign_in()
    _outcomes_are_noted(sample, content)


def _only_the_shown_sign_in() -> None:
    open_to = {member.email for member in Member.objects.all() if member.has_usable_password()}
    assert open_to == {agent.email for agent in AGENTS if agent.login}


def _outcomes_are_noted(sample: Sample, content: Content) -> None:
    """As they were told, each with its line in the journal, and nothing but what is resolved."""
    told = {sample.numbers[one.key]: settled_with(one) for one in content.conversations}
    meant = {number: each for number, each in told.items() if each}
    noted = Conversation.objects.exclude(outcome="")
    assert {row.pk: (row.outcome, row.outcome_amount) for row in noted} == meant
    assert {row.category for row in noted} == {"resolved"}
    assert Entry.objects.filter(event="conversations.OutcomeNoted").count() == len(meant)


def _count(number: int) -> int:
    return Message.objects.filter(conversation=number).count()


def _clocks_are_right(sample: Sample, content: Content) -> None:
    """What waits is due when it was meant to be, to the minute."""
    for one in content.conversations:
        if one.due_in is not None:
            due = Conversation.objects.get(pk=sample.numbers[one.key]).next_due_at
            meant = content.start + timedelta(minutes=one.due_in)
            assert due is not None, one.key
            assert abs(due - meant) < timedelta(minutes=2), one.key


def _cases_are_right(sample: Sample) -> None:
    bounced = MessageDelivery.objects.get(message__conversation=case(sample, "bounce"))
    assert (bounced.delivery.state, bounced.delivery.code) == (Sending.BOUNCED, "5.1.1")
    assert case(sample, "long-thread").operator_count == 300
    assert case(sample, "loop").status_id == "resolved"
    assert case(sample, "silent-seller").status_id == "waiting_seller"
    assert case(sample, "japanese").language == "ja"
    assert Conversation.objects.filter(is_spam=True).count() >= 9
    home, office = case(sample, "two-mails-home"), case(sample, "two-mails-office")
    assert home.identity and office.identity
    assert home.identity.value != office.identity.value
    assert home.identity.buyer_id == office.identity.buyer_id
    vase = Attachment.objects.filter(message__conversation=case(sample, "broken-vase"))
    assert vase.count() == 3


def _history_is_whole() -> None:
    """Each settled conversation has its letters, its promises and its journal."""
    settled = Conversation.objects.filter(status="resolved", is_spam=False)
    assert settled.filter(first_replied_at=None).count() == 0
    assert not Message.objects.filter(search=None).exists()
    assert Deadline.objects.filter(ended_at__isnull=False).exists()
    told = Entry.objects.filter(subject_kind="conversation").values("subject_id").distinct()
    assert told.count() == Conversation.objects.count()


def _a_carrier_was_asked(sample: Sample) -> None:
    answered = Conversation.objects.get(side_of=case(sample, "not-received"))
    silent = Conversation.objects.get(side_of=case(sample, "late-parcel"))
    assert (answered.operator_count, answered.waiting_since is None) == (2, False)
    assert (silent.operator_count, silent.waiting_since) == (1, None)
    assert answered.third_party == silent.third_party


def _the_bells_are_not_empty() -> None:
    """Something for each who signs in, and little enough to read."""
    unread = Counter(Notice.objects.filter(read_at=None).values_list("member__email", flat=True))
    assert set(unread) == {agent.email for agent in AGENTS if agent.login}
    assert max(unread.values()) <= 8


def _lists_are_shared() -> None:
    shared = SavedView.objects.filter(is_shared=True, team=None)
    assert [view.name for view in shared.order_by("position")] == [view.name for view in VIEWS]
    assert shared.filter(is_pinned=True).count() == 2


def test_photos_are_made_ready_once_for_all_who_hold_them(rules: None, content: Content) -> None:
    load(content)
    drawings = Attachment.objects.values("content_key").distinct().count()

    show_files()

    assert set(Attachment.objects.values_list("preview", flat=True)) == {"ready"}
    assert Attachment.objects.values("thumb_key").distinct().count() == drawings


@pytest.mark.long
def test_the_whole_sample_loads_in_seconds(rules: None) -> None:
    began = perf_counter()

    assert load_if_empty()

    assert perf_counter() - began < 25
    assert Conversation.objects.filter(side_of=None).count() == 1_500
    waiting = Conversation.objects.filter(
        category="open", is_spam=False, waiting_since__isnull=False
    )
    overdue = waiting.filter(next_due_at__lt=now())
    assert 34 <= waiting.count() <= 42
    assert 3 <= overdue.count() <= 8
    assert not load_if_empty()
