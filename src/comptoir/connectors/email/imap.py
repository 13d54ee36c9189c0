"""Fetching mail: from the last UID, each mail stored before the cursor moves past it."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from django.utils.translation import gettext_noop as _

from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel
from comptoir.channels.queries import settled_ids
from comptoir.channels.services import receive, refuse_unread, set_cursor
from comptoir.connectors.email.mailbox import Mailbox, opened
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.sentences import Sentence

log = logging.getLogger(__name__)

BATCH = 50
# Mails are loaded together up to this many bytes: fewer questions, and little in memory.
BYTES_TOGETHER = 4_000_000
# A mail beyond this is not loaded: it goes to quarantine by its size alone.
MOST_BYTES = 60_000_000
TOO_LARGE = _("%s MB is more than a mail may have here. It is still in the mailbox.")
# One run of one mailbox ends after this; the next goes on where it stopped.
SLICE_SECONDS = 60
# A mail that the server itself can't give is passed over after so many tries.
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder was read. Another folder or UIDVALIDITY makes every UID new.

    `stuck` is the UID at which the last run broke off, `tries` how often in a row.
    """

    mailbox: str = ""
    uidvalidity: int = 0
    uid: int = 0
    stuck: int = 0
    tries: int = 0

    @classmethod
    def of(cls, kept: dict[str, Any], mailbox: str, uidvalidity: int) -> Self:
        found = cls(**kept) if kept else cls()
        same = (found.mailbox, found.uidvalidity) == (mailbox, uidvalidity)
        return found if same else cls(mailbox, uidvalidity)

    def name(self, uid: int) -> str:
        """What a mail of this folder is known by for ever."""
        return f"{self.mailbox}/{self.uidvalidity}/{uid}"

    def broke_off_at(self, uid: int) -> Self:
        return replace(self, stuck=uid, tries=self.tries + 1 if self.stuck == uid else 1)

    def past(self, uid: int) -> Self:
        return replace(self, uid=uid, stuck=0, tries=0)


def fetch(channel: Channel) -> int:
    """Receive what came since the last time; returns how many mails were read.

    Raises ConnectorError. What was stored before an error stays stored, and the cursor with it.
    """
    if not channel.settings.get("imap"):
        return 0
    with opened(channel) as mailbox:
        days = int(channel.settings.get("delete_after_days") or 0)
        cursor = Cursor.of(channel.cursor, mailbox.mark, mailbox.select(readonly=not days))
        reader = _Reader(mailbox, channel, cursor)
        read = reader.read_new()
        if days:
            _remove_old(mailbox, channel, reader.cursor, days)
    return read


def load(channel: Channel, name: str) -> bytes:
    """One mail by the name it is known by (`Cursor.name`), while it is still there."""
    mark, _sep, rest = name.partition("/")
    validity, _sep, uid = rest.partition("/")
    with opened(channel) as mailbox:
        if not uid.isdecimal() or (mark, validity) != (mailbox.mark, str(mailbox.select())):
            raise ConnectorError(_("The mailbox of this channel is another one by now."))
        number = int(uid)
        size = mailbox.sizes([number]).get(number, 0)
        if size > MOST_BYTES:
            raise ConnectorError(TOO_LARGE, facts=(str(size // 1_000_000),))
        raw = mailbox.raw([number]).get(number)
    if raw is None:
        raise ConnectorError(_("This mail is not in the mailbox any more."))
    return raw


class _Reader:
    """One run through what is new; `cursor` is how far it came."""

    def __init__(self, mailbox: Mailbox, channel: Channel, cursor: Cursor) -> None:
        self.mailbox, self.channel, self.cursor = mailbox, channel, cursor
        self.by = Actor(ActorKind.CHANNEL, channel.pk)

    def read_new(self) -> int:
        until = time.monotonic() + SLICE_SECONDS
        since = _since(self.channel) if self.cursor.uid == 0 else None
        read = 0
        for group in self._groups(self.mailbox.uids_after(self.cursor.uid, since=since)):
            read += self._take_in(group)
            if time.monotonic() > until:
                break
        return read

    def _groups(self, uids: Sequence[int]) -> Iterator[dict[int, int]]:
        """UIDs with their sizes, in order, as many as are loaded together."""
        for at in range(0, len(uids), BATCH):
            batch = uids[at : at + BATCH]
            # One by one up to the mail that broke the last run, to find out which it is.
            together = 0 if self.cursor.stuck in batch else BYTES_TOGETHER
            yield from _pack(self.mailbox.sizes(batch), together)

    def _take_in(self, group: dict[int, int]) -> int:
        raws = self._load(group)
        for uid, raw in raws.items():
            receive(by=self.by, channel=self.channel, raw=raw, external_id=self.cursor.name(uid))
        self._move(self.cursor.past(max(group)))
        return len(raws)

    def _load(self, group: dict[int, int]) -> dict[int, bytes]:
        first = min(group)
        if group[first] > MOST_BYTES:
            self._refuse(
                first, group[first], Sentence(TOO_LARGE, (str(group[first] // 1_000_000),))
            )
            return {}
        if self.cursor.stuck == first and self.cursor.tries >= MOST_TRIES:
            said = _("The mail server could not give this mail. It is still in the mailbox.")
            self._refuse(first, group[first], Sentence(said))
            return {}
        try:
            return self.mailbox.raw(sorted(group))
        except ConnectorError:
            self._move(self.cursor.broke_off_at(first))
            raise

    def _refuse(self, uid: int, size: int, reason: Sentence) -> None:
        refuse_unread(
            by=self.by,
            channel=self.channel,
            external_id=self.cursor.name(uid),
            size=size,
            reason=reason.kept(),
        )

    def _move(self, cursor: Cursor) -> None:
        self.cursor = cursor
        set_cursor(channel_id=self.channel.pk, cursor=asdict(cursor))


def _pack(sizes: dict[int, int], together: int) -> Iterator[dict[int, int]]:
    """Neighbours of at most `together` bytes; what is larger goes alone."""
    group: dict[int, int] = {}
    for uid, size in sorted(sizes.items()):
        if group and sum(group.values()) + size > together:
            yield group
            group = {}
        group[uid] = size
    if group:
        yield group


def _since(channel: Channel) -> date | None:
    """Older mail than this day is left alone when a mailbox is read for the first time."""
    told = channel.settings.get("fetch_since")
    return date.fromisoformat(told) if told else None


def _remove_old(mailbox: Mailbox, channel: Channel, cursor: Cursor, days: int) -> None:
    """Delete on the server what is safely here; never what nobody could take in."""
    if not cursor.uid:
        return
    old = mailbox.uids_older((now() - timedelta(days=days)).date(), up_to=cursor.uid)
    names = {cursor.name(uid): uid for uid in old[:BATCH]}
    if safe := settled_ids(channel, names):
        mailbox.delete([names[name] for name in safe])


def check(channel: Channel) -> int:
    """Sign in and look into the folder; returns how many mails wait. Raises ConnectorError."""
    with opened(channel) as mailbox:
        cursor = Cursor.of(channel.cursor, mailbox.mark, mailbox.select())
        since = _since(channel) if cursor.uid == 0 else None
        return len(mailbox.uids_after(cursor.uid, since=since))
