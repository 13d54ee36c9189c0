"""The handlers of an entry run together; where one fails each runs by itself, the failed one again alone."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from comptoir.accounts.models import Team
from comptoir.journal import publish
from comptoir.journal.models import Entry
from comptoir.journal.tasks import run_handler, run_handlers
from comptoir.kit.actor import SYSTEM
from tests.journal.conftest import Follower, LampBroken, LampLit

Follow = Callable[..., Follower]
pytestmark = pytest.mark.django_db


def light(lamp_id: int = 1) -> int:
    with transaction.atomic():
        return publish(LampLit(lamp_id=lamp_id), by=SYSTEM)


def waiting(task: str) -> list[dict[str, object]]:
    found = ProcrastinateJob.objects.filter(task_name=task).order_by("id")
    return list(found.values_list("args", flat=True))


def test_every_handler_hears_the_event(follow: Follow) -> None:
    one, two = follow("one"), follow("two")

    run_handlers(entry_id=light(5))

    assert one.heard == two.heard == [LampLit(lamp_id=5)]


def test_a_handler_that_fails_does_not_stop_its_siblings(follow: Follow) -> None:
    first, broken, last = follow("first"), follow("broken", failures=2), follow("last")
    entry_id = light()

    run_handlers(entry_id=entry_id)

    # The first one heard of it when all ran together, and once more when each ran by itself.
    assert (len(first.heard), len(broken.heard), len(last.heard)) == (2, 0, 1)
    assert waiting("journal.run_handler") == [{"entry_id": entry_id, "name": "tests.broken"}]


def test_it_is_tried_again_alone(follow: Follow) -> None:
    first, broken = follow("first"), follow("broken", failures=2)
    entry_id = light()
    run_handlers(entry_id=entry_id)
    (again,) = waiting("journal.run_handler")
    first.heard.clear()

    run_handler(**again)

    assert (len(first.heard), len(broken.heard)) == (0, 1)


def test_what_fails_once_is_mended_at_once(follow: Follow) -> None:
    broken = follow("broken", failures=1, does=lambda: Team.objects.create(name="once"))

    run_handlers(entry_id=light())

    assert [team.name for team in Team.objects.all()] == ["once"]
    assert len(broken.heard) == 1
    assert waiting("journal.run_handler") == []


def test_handlers_that_succeed_share_one_savepoint(
    follow: Follow, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(20):
        follow(f"number {number}")
    entry_id = light()

    # The entry, the savepoint and its end.
    with django_assert_num_queries(3):
        run_handlers(entry_id=entry_id)


def test_the_lone_job_waits_in_the_line_of_its_subject(follow: Follow) -> None:
    follow("broken", failures=2)

    run_handlers(entry_id=light(8))

    assert ProcrastinateJob.objects.get(task_name="journal.run_handler").lock == "lamp:8"


def test_what_a_failing_handler_wrote_is_undone(follow: Follow) -> None:
    follow("writer", does=lambda: Team.objects.create(name="kept"))
    follow("broken", failures=2, does=lambda: Team.objects.create(name="undone"))

    run_handlers(entry_id=light())

    assert [team.name for team in Team.objects.all()] == ["kept"]


def test_a_broken_statement_in_one_handler_leaves_the_others_their_transaction(
    follow: Follow,
) -> None:
    def break_it() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    follow("broken", does=break_it)
    last = follow("last", does=Team.objects.count)

    run_handlers(entry_id=light())

    assert len(last.heard) == 1


def test_what_a_handler_announces_names_its_cause(follow: Follow) -> None:
    follow("breaker", does=lambda: publish(LampBroken(lamp_id=1), by=SYSTEM))
    entry_id = light()

    run_handlers(entry_id=entry_id)

    assert Entry.objects.get(event=LampBroken.name()).caused_by == entry_id
