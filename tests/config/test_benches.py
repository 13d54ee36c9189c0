"""The benches run, small: the figures that a busy machine does not change are held."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

type Bench = Callable[[str], dict[str, float]]

SIZE = 600
CHATS = 8
PAGES = {"inbox": 9, "conversation": 18, "search": 13, "reply": 24}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Figures of a bench, on a stage that the module's benches share."""
    folder = tmp_path_factory.mktemp("bench") / "data"

    def run(name: str) -> dict[str, float]:
        return _figures(folder, name)

    return run


def _figures(folder: Path, name: str) -> dict[str, float]:
    size = CHATS if name == "chat" else SIZE
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "comptoir.config.cli", "bench"),
            name,
            "--size",
            f"{size}",
            "--json",
        ],
        env={**os.environ, "COMPTOIR_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["bench"], told["size"]) == (name, size)
    return told["figures"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_measured_beside_its_floor(bench: Bench, page: str) -> None:
    figures = bench(page)

    assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    assert 0 < figures["floor_p50_ms"] <= figures["floor_p95_ms"]
    # The slowest of few says more of the machine than of the page.
    assert figures["floor_p50_ms"] < figures["p50_ms"]
    assert 0 < figures["queries"] <= PAGES[page]


def test_chats_lose_nothing_and_tell_nothing_twice(bench: Bench) -> None:
    figures = bench("chat")

    assert (figures["sent"], figures["lost"], figures["twice"]) == (4 * CHATS, 0, 0)
    assert 0 < figures["delivery_p50_ms"] <= figures["delivery_p95_ms"]


def test_views_are_measured_with_a_hundred_agents(bench: Bench) -> None:
    """H2: nobody misses a change, however busy this machine is."""
    figures = bench("views")

    assert figures["unheard"] == 0
    assert 0 < figures["counts_p50_ms"] <= figures["counts_p95_ms"]
    assert 0 < figures["heard_p95_ms"] <= figures["seen_p95_ms"]


def test_ingest_is_measured_beside_its_floor_also_a_second_time(bench: Bench) -> None:
    first, second = bench("ingest"), bench("ingest")

    for figures in (first, second):
        assert figures["per_second"] > 0
        assert figures["floor_db_per_second"] > figures["floor_per_second"] > 0
        assert figures["ratio"] >= 0.4
        assert figures["bytes_per_conversation"] <= 40_000
