"""What is overdue: what waits on us, and what waits for others while a marketplace's clock runs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.channels.models import Channel
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import inbox as lists
from comptoir.conversations.queries.inbox import inbox, tabs
from comptoir.conversations.queries.views import VIEWS
from comptoir.kit.clock import freeze
from tests.conversations.conftest import Write

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(days=9)


@pytest.fixture
def conversation(write: Write) -> Conversation:
    with freeze(MONDAY):
        write()
    return Conversation.objects.get()


@pytest.fixture
def on_amazon(mailbox: Channel, write: Write) -> Conversation:
    """Amazon wants an answer within a day, whatever we wait for."""
    mailbox.profile = "amazon"
    mailbox.settings = {"country": "DE"}
    mailbox.save()
    with freeze(MONDAY):
        write()
    return Conversation.objects.get()


def overdue(agent: Identity, at: datetime) -> list[int]:
    with freeze(at):
        return [row.number for row in inbox(agent.viewer, view="overdue").rows]


def counts(agent: Identity, at: datetime) -> dict[str, int | None]:
    with freeze(at):
        return {tab.key: tab.count for tab in tabs(agent.viewer)}


def test_a_marketplaces_clock_runs_out_while_we_wait_for_the_carrier(
    on_amazon: Conversation, agent: Identity
) -> None:
    with freeze(MONDAY + timedelta(minutes=5)):
        services.set_status(by=agent.actor, conversation_id=on_amazon.pk, status="waiting_carrier")

    on_amazon.refresh_from_db()
    assert (on_amazon.category, on_amazon.next_due_source) == ("waiting", "channel")
    assert overdue(agent, MONDAY + timedelta(hours=1)) == []
    assert overdue(agent, LATER) == [on_amazon.pk]
    assert counts(agent, LATER)["overdue"] == 1
    assert counts(agent, LATER)["waiting"] == 0


def test_our_own_clock_rests_while_we_wait_for_the_carrier(
    conversation: Conversation, agent: Identity
) -> None:
    with freeze(MONDAY + timedelta(minutes=5)):
        services.set_status(
            by=agent.actor, conversation_id=conversation.pk, status="waiting_carrier"
        )

    assert overdue(agent, LATER) == []


def test_what_is_resolved_is_not_overdue(on_amazon: Conversation, agent: Identity) -> None:
    with freeze(MONDAY + timedelta(minutes=5)):
        services.set_status(by=agent.actor, conversation_id=on_amazon.pk, status="resolved")

    assert overdue(agent, LATER) == []


def test_spam_is_not_overdue(on_amazon: Conversation, agent: Identity) -> None:
    Conversation.objects.update(
        category="waiting", next_due_source="channel", next_due_at=MONDAY, is_spam=True
    )

    assert overdue(agent, LATER) == []


# --- How it is read -----------------------------------------------------------------------------


def test_an_index_serves_the_list_and_its_count(
    on_amazon: Conversation, agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five thousand others, of which one in fifty is overdue."""
    _fill(on_amazon)
    asked: list[tuple[str, object]] = []
    read = lists.db.rows
    monkeypatch.setattr(lists.db, "rows", lambda sql, p=(): asked.append((sql, p)) or read(sql, p))
    with freeze(LATER):
        lists._rows(agent.viewer, VIEWS["overdue"], "", 50)
        lists._counts(agent.viewer, [VIEWS["overdue"]])

    plans = [_plan(sql, params) for sql, params in asked]

    assert len(plans) == 2
    assert all("conversation_overdue" in plan for plan in plans), plans
    assert not any("Seq Scan on conversations_conversation" in plan for plan in plans), plans
    assert "Sort Key: c.next_due_at" not in plans[0]


def _fill(like: Conversation) -> None:
    """Copies of one conversation: settled ones, and a hundred that wait beyond their time."""
    made = []
    for at in range(5000):
        late = at % 50 == 0
        made.append(
            Conversation(
                channel_id=like.channel_id,
                category="waiting" if late else "resolved",
                status_id="waiting_carrier" if late else "resolved",
                next_due_at=MONDAY + timedelta(minutes=at) if late else None,
                next_due_source="channel" if late else "",
                opened_at=MONDAY,
                last_message_at=MONDAY,
                resolved_at=None if late else MONDAY,
            )
        )
    Conversation.objects.bulk_create(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE conversations_conversation")


def _plan(sql: str, params: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_all_counts_are_one_query(on_amazon: Conversation, agent: Identity) -> None:
    with CaptureQueriesContext(connection) as captured:
        tabs(agent.viewer)

    assert len(captured) == 1
