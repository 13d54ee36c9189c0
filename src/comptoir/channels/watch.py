"""What every page warns of: a restore, a silent worker, a channel in trouble. Read beside pages.

The web process looks every few seconds in a thread of its own, so that no page waits for it or
asks the database while it is drawn.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection

from comptoir.channels.queries import troubled_channels
from comptoir.channels.states import Health
from comptoir.journal.restoring import standing_still
from comptoir.journal.worker import heartbeat_age
from comptoir.kit.clock import now

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
# H6: without a sign of life for that long nobody carries mail.
SILENT_AFTER = 60.0
# A server that was away for a moment worries nobody.
UNREACHABLE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One mailbox that needs somebody; `way` is in, out or grant."""

    channel_id: int
    name: str
    way: str


@dataclass(frozen=True, slots=True)
class State:
    is_worker_silent: bool = False
    troubles: tuple[Trouble, ...] = ()
    stands_still: bool = False


_state = State()
_ended = threading.Event()


def state() -> State:
    """As it was a few seconds ago."""
    return _state


def look() -> State:
    """Read the state anew."""
    global _state
    age, still = heartbeat_age(), standing_still() is not None
    # Workers that wait for a word after a restore show no sign of life, and need not.
    is_silent = not still and (age is None or age > SILENT_AFTER)
    _state = State(is_silent, tuple(_troubles()), still)
    return _state


def _troubles() -> list[Trouble]:
    found = []
    for channel in troubled_channels():
        grace = UNREACHABLE_AFTER if channel.health == Health.UNREACHABLE else timedelta(0)
        if channel.health == Health.GRANT_EXPIRED:
            found.append(Trouble(channel.pk, channel.name, "grant"))
        elif channel.troubled_since and now() - channel.troubled_since >= grace:
            found.append(Trouble(channel.pk, channel.name, "in"))
        elif channel.sending_trouble:
            found.append(Trouble(channel.pk, channel.name, "out"))
    return found


def start() -> None:
    """Look now and then until `stop`, in a thread that ends with the process."""
    _ended.clear()
    threading.Thread(target=_look_for_ever, name="channels.watch", daemon=True).start()


def stop() -> None:
    _ended.set()


def _look_for_ever() -> None:
    while True:
        try:
            look()
        except (DatabaseError, InterfaceError):
            log.warning("The state of worker and channels could not be read")
        finally:
            connection.close()
        if _ended.wait(LOOK_SECONDS):
            return
