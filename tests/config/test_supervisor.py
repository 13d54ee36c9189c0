"""The supervisor, with small programs in the place of web and worker."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import pytest

from comptoir.config.supervisor import CannotStart, Part, answers, check_port

WEB = """
    import http.server, os, sys, time
    time.sleep({pause})
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
        def log_message(self, *words): pass
    http.server.HTTPServer(("127.0.0.1", {port}), Handler).serve_forever()
"""
SLEEPER = "import time; time.sleep(100)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(100)"
BROKEN = "raise SystemExit(3)"

RUNNER = """
    import os, sys
    from pathlib import Path
    from comptoir.config.env import load_env
    from comptoir.config.supervisor import Part, Supervisor, say, stoppable
    env = load_env({{"COMPTOIR_DATA_DIR": {folder!r}, "COMPTOIR_PORT": "{port}"}})
    programs = {{"web": {web!r}, "worker": {worker!r}}}
    parts = [
        Part(name, [sys.executable, "-c", text], None, dict(os.environ))
        for name, text in programs.items()
    ]
    def announce():
        print("open", *(part.process.pid for part in parts), flush=True)
    with stoppable():
        Supervisor(env, parts, lambda: None).run(announce)
    print("ended", flush=True)
"""


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def supervise(tmp_path, port):
    """Starts a supervisor over `web` and `worker`; answers its process."""
    started = []

    def start(*, web=WEB, worker=SLEEPER, pause=0):
        program = textwrap.dedent(RUNNER).format(
            folder=str(tmp_path),
            port=port,
            web=textwrap.dedent(web).format(port=port, pause=pause),
            worker=worker,
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def parts_of(process):
    """Waits for the announcement; answers the process ids of web and worker."""
    word, *numbers = process.stdout.readline().split()
    assert word == "open"
    return [int(number) for number in numbers]


def test_it_opens_only_when_the_web_answers(supervise, port):
    supervisor = supervise(pause=0.5)

    parts_of(supervisor)

    assert answers("127.0.0.1", port)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_cleanly(supervise, sent):
    supervisor = supervise()
    parts = parts_of(supervisor)

    supervisor.send_signal(sent)
    output, _ = supervisor.communicate(timeout=5)

    assert output == "ended\n"
    assert supervisor.returncode == 0
    assert not any(is_running(part) for part in parts)


def test_a_part_that_will_not_end_is_killed_within_five_seconds(supervise):
    supervisor = supervise(worker=STUBBORN)
    parts = parts_of(supervisor)
    time.sleep(0.3)

    began = time.monotonic()
    supervisor.terminate()
    supervisor.communicate(timeout=6)

    assert time.monotonic() - began < 5
    assert not any(is_running(part) for part in parts)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a death")
def test_sigkill_takes_the_parts_along(supervise):
    supervisor = supervise(worker=STUBBORN)
    parts = parts_of(supervisor)

    supervisor.kill()
    supervisor.wait()

    assert eventually(lambda: not any(is_running(part) for part in parts))


def test_a_killed_part_comes_back(supervise, port):
    supervisor = supervise()
    web, _worker = parts_of(supervisor)

    os.kill(web, signal.SIGKILL)

    assert eventually(lambda: not is_running(web))
    assert eventually(lambda: answers("127.0.0.1", port))
    assert "The web ended (SIGKILL); it starts again in 0.2 s." in supervisor.stderr.readline()


def test_a_web_that_never_starts_is_given_up(supervise):
    supervisor = supervise(web=BROKEN)

    output, errors = supervisor.communicate(timeout=20)

    assert output == ""
    assert supervisor.returncode == 1
    assert errors.count("The web ended (exit code 3)") == 3
    assert "CannotStart" in errors


def test_the_pause_doubles_up_to_ten_seconds():
    part = Part("worker", ["true"], None, {})
    part.started = time.monotonic()

    pauses = []
    for _ in range(8):
        part._note_death(1)
        pauses.append(round(part.due - time.monotonic(), 1))

    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]


def test_who_ran_steadily_starts_again_at_once():
    part = Part("worker", ["true"], None, {}, failures=6)
    part.started = time.monotonic() - 60

    part._note_death(-9)

    assert part.failures == 1


def test_a_taken_port_is_named(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        with pytest.raises(CannotStart, match=rf"cannot listen on 127.0.0.1:{port} .*--port"):
            check_port("127.0.0.1", port)


# In a process of its own: another thread of the test run could take the signal instead.
RUNG_WHILE_LOOKING = """
import os, signal, subprocess, sys
from comptoir.config.children import has_ended

class Stop(Exception):
    pass

class RingingLock:
    def __init__(self, lock):
        self.lock, self.rung = lock, False

    def acquire(self, blocking=True):
        taken = self.lock.acquire(blocking)
        if not self.rung:
            self.rung = True
            os.kill(os.getpid(), signal.SIGTERM)
        return taken

    def release(self):
        self.lock.release()

    __enter__ = acquire

    def __exit__(self, *_error):
        self.release()

def stop(_number, _frame):
    raise Stop

signal.signal(signal.SIGTERM, stop)
part = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
part._waitpid_lock = RingingLock(part._waitpid_lock)
try:
    has_ended(part)
except Stop:
    part.kill()
    sys.exit(0 if part.wait(5) == -signal.SIGKILL else 2)
sys.exit(3)
"""


def test_a_signal_while_a_part_is_looked_at_leaves_it_waitable():
    """Somebody asks us to end at the very moment the child's lock is taken."""
    done = subprocess.run([sys.executable, "-c", RUNG_WHILE_LOOKING], timeout=60, check=False)

    assert done.returncode == 0


def is_running(pid):
    """A child of the runner that is dead but not yet collected counts as gone."""
    try:
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return False
    return bool(state.strip()) and not state.startswith("Z")


def eventually(holds, seconds=5.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False
