"""SIGKILL at any point: nothing is lost, nothing is stored twice, nothing goes out as another mail.

`COMPTOIR_KILL_ROUNDS` sets the number of kills, `COMPTOIR_KILL_SEED` their order and moments.
"""

import os
import random
import time
from collections import Counter

import psycopg
import pytest

from tests.reliability.desk import Desk, desk_in, eventually
from tests.reliability.mails import answer_to, opens_conversation, words

VICTIMS = ("worker", "postgres", "web", "agent", "provider")
# Jobs that one worker runs at once: so many letters may be on their way when it dies.
CONCURRENCY = 4
# What waits for its hour is not stuck: a clock, the next look of the periodic tasks.
_WAITING_JOBS = """
SELECT id, task_name, status::text, attempts, args::text, lock FROM procrastinate_jobs
 WHERE status IN ('todo', 'doing') AND queueing_lock IS NULL
   AND (scheduled_at IS NULL OR scheduled_at < now() + interval '1 minute')"""
_OPEN_DELIVERIES = """
SELECT id, state, attempts, trouble, next_attempt_at FROM channels_delivery
 WHERE state <> 'sent'"""
_MESSAGES = "SELECT text FROM conversations_message WHERE author_kind = '{}'"
_IDS = "SELECT id FROM conversations_message WHERE author_kind = '{}'"
_TOLD = "SELECT (data->>'message_id')::bigint FROM journal_entry WHERE event = '{}'"


def test_no_mail_and_no_reply_is_lost_or_doubled_whatever_is_killed(tmp_path, capsys):
    rounds = int(os.environ.get("COMPTOIR_KILL_ROUNDS", "5"))

    check_rounds(tmp_path, rounds, capsys)


@pytest.mark.long
def test_fifty_kills_lose_and_double_nothing(tmp_path, capsys):
    check_rounds(tmp_path, 50, capsys)


def check_rounds(folder, rounds, capsys):
    seed = int(os.environ.get("COMPTOIR_KILL_SEED", random.randrange(10**6)))
    with desk_in(folder, seed=seed) as desk:
        desk.write()
        killed = kill_at_random(desk, rounds, random.Random(seed))
        desk.silence(within=60)
        began = time.monotonic()
        settled = eventually(lambda: is_settled(desk), within=90)

        with capsys.disabled():
            print(f"\n  Seed {seed}, killed {dict(killed)}: {figures(desk)}.")
            print(f"  Settled {time.monotonic() - began:.1f} s after the last one wrote.")
        assert settled, (desk.rows(_WAITING_JOBS)[:5], desk.rows(_OPEN_DELIVERIES)[:5])
        check_mails(desk)
        check_replies(desk)
        check_journal(desk)
        check_outside(desk, killed)


def kill_at_random(desk: Desk, rounds: int, chance: random.Random) -> Counter[str]:
    """Everyone has a turn, mostly while mail flows, now and then while another is coming back."""
    killed: Counter[str] = Counter()
    order: list[str] = []
    for _ in range(rounds):
        order = order or chance.sample(VICTIMS, len(VICTIMS))
        if chance.random() < 0.8:
            wait_until_mail_flows(desk)
        time.sleep(chance.uniform(0, 1.5))
        victim = order.pop()
        desk.kill(victim)
        killed[victim] += 1
    wait_until_mail_flows(desk)
    return killed


def wait_until_mail_flows(desk: Desk) -> None:
    """Both ways, from now on: on a busy machine a process takes its time to come back."""
    before = flow(desk)
    flowing = eventually(
        lambda: all(now >= then + 2 for now, then in zip(flow(desk), before, strict=True)),
        within=60,
    )
    assert flowing, (before, flow(desk), desk.log_of("agent")[-500:], desk.log_of("serve")[-3000:])


def flow(desk: Desk) -> tuple[int, int]:
    return len(numbers(desk.mails)), len(accepted(desk))


def is_settled(desk: Desk) -> bool:
    try:
        return not desk.rows(_WAITING_JOBS) and not desk.rows(_OPEN_DELIVERIES)
    except psycopg.OperationalError:
        return False


def check_mails(desk: Desk) -> None:
    fed = len(numbers(desk.mails))
    stored = Counter(text for (text,) in desk.rows(_MESSAGES.format("buyer")))

    assert fed > 0
    assert stored == Counter(words(number) for number in range(fed))
    assert count_by_state(desk, "channels_envelope") == {"stored": fed}
    opened = sum(opens_conversation(number) for number in range(fed))
    assert desk.rows("SELECT count(*) FROM conversations_conversation") == [(opened,)]


def check_replies(desk: Desk) -> None:
    written = numbers(desk.replies)
    stored = Counter(text for (text,) in desk.rows(_MESSAGES.format("agent")))

    assert written
    assert stored == Counter(answer_to(number) for number in written)
    assert count_by_state(desk, "channels_delivery") == {"sent": len(written)}


def check_journal(desk: Desk) -> None:
    """One entry a message, none missing and none invented; and no job was given up."""
    for event, author in (("MessageReceived", "buyer"), ("MessageSent", "agent")):
        told = Counter(desk.rows(_TOLD.format(f"conversations.{event}")))
        assert told == Counter(desk.rows(_IDS.format(author))), event
    assert desk.rows("SELECT id, task_name FROM procrastinate_jobs WHERE status = 'failed'") == []


def check_outside(desk: Desk, killed: Counter[str]) -> None:
    """The receiving server: each Message-ID at least once, no other; few of them again."""
    sent = {f"<{number}>" for (number,) in desk.rows("SELECT message_id FROM channels_delivery")}

    assert {number for number, _how in accepted(desk)} == sent
    # Repeated is only what died between the other side's acceptance and our commit.
    assert repeats(desk) <= cut(desk) + CONCURRENCY * (killed["worker"] + killed["postgres"])


def count_by_state(desk: Desk, table: str) -> dict[str, int]:
    return dict(desk.rows(f"SELECT state, count(*) FROM {table} GROUP BY state"))


def numbers(journal):
    return [int(line) for line in journal.read_text().splitlines()]


def accepted(desk):
    return [tuple(line.split()) for line in desk.accepted.read_text().splitlines()]


def cut(desk):
    return sum(how == "cut" for _, how in accepted(desk))


def repeats(desk):
    return len(accepted(desk)) - len({number for number, _ in accepted(desk)})


def figures(desk):
    mails, replies = len(numbers(desk.mails)), len(numbers(desk.replies))
    return (
        f"{mails} mails in, {replies} replies out, {repeats(desk)} repeated with the same "
        f"Message-ID (the answer to {cut(desk)} was cut off)"
    )
