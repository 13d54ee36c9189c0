"""From the stored mail to its handlers, and to the eyes of whoever has the inbox open."""

import json
import shutil
import statistics
import time

import pytest

from tests.reliability.desk import Desk, desk_in, eventually
from tests.reliability.programs.watcher import BROWSERS
from tests.reliability.programs.worker_of_twenty import HANDLERS, TABLE

# As many as a page of the inbox shows, with room to spare.
CONVERSATIONS = 30


def test_two_workers_with_twenty_handlers_keep_up_with_the_mail(tmp_path, capsys):
    per_second = handled_per_second(tmp_path, mails=300, capsys=capsys)

    # Far below what it does, since a busy machine must not make this red.
    assert per_second >= 5


@pytest.mark.long
def test_two_workers_with_twenty_handlers_handle_100_mails_a_second(tmp_path, capsys):
    assert handled_per_second(tmp_path, mails=3000, capsys=capsys) >= 100


def test_mail_is_seen_in_the_open_inbox_while_more_comes(tmp_path, capsys):
    assert seconds_until_seen(tmp_path, per_second=10, seconds=6, capsys=capsys) <= 5


@pytest.mark.long
def test_at_20_mails_a_second_95_of_100_are_seen_within_a_second(tmp_path, capsys):
    assert seconds_until_seen(tmp_path, per_second=20, seconds=30, capsys=capsys) <= 1


def handled_per_second(folder, *, mails, capsys):
    """All mails wait; two workers run all handlers of all of them."""
    with desk_in(folder, worker="sleeper") as desk:
        desk.rows_changed(TABLE)
        store(desk, 0, mails, conversations=mails)
        start_two_workers(desk)
        within = 60 + mails / 20
        assert eventually(lambda: handled(desk) == mails * HANDLERS, within=within), handled(desk)

        # Without the start of the processes: from the tenth mail on.
        times = [at for (at,) in desk.rows(_HANDLED_AT)]
        per_second = (mails - 10) / (times[-1] - times[9])
        say(capsys, f"{mails} mails with {HANDLERS} handlers each: {per_second:.0f} mails/s")
        return per_second


def seconds_until_seen(folder, *, per_second, seconds, capsys):
    """The 95th of 100 moments between commit and browser; the workers are busy meanwhile."""
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with desk_in(folder, worker="sleeper") as desk:
        desk.rows_changed(TABLE)
        start_two_workers(desk)
        store(desk, 0, CONVERSATIONS, conversations=CONVERSATIONS)
        watcher = desk.start("watcher", json.dumps(desk.told))
        assert watcher.stdout.readline() == "open\n", desk.log_of("watcher")
        last = CONVERSATIONS + per_second * seconds
        stored = store(
            desk, CONVERSATIONS, last, conversations=CONVERSATIONS, per_second=per_second
        )
        time.sleep(5)
        desk.stop.touch()
        seen = {int(number): at for number, at in json.loads(watcher.communicate()[0]).items()}

    waited = [first_seen(seen, number) - at for number, at in stored.items()]
    p50, p95 = statistics.median(waited), statistics.quantiles(waited, n=20)[18]
    say(
        capsys,
        f"{len(waited)} mails at {per_second}/s: seen after {p50:.2f} s, 95 of 100 within {p95:.2f} s",
    )
    return p95


def first_seen(seen, number):
    """A row shows its conversation's last words: whoever sees later ones has seen these."""
    same = [
        at
        for other, at in seen.items()
        if other >= number and (other - number) % CONVERSATIONS == 0
    ]
    assert same, f"mail {number} was never seen"
    return min(same)


def store(desk: Desk, first, last, *, conversations, per_second=0):
    """Put mails through the intake; returns the time at which each was stored."""
    journal = desk.folder / f"stored-{first}"
    told = desk.told | {
        "numbers": [first, last],
        "conversations": conversations,
        "per_second": per_second,
        "stored": str(journal),
    }
    storer = desk.start("storer", json.dumps(told))
    assert storer.wait(60 + (last - first)) == 0, desk.log_of("storer")
    lines = (line.split() for line in journal.read_text().splitlines())
    return {int(number): float(at) for number, at in lines}


def start_two_workers(desk: Desk) -> None:
    for name in ("first worker", "second worker"):
        desk.start("worker_of_twenty", known_as=name)


def handled(desk: Desk) -> int:
    ((count,),) = desk.rows("SELECT count(*) FROM chain_handled")
    return count


def say(capsys, words):
    with capsys.disabled():
        print(f"\n  {words}.")


_HANDLED_AT = """
SELECT extract(epoch FROM max(at))::float FROM chain_handled GROUP BY message_id ORDER BY 1"""
