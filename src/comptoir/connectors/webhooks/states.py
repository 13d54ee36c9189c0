"""What becomes of a notice."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from comptoir.kit.flows import Flow


class NoticeState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


NOTICE_FLOW = Flow(
    {
        NoticeState.WAITING: {NoticeState.DELIVERED, NoticeState.DEAD},
        NoticeState.DEAD: {NoticeState.WAITING},
    }
)

NOTICE_STATE_NAMES = {
    NoticeState.WAITING: _("Waiting"),
    NoticeState.DELIVERED: _("Delivered"),
    NoticeState.DEAD: _("Given up"),
}
