"""Which handlers follow which event: found by import, listed by `comptoir events`."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from comptoir.journal.events import Event


@dataclass(frozen=True, slots=True)
class Handler:
    """`name` is `package.function`, stable, because a retry finds the handler by it."""

    name: str
    run: Callable[[Any], None]


HANDLERS: dict[type[Event], list[Handler]] = defaultdict(list)


def on[E: Event](event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Run the decorated function after the transaction that published `event`, in a job."""

    def register(run: Callable[[E], None]) -> Callable[[E], None]:
        package = run.__module__.removeprefix("comptoir.").partition(".")[0]
        HANDLERS[event].append(Handler(f"{package}.{run.__name__}", run))
        return run

    return register


def handlers_of(event: type[Event]) -> tuple[Handler, ...]:
    return tuple(HANDLERS.get(event, ()))
