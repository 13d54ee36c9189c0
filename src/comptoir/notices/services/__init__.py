"""The verbs of notices: telling, reading, and how each wants to be told."""

from comptoir.notices.services.browsers import (
    add_browser,
    keep_browser,
    public_key,
    remove_browser,
)
from comptoir.notices.services.forgetting import forget_leaving, forget_old
from comptoir.notices.services.mailing import mail, send_digests
from comptoir.notices.services.preferences import Wanted, choose
from comptoir.notices.services.pushing import push, try_push
from comptoir.notices.services.reading import look_at, read, read_all
from comptoir.notices.services.telling import tell

__all__ = [
    "Wanted",
    "add_browser",
    "choose",
    "forget_leaving",
    "forget_old",
    "keep_browser",
    "look_at",
    "mail",
    "public_key",
    "push",
    "read",
    "read_all",
    "remove_browser",
    "send_digests",
    "tell",
    "try_push",
]
