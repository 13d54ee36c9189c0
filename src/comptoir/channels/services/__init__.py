"""The verbs of channels."""

from comptoir.channels.services.accounts import (
    ChannelValues,
    add_channel,
    change_channel,
    change_profile,
    note_connected,
)
from comptoir.channels.services.automatic import note_automatic_mail
from comptoir.channels.services.delivery import (
    cancel_delivery,
    deliver,
    note_sent,
    place_delivery,
    queue_delivery,
    release_due,
    resend,
)
from comptoir.channels.services.doors import let_sellers_write_to_buyers, open_space
from comptoir.channels.services.health import note_health, note_sending, set_cursor
from comptoir.channels.services.importing import import_mails
from comptoir.channels.services.intake import Received, receive, refuse_unread
from comptoir.channels.services.quarantine import (
    discard,
    retry_failed,
    take_quarantined,
    try_again,
)
from comptoir.channels.services.restoring import go_on, stand_still
from comptoir.channels.services.retention import clear_raw_files, forget_automatic_mails
from comptoir.channels.services.senders import judge_sender
from comptoir.channels.services.telling import tell_administrators, tell_of_trouble
from comptoir.channels.services.work import discard_work, try_work_again

__all__ = [
    "ChannelValues",
    "Received",
    "add_channel",
    "cancel_delivery",
    "change_channel",
    "change_profile",
    "clear_raw_files",
    "deliver",
    "discard",
    "discard_work",
    "forget_automatic_mails",
    "go_on",
    "import_mails",
    "judge_sender",
    "let_sellers_write_to_buyers",
    "note_automatic_mail",
    "note_connected",
    "note_health",
    "note_sending",
    "note_sent",
    "open_space",
    "place_delivery",
    "queue_delivery",
    "receive",
    "refuse_unread",
    "release_due",
    "resend",
    "retry_failed",
    "set_cursor",
    "stand_still",
    "take_quarantined",
    "tell_administrators",
    "tell_of_trouble",
    "try_again",
    "try_work_again",
]
