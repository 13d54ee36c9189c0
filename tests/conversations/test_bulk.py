"""One action on many conversations: asked of each, once each, undone where nobody changed it."""

from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import MemberGrant, Team
from comptoir.channels.models import Channel
from comptoir.conversations import services
from comptoir.conversations.errors import NothingChosen, NotUndoable, UnknownChoice
from comptoir.conversations.filters.reading import understand
from comptoir.conversations.models import BulkRow, BulkRun, Conversation, ConversationTag
from comptoir.conversations.queries.filtering import reader_of
from comptoir.conversations.queries.selecting import progress
from comptoir.conversations.services import bulk
from comptoir.conversations.states import Priority
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotFound
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def numbers(write: Write) -> list[int]:
    for at in range(3):
        write(message_id=f"<{at}@buyer.example>", sender=f"b{at}@buyer.example")
    return list(Conversation.objects.order_by("pk").values_list("pk", flat=True))


def start(identity: Identity, verb: str, value: str, numbers: list[int]) -> BulkRun:
    return services.start_bulk(
        by=identity.actor, viewer=identity.viewer, verb=verb, value=value, numbers=numbers
    )


def states(run: BulkRun) -> list[str]:
    return list(BulkRow.objects.filter(run=run).order_by("pk").values_list("state", flat=True))


def tagged(name: str) -> list[int]:
    found = ConversationTag.objects.filter(tag__name=name).order_by("conversation_id")
    return list(found.values_list("conversation_id", flat=True))


def test_all_are_tagged_and_each_says_so(numbers: list[int], agent: Identity) -> None:
    services.tag(by=agent.actor, conversation_id=numbers[0], name="storm")
    run = start(agent, "tag", "Storm", numbers)
    assert tagged("storm") == numbers[:1]

    services.work_bulk(run_id=run.pk)

    assert tagged("storm") == numbers
    assert states(run) == ["same", "done", "done"]
    assert Entry.objects.filter(event="conversations.TagAdded").count() == 3
    told = progress(agent.viewer, run.pk)
    assert told is not None
    assert (told.done, told.same, told.refused, told.is_running) == (2, 1, 0, False)


@pytest.mark.parametrize(
    ("verb", "value", "field", "after"),
    [
        ("priority", "2", "priority", 2),
        ("status", "waiting_carrier", "status_id", "waiting_carrier"),
        ("reason", "invoice_request", "reason", "invoice_request"),
        ("spam", "", "is_spam", True),
        ("resolve", "information", "outcome", "information"),
    ],
)
def test_each_verb_does_it_and_the_undo_puts_it_back(
    numbers: list[int], agent: Identity, verb: str, value: str, field: str, after: Any
) -> None:
    before = list(Conversation.objects.order_by("pk").values_list("status_id", "is_spam"))
    run = start(agent, verb, value, numbers)
    services.work_bulk(run_id=run.pk)
    done = list(Conversation.objects.order_by("pk").values_list(field, flat=True))

    services.undo_bulk(by=agent.actor, run_id=run.pk)
    services.work_bulk(run_id=run.pk)

    assert done == [after] * 3
    assert list(Conversation.objects.order_by("pk").values_list("status_id", "is_spam")) == before
    assert states(run) == ["undone"] * 3


def test_assigning_is_undone_but_not_what_a_colleague_took_since(
    numbers: list[int], agent: Identity
) -> None:
    jo = make_member("jo@shop.example", "Jo", "agent")
    run = start(agent, "assign", "me", numbers)
    services.work_bulk(run_id=run.pk)
    services.assign(by=jo.actor, conversation_id=numbers[1], member_id=jo.member.pk)

    services.undo_bulk(by=agent.actor, run_id=run.pk)
    services.work_bulk(run_id=run.pk)

    found = Conversation.objects.order_by("pk").values_list("assignee_id", flat=True)
    assert list(found) == [None, jo.member.pk, None]
    assert states(run) == ["undone", "refused", "undone"]


def test_what_he_may_not_see_is_not_touched_and_not_told(
    numbers: list[int], mailbox: Channel, write: Write
) -> None:
    """D1."""
    other = Channel.objects.create(key="b2b", name="B2B", address="b2b@shop.example")
    write(message_id="<b@b.example>", sender="b@b.example", channel=other)
    hidden = Conversation.objects.latest("pk").pk
    member = make_member("eve@shop.example", "Eve", "agent").member
    MemberGrant.objects.filter(member=member).update(scope="channel", scope_id=mailbox.pk)
    eve = identify(member)

    run = start(eve, "tag", "mine", [*numbers, hidden])
    services.work_bulk(run_id=run.pk)

    assert tagged("mine") == numbers
    assert not BulkRow.objects.filter(conversation=hidden).exists()
    with pytest.raises(NothingChosen):
        start(eve, "tag", "mine", [hidden])


def test_permission_is_asked_of_each_row_when_its_turn_comes(
    numbers: list[int], agent: Identity
) -> None:
    """D1: whoever loses the right while the job waits changes nothing more."""
    run = start(agent, "tag", "late", numbers)
    MemberGrant.objects.filter(member=agent.member).update(role="analyst")

    services.work_bulk(run_id=run.pk)

    assert tagged("late") == []
    assert states(run) == ["refused"] * 3
    told = progress(agent.viewer, run.pk, with_refusals=True)
    assert told is not None
    assert [each.number for each in told.refusals] == numbers
    assert all(each.said for each in told.refusals)


def test_a_crash_in_the_midst_continues_and_does_each_once(
    numbers: list[int], agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H3: a row is done and ticked in one transaction."""
    run = start(agent, "priority", str(Priority.HIGH.value), numbers)
    real, calls = bulk._do, []

    def dies_in_the_second(*args: Any) -> None:
        real(*args)
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError

    monkeypatch.setattr(bulk, "_do", dies_in_the_second)
    with pytest.raises(RuntimeError):
        services.work_bulk(run_id=run.pk)
    assert states(run) == ["done", "waiting", "waiting"]

    monkeypatch.setattr(bulk, "_do", real)
    services.work_bulk(run_id=run.pk)
    services.work_bulk(run_id=run.pk)

    assert states(run) == ["done"] * 3
    assert Entry.objects.filter(event="conversations.PrioritySet").count() == 3


def test_a_long_run_is_worked_off_in_several_jobs(
    numbers: list[int], agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    run = start(agent, "tag", "many", numbers)

    services.work_bulk(run_id=run.pk)
    run.refresh_from_db()
    between = run.finished_at
    jobs = ProcrastinateJob.objects.filter(task_name="conversations.work_bulk").count()
    services.work_bulk(run_id=run.pk)

    assert (between, jobs) == (None, 2)
    run.refresh_from_db()
    assert run.finished_at is not None
    assert tagged("many") == numbers


def test_stopping_leaves_alone_what_waits(
    numbers: list[int], agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 1)
    run = start(agent, "tag", "some", numbers)
    services.work_bulk(run_id=run.pk)

    services.stop_bulk(by=agent.actor, run_id=run.pk)
    services.work_bulk(run_id=run.pk)

    assert tagged("some") == numbers[:1]
    assert states(run) == ["done", "waiting", "waiting"]


def test_only_ones_own_run_is_seen_stopped_and_undone(numbers: list[int], agent: Identity) -> None:
    run = start(agent, "tag", "own", numbers)
    services.work_bulk(run_id=run.pk)
    jo = make_member("jo@shop.example", "Jo", "agent")

    assert progress(jo.viewer, run.pk) is None
    with pytest.raises(NotFound):
        services.undo_bulk(by=jo.actor, run_id=run.pk)

    assert tagged("own") == numbers


def test_it_is_undone_once(numbers: list[int], agent: Identity) -> None:
    run = start(agent, "tag", "once", numbers)
    services.work_bulk(run_id=run.pk)
    services.undo_bulk(by=agent.actor, run_id=run.pk)
    services.work_bulk(run_id=run.pk)

    with pytest.raises(NotUndoable):
        services.undo_bulk(by=agent.actor, run_id=run.pk)

    assert tagged("once") == []


@pytest.mark.parametrize(
    ("verb", "value"), [("status", "nonsense"), ("burn", ""), ("tag", ""), ("assign", "team:0")]
)
def test_what_nobody_offers_is_refused_and_nothing_begins(
    numbers: list[int], agent: Identity, verb: str, value: str
) -> None:
    with pytest.raises(UnknownChoice):
        start(agent, verb, value, numbers)

    assert BulkRun.objects.count() == 0


def test_no_more_than_a_thousand(agent: Identity, mailbox: Channel, numbers: list[int]) -> None:
    first = Conversation.objects.get(pk=numbers[0])
    Conversation.objects.bulk_create(
        Conversation(
            channel=mailbox,
            status_id="open",
            opened_at=first.opened_at,
            last_message_at=first.last_message_at,
        )
        for _at in range(1_000)
    )
    everything = list(Conversation.objects.values_list("pk", flat=True))

    run = start(agent, "tag", "all", everything)

    assert BulkRow.objects.filter(run=run).count() == 1_000


def test_the_page_begins_shows_and_undoes_it(
    numbers: list[int], agent: Identity, client: Client
) -> None:
    Team.objects.create(name="Returns")
    client.force_login(agent.member)

    form = client.get("/bulk/form/tag/?count=3").content.decode()
    banner = client.post(
        "/bulk/", {"verb": "tag", "typed": "storm", "numbers": ",".join(map(str, numbers))}
    )
    run = BulkRun.objects.get()
    services.work_bulk(run_id=run.pk)
    after = client.get(f"/bulk/run/{run.pk}/").content.decode()

    assert "3 conversations are meant. It can be undone." in form
    assert "act-done" in banner.headers["HX-Trigger"]
    assert "0 of 3" in banner.content.decode()
    assert "Add the tag “storm”: 3 changed" in after
    assert f"/bulk/run/{run.pk}/undo/" in after


def test_all_of_a_list_are_meant(numbers: list[int], agent: Identity, client: Client) -> None:
    services.mark_as_spam(by=agent.actor, conversation_id=numbers[0])
    client.force_login(agent.member)

    form = client.get("/bulk/form/priority/?all=1&view=waiting").content.decode()
    client.post("/bulk/", {"verb": "priority", "value": "1", "all": "1", "view": "waiting"})

    assert "2 conversations are meant." in form
    rows = BulkRow.objects.order_by("conversation_id").values_list("conversation_id", flat=True)
    assert list(rows) == numbers[1:]


@pytest.fixture
def many(numbers: list[int], mailbox: Channel) -> list[int]:
    """Sixty more without a message: beyond what a page shows."""
    first = Conversation.objects.get(pk=numbers[0])
    Conversation.objects.bulk_create(
        Conversation(
            channel=mailbox,
            status_id="open",
            priority=1,
            opened_at=first.opened_at,
            last_message_at=first.last_message_at,
            waiting_since=first.opened_at,
        )
        for _at in range(60)
    )
    return list(Conversation.objects.filter(priority=1).order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("written", ["priority:high", "is:ours priority:high"])
def test_all_that_a_search_finds_are_meant_not_only_its_first_page(
    many: list[int], agent: Identity, client: Client, written: str
) -> None:
    client.force_login(agent.member)

    told = client.get("/bulk/size/", {"q": written}).json()
    client.post("/bulk/", {"verb": "tag", "typed": "storm", "all": "1", "q": written})

    assert told == {"count": 60, "is_more": False}
    assert sorted(BulkRow.objects.values_list("conversation_id", flat=True)) == many


def test_all_of_a_saved_view_are_meant(many: list[int], agent: Identity, client: Client) -> None:
    client.force_login(agent.member)
    kept = understand("priority:high", reader_of(agent.viewer)).filter
    view = services.save_view(
        by=agent.actor, words=services.ViewWords(name="Pressing", filter=kept)
    )

    client.post("/bulk/", {"verb": "tag", "typed": "storm", "all": "1", "view": f"v{view.pk}"})

    assert sorted(BulkRow.objects.values_list("conversation_id", flat=True)) == many


def test_of_more_than_a_thousand_the_first_are_offered(
    many: list[int], agent: Identity, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comptoir.conversations.views.bulk.MOST", 50)
    client.force_login(agent.member)

    told = client.get("/bulk/size/", {"q": "priority:high"}).json()

    assert told == {"count": 50, "is_more": True}
