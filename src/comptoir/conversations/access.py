"""What members may do with conversations."""

from django.utils.translation import gettext_lazy as _

from comptoir.accounts import access as accounts
from comptoir.accounts.roles import (
    ADMINISTRATORS,
    LEADERS,
    PERMISSIONS,
    READERS,
    SENDERS,
    WRITERS,
    Permission,
)
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import Conversation
from comptoir.kit.actor import Actor, ActorKind

READ = "conversations.read"
NOTE = "conversations.note"
REPLY = "conversations.reply"
HANDLE = "conversations.handle"
FORWARD = "conversations.forward"
SPAM = "conversations.spam"
APPROVE = "conversations.approve"
STATUSES = "conversations.statuses"
SHARE_VIEWS = "conversations.share_views"

PERMISSIONS.plug(READ, Permission(_("Read conversations"), READERS))
PERMISSIONS.plug(NOTE, Permission(_("Write internal notes and drafts"), WRITERS))
PERMISSIONS.plug(REPLY, Permission(_("Send replies"), SENDERS))
PERMISSIONS.plug(HANDLE, Permission(_("Assign, tag, set reason, status and priority"), SENDERS))
PERMISSIONS.plug(FORWARD, Permission(_("Write to third parties, forward messages"), SENDERS))
PERMISSIONS.plug(SPAM, Permission(_("Mark spam and undo it"), SENDERS))
PERMISSIONS.plug(APPROVE, Permission(_("Approve the replies of trainees"), LEADERS))
PERMISSIONS.plug(SHARE_VIEWS, Permission(_("Share views with colleagues"), LEADERS))
PERMISSIONS.plug(
    STATUSES, Permission(_("Add, rename and order statuses and contact reasons"), ADMINISTRATORS)
)


def require(actor: Actor, permission: str, conversation: Conversation) -> None:
    """Raise NotAllowed unless a grant covers this conversation's team, channel or seller.

    Of a side conversation also who may it where it stands beside.
    """
    parent = conversation.side_of
    if parent is not None and may(actor, permission, parent):
        return
    accounts.require(
        actor,
        permission,
        team_id=conversation.team_id,
        channel_id=conversation.channel_id,
        seller_id=conversation.seller_id,
    )


def require_book(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may change what the house knows of third parties."""
    accounts.require(actor, FORWARD)


def require_statuses(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may change what the whole house calls things."""
    accounts.require(actor, STATUSES)


def may(actor: Actor, permission: str, conversation: Conversation) -> bool:
    parent = conversation.side_of
    if parent is not None and may(actor, permission, parent):
        return True
    return accounts.may(
        actor,
        permission,
        team_id=conversation.team_id,
        channel_id=conversation.channel_id,
        seller_id=conversation.seller_id,
    )


def may_act(viewer: Viewer, conversation: Conversation) -> bool:
    """Whether there is anything this member could do with a message."""
    actor = Actor(ActorKind.AGENT, viewer.id, grants=viewer.grants)
    return any(may(actor, each, conversation) for each in (HANDLE, FORWARD))


def permissions_on(actor: Actor, conversation: Conversation) -> frozenset[str]:
    """Which of this package's verbs the actor may use here: for showing buttons."""
    return frozenset(
        name
        for name in (READ, NOTE, REPLY, HANDLE, FORWARD, SPAM, APPROVE)
        if may(actor, name, conversation)
    )
