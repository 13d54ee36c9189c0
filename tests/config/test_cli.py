"""The command line as a person meets it."""

import json
import os
import subprocess
import sys

import pytest

from comptoir.config.cli import COMMANDS

# What --help must not load, since it takes longer than the help takes to read.
HEAVY = ("django", "psycopg", "procrastinate", "uvicorn", "email.message")


@pytest.fixture
def comptoir(tmp_path):
    """Runs the command line in an environment of its own."""

    def run(*arguments, **variables):
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "comptoir.config.cli", *arguments],
            env=kept | {"COMPTOIR_DATA_DIR": str(tmp_path / "data"), **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_help_lists_every_command_and_loads_nothing_heavy(comptoir):
    answer = comptoir("--help")

    assert answer.returncode == 0
    listed = [line.split()[0] for line in answer.stdout.split("Commands:\n")[1].splitlines()]
    assert listed == list(COMMANDS)
    program = (
        "import sys; from comptoir.config.cli import cli\n"
        "try: cli(['--help'])\n"
        f"except SystemExit: print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_explains_itself(comptoir, command):
    answer = comptoir(command, "--help")

    assert answer.returncode == 0
    assert answer.stdout.startswith(f"Usage: comptoir {command}")


def test_a_bad_setting_stops_the_start_with_one_sentence(comptoir):
    answer = comptoir("migrate", COMPTOIR_PORT="ninety")

    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr == (
        "COMPTOIR_PORT cannot be 'ninety': give a whole number from 1 to 65535.\n"
    )


def test_settings_are_explained_and_secrets_are_not_shown(comptoir):
    answer = comptoir("settings", DATABASE_URL="postgresql://me:hunter2@db/desk")

    assert "COMPTOIR_PORT=8000\n    Port to listen on." in answer.stdout
    assert "DATABASE_URL=(set)" in answer.stdout
    assert "COMPTOIR_SECRET_KEY=(set)" in answer.stdout
    assert "hunter2" not in answer.stdout


def test_the_doctor_says_what_to_do_before_the_first_start(comptoir):
    answer = comptoir("doctor", "--json")

    findings = {line["about"]: line for line in map(json.loads, answer.stdout.splitlines())}
    assert answer.returncode == 0
    assert findings["database"]["level"] == "warn"
    assert findings["database"]["text"] == "There is none yet. `comptoir serve` makes it."
    assert findings["disk"]["level"] in {"ok", "warn"}


def test_the_doctor_fails_when_the_database_does_not_answer(comptoir, tmp_path):
    answer = comptoir("doctor", DATABASE_URL=f"postgresql://me@/desk?host={tmp_path}")

    assert answer.returncode == 1
    assert "fail database    The database of DATABASE_URL does not answer: " in answer.stdout


def test_a_silent_database_is_one_sentence(comptoir, tmp_path):
    answer = comptoir("migrate", DATABASE_URL=f"postgresql://me@/desk?host={tmp_path}")

    assert answer.returncode == 1
    assert answer.stderr.startswith("The database of DATABASE_URL does not answer: ")
    assert answer.stderr.count("\n") == 1
