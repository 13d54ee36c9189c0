"""Whether the machine is well: what an administrator reads, decides, and what monitoring asks."""

from datetime import timedelta

import pytest
from django.test import Client

from comptoir.accounts.roles import Role
from comptoir.channels import machine, services
from comptoir.channels.models import Channel
from comptoir.channels.states import Health
from comptoir.journal.failing import failing_jobs, note_failure, queue
from comptoir.journal.models import Backup, Entry
from comptoir.journal.scheduling import later
from comptoir.kit.actor import Actor, ActorKind, Grant
from comptoir.kit.clock import now
from comptoir.kit.db import rows
from comptoir.kit.errors import NotAllowed, NotFound
from tests.conversations.conftest import make_member
from tests.rest.conftest import Program, give_token, program

__all__ = ["give_token", "program"]
pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor(ActorKind.AGENT, 1, "Ada", (Grant(Role.ADMINISTRATOR),))
LEAD = Actor(ActorKind.AGENT, 2, "Lea", (Grant(Role.LEAD),))


def give_up(name: str = "channels.deliver", why: str = "Connection refused") -> int:
    """A job that has failed for good."""
    later(name, delivery_id=7)
    ((job_id,),) = rows(
        "UPDATE procrastinate_jobs SET status = 'failed', attempts = 8"
        " WHERE id = (SELECT max(id) FROM procrastinate_jobs) RETURNING id"
    )
    note_failure(job_id, OSError(why))
    return int(job_id)


def states() -> list[str]:
    return [state for (state,) in rows("SELECT status::text FROM procrastinate_jobs ORDER BY id")]


def test_work_that_was_given_up_stands_there_with_its_reason_in_one_sentence() -> None:
    job_id = give_up(why="Connection refused\nat 10.0.0.1")

    (told,) = failing_jobs()

    assert (told.id, told.name, told.attempts) == (job_id, "channels.deliver", 8)
    assert told.reason == "OSError: Connection refused at 10.0.0.1"
    assert told.is_given_up
    assert queue().failed == 1


def test_another_try_lets_it_wait_again_and_says_who_decided() -> None:
    job_id = give_up()

    services.try_work_again(by=ADMINISTRATOR, job_id=job_id)

    assert states() == ["todo"]
    assert queue().trying == 1
    assert Entry.objects.get(event="channels.WorkTriedAgain").data == {"job_id": job_id}


def test_what_is_discarded_is_gone_with_its_reason() -> None:
    job_id = give_up()

    services.discard_work(by=ADMINISTRATOR, job_id=job_id)

    assert states() == []
    assert failing_jobs() == []
    assert rows("SELECT count(*) FROM journal_failure") == [(0,)]


def test_what_still_waits_is_not_discarded() -> None:
    later("channels.deliver", delivery_id=7)
    ((job_id,),) = rows("SELECT id FROM procrastinate_jobs")

    with pytest.raises(NotFound):
        services.discard_work(by=ADMINISTRATOR, job_id=job_id)

    assert states() == ["todo"]
    assert not Entry.objects.filter(event="channels.WorkDiscarded").exists()


def test_a_lead_decides_nothing_about_work() -> None:
    job_id = give_up()

    with pytest.raises(NotAllowed):
        services.try_work_again(by=LEAD, job_id=job_id)

    assert states() == ["failed"]


def test_h6_a_silent_worker_and_a_mailbox_in_trouble_are_bad_and_no_backup_is_not() -> None:
    Channel.objects.create(
        key="shop", name="Shop", health=Health.REFUSED, trouble="The password is refused."
    )

    told = machine.look(deeply=False)

    assert [(one.about, one.is_bad) for one in told.wrong] == [
        ("Work", True), ("Shop", True), ("Backup", False),
    ]  # fmt: skip
    assert told.mailboxes[0].trouble == "The password is refused."


def test_where_nothing_is_wrong_nothing_is_said() -> None:
    rows("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
    Backup.objects.create(at=now() - timedelta(days=1), size=10, seconds=1)

    assert machine.look(deeply=False).wrong == []


def test_an_administrator_reads_the_page_and_what_the_doctor_says(client: Client) -> None:
    give_up()
    client.force_login(make_member("ada@shop.example", "Ada", "administrator").member)

    page = client.get("/channels/health/").content.decode()

    assert "OSError: Connection refused" in page
    assert "What the doctor says" in page
    assert "PostgreSQL" in page


def test_monitoring_reads_the_same_with_a_token(program: Program) -> None:
    give_up()

    told = program.get("health").json()

    assert told["is_well"] is False
    assert told["jobs"]["given_up"] == 1
    assert told["backup_at"] is None
