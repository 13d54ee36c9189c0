"""Who may use a template, and what becomes of a proposal and of a use."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.kit.flows import Flow


class Reach(StrEnum):
    """For whom a template is."""

    PERSONAL = "personal"
    TEAM = "team"
    ALL = "all"


REACH_NAMES = {
    Reach.PERSONAL: _("Personal"),
    Reach.TEAM: _("Team"),
    Reach.ALL: _("Everybody"),
}


class Step(StrEnum):
    """Where one version of a template stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STEP_NAMES = {
    Step.PROPOSED: _("Proposed"),
    Step.APPROVED: _("Approved"),
    Step.DECLINED: _("Declined"),
    Step.WITHDRAWN: _("Replaced by a later proposal"),
}

FLOW = Flow(
    {
        Step.PROPOSED: {Step.APPROVED, Step.DECLINED, Step.WITHDRAWN},
    }
)


class UseState(StrEnum):
    """A template in a draft, in a message that can be taken back, and after its actions ran.

    `SENDING`: a program uses it, and it is sent or done in the same transaction.
    """

    PICKED = "picked"
    SENDING = "sending"
    SENT = "sent"
    DONE = "done"
    DROPPED = "dropped"


class Lack(StrEnum):
    """Why a variable has no value here."""

    UNKNOWN = "unknown"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"
    BLANK = "blank"
    NONE_LEFT = "none_left"


LACK_NAMES = {
    Lack.UNKNOWN: _("nothing is known for it here"),
    Lack.FORBIDDEN: _("this marketplace does not allow it"),
    Lack.HIDDEN: _("this reader must not see it"),
    Lack.BLANK: _("write it yourself"),
    Lack.NONE_LEFT: _("no voucher is left"),
}


class MailingState(StrEnum):
    """A letter to the buyers of many orders: being written, on its way, over."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


MAILING_NAMES = {
    MailingState.DRAFT: _("Being prepared"),
    MailingState.RUNNING: _("Being sent"),
    MailingState.STOPPED: _("Stopped"),
    MailingState.DONE: pgettext_lazy("mailing", "Sent"),
}

MAILING_FLOW = Flow(
    {
        MailingState.DRAFT: {MailingState.RUNNING},
        MailingState.RUNNING: {MailingState.STOPPED, MailingState.DONE},
        MailingState.STOPPED: {MailingState.RUNNING},
    }
)


class RowState(StrEnum):
    """What became of one order of a mailing."""

    WAITING = "waiting"
    WRITTEN = "written"
    REFUSED = "refused"


ROW_NAMES = {
    RowState.WAITING: pgettext_lazy("mailing row", "Waiting"),
    RowState.WRITTEN: pgettext_lazy("mailing row", "Written"),
    RowState.REFUSED: pgettext_lazy("mailing row", "Left out"),
}
