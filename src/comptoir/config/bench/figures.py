"""Times and their percentiles."""

import statistics
import time
from collections.abc import Callable, Sequence

ROUNDS = 3


def percentile(times: Sequence[float], share: float) -> float:
    """The time, in milliseconds, that this share of the measured ones did not exceed."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 2)


def timed(run: Callable[[], object], times: int) -> list[float]:
    """Seconds of each run."""
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        spent.append(time.perf_counter() - begin)
    return spent


def median_of[T: float](values: Sequence[T]) -> float:
    return round(statistics.median(values), 2)
