"""Letters on a selection: conversations to choose from, runs begun and worked off, what came of it."""

from collections.abc import Callable

import pytest

from comptoir.accounts.identity import Identity
from comptoir.conversations import services as desk
from comptoir.conversations.models import BulkRow, BulkRun, Conversation, Message
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from tests.automation.conftest import NOON, order_of
from tests.conversations.conftest import Write

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
