"""What members are told of conversations: each kind with its sentence and its usual ways."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.conversations import access
from comptoir.notices.slots import Kind
from comptoir.notices.states import Way

_QUIETLY = frozenset({Way.APP})
_LOUDLY = frozenset(Way)

type Say = Callable[[str, int], str]


def _mentioned(actor: str, count: int) -> str:
    if count == 1:
        return _("%(actor)s mentioned you") % {"actor": actor}
    return ngettext("Mentioned you %(count)s time", "Mentioned you %(count)s times", count) % {
        "count": count
    }


def _assigned(actor: str, count: int) -> str:
    return _("%(actor)s gave it to you") % {"actor": actor}


def _message_mine(actor: str, count: int) -> str:
    if count == 1:
        return _("A new message in one of yours")
    return ngettext(
        "%(count)s new message in one of yours", "%(count)s new messages in one of yours", count
    ) % {"count": count}


def _message_followed(actor: str, count: int) -> str:
    if count == 1:
        return _("A new message in one you follow")
    return ngettext(
        "%(count)s new message in one you follow", "%(count)s new messages in one you follow", count
    ) % {"count": count}


def _due_soon(actor: str, count: int) -> str:
    return _("A promise is due soon")


def _missed(actor: str, count: int) -> str:
    if count == 1:
        return _("A promise was missed")
    return ngettext("%(count)s promise was missed", "%(count)s promises were missed", count) % {
        "count": count
    }


def _approval_asked(actor: str, count: int) -> str:
    if count == 1:
        return _("%(actor)s asks you to approve a reply") % {"actor": actor}
    return ngettext(
        "%(count)s reply waits for your approval", "%(count)s replies wait for your approval", count
    ) % {"count": count}


def _approved(actor: str, count: int) -> str:
    return _("%(actor)s approved your reply") % {"actor": actor}


def _sent_back(actor: str, count: int) -> str:
    return _("%(actor)s sent your reply back") % {"actor": actor}


def _not_left(actor: str, count: int) -> str:
    return _("Your later reply did not leave: it is a draft again")


def _reminder(actor: str, count: int) -> str:
    return _("You wanted to be reminded")


def _woke(actor: str, count: int) -> str:
    return _("A conversation that was set aside is back")


def _delivery_failed(actor: str, count: int) -> str:
    if count == 1:
        return _("Your message did not arrive")
    return ngettext(
        "%(count)s message of yours did not arrive",
        "%(count)s messages of yours did not arrive",
        count,
    ) % {"count": count}


def _wrong_recipient(actor: str, count: int) -> str:
    return _("%(actor)s reports a message to the wrong person") % {"actor": actor}


_PERSONAL = {
    "mentioned": Kind(
        label=gettext_lazy("Somebody mentions me"),
        icon="at",
        say=_mentioned,
        usual=_LOUDLY,
        personal=True,
    ),
    "assigned": Kind(
        label=gettext_lazy("A conversation is given to me"),
        icon="taken",
        say=_assigned,
        personal=True,
    ),
    "reminder": Kind(
        label=gettext_lazy("A reminder of mine comes"), icon="bell", say=_reminder, personal=True
    ),
    "woke": Kind(
        label=gettext_lazy("What I set aside is back"), icon="snooze", say=_woke, personal=True
    ),
    "delivery_failed": Kind(
        label=gettext_lazy("A message of mine does not arrive"),
        icon="bounce",
        say=_delivery_failed,
        personal=True,
        tone="danger",
    ),
    "not_left": Kind(
        label=gettext_lazy("A later reply of mine does not leave"),
        icon="later",
        say=_not_left,
        personal=True,
        tone="warning",
    ),
    "approved": Kind(
        label=gettext_lazy("A reply of mine is approved"),
        icon="check",
        say=_approved,
        usual=_QUIETLY,
        personal=True,
    ),
    "sent_back": Kind(
        label=gettext_lazy("A reply of mine is sent back"),
        icon="return",
        say=_sent_back,
        personal=True,
        tone="warning",
    ),
}
_SHARED = {
    "message_mine": Kind(
        label=gettext_lazy("A new message in a conversation of mine"),
        icon="mail",
        say=_message_mine,
    ),
    "message_followed": Kind(
        label=gettext_lazy("A new message in one I follow"),
        icon="bell",
        say=_message_followed,
        usual=_QUIETLY,
    ),
    "due_soon": Kind(
        label=gettext_lazy("A promise is due soon: mine, or of whom I lead"),
        icon="clock",
        say=_due_soon,
        tone="warning",
    ),
    "missed": Kind(
        label=gettext_lazy("A promise is missed: mine, or of whom I lead"),
        icon="late",
        say=_missed,
        tone="danger",
    ),
    "approval_asked": Kind(
        label=gettext_lazy("A reply waits for my approval"),
        icon="pen",
        say=_approval_asked,
        permission=access.APPROVE,
    ),
    "wrong_recipient": Kind(
        label=gettext_lazy("A message went to the wrong person"),
        icon="suspect",
        say=_wrong_recipient,
        usual=_LOUDLY,
        permission=access.APPROVE,
        tone="danger",
    ),
}

OUR_KINDS = _PERSONAL | _SHARED
