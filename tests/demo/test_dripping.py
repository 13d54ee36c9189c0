"""The stream of new mail: gentle, never twice, and it ends."""

from pytest_django import Settings

from comptoir.channels.models import Envelope
from comptoir.conversations.models import Message
from comptoir.demo import dripping
from comptoir.demo.models import Drip, Sample
from comptoir.kit.db import rows

WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'demo.drip'"


def waiting_turns() -> int:
    ((count,),) = rows(WAITING)
    return int(count)


def test_a_stream_that_runs_is_not_started_again(sample: Sample) -> None:
    first = dripping.start()

    again = dripping.start()

    assert first == again
    assert (Drip.objects.count(), waiting_turns()) == (1, 1)


def test_each_turn_brings_one_mail_and_asks_for_the_next(sample: Sample) -> None:
    drip = dripping.start()

    dripping.next_mail(drip.pk)
    dripping.next_mail(drip.pk)

    drip.refresh_from_db()
    assert (drip.sent, Envelope.objects.count(), waiting_turns()) == (2, 2, 3)
    assert Message.objects.filter(author_kind="buyer").count() == 2


def test_a_turn_that_is_repeated_after_a_crash_brings_nothing_new(sample: Sample) -> None:
    drip = dripping.start()
    dripping.next_mail(drip.pk)
    Drip.objects.update(sent=0)

    dripping.next_mail(drip.pk)

    assert Envelope.objects.count() == 1


def test_a_stopped_stream_brings_nothing_more(sample: Sample) -> None:
    drip = dripping.start()
    dripping.stop()

    dripping.next_mail(drip.pk)

    assert not Envelope.objects.exists()
    assert dripping.running() is None


def test_the_stream_ends_by_itself(sample: Sample, settings: Settings) -> None:
    drip = dripping.start()
    Drip.objects.update(sent=dripping.MOST - 1)

    dripping.next_mail(drip.pk)

    assert dripping.running() is None
    assert waiting_turns() == 1  # the first one alone
