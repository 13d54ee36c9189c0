"""Who may use a template, and what becomes of a proposal and of a use."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

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
    """A template in a draft, in a message that can be taken back, and after its actions ran."""

    PICKED = "picked"
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
