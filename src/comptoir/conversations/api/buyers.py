"""What a buyer wishes of our letters, and the reasons that conversations can have."""

from uuid import UUID

from comptoir.commerce.access import EDIT_BUYER
from comptoir.commerce.access import READ as READ_COMMERCE
from comptoir.commerce.errors import UnknownBuyer
from comptoir.commerce.models import Buyer
from comptoir.commerce.queries.outward import buyers_for
from comptoir.conversations import services
from comptoir.conversations.api.routes import router
from comptoir.conversations.queries.writing_first import wants_answers_only
from comptoir.conversations.schemas import AnswersOnly
from comptoir.rest.gate import ApiRequest, needs


@router.get(
    "/buyers/{uuid:buyer_id}/answers-only",
    response=AnswersOnly,
    summary="Show whether a buyer wants answers only",
)
@needs(READ_COMMERCE)
def get_answers_only(request: ApiRequest, buyer_id: UUID) -> AnswersOnly:
    return _wish(_buyer(request, buyer_id))


@router.put(
    "/buyers/{uuid:buyer_id}/answers-only",
    response=AnswersOnly,
    summary="Note whether a buyer wants answers only",
)
@needs(EDIT_BUYER)
def set_answers_only(request: ApiRequest, buyer_id: UUID, payload: AnswersOnly) -> AnswersOnly:
    """Answers always reach him; letters that we would begin do not."""
    buyer = _buyer(request, buyer_id)
    services.want_answers_only(by=request.actor, buyer_id=buyer.pk, is_so=payload.answers_only)
    return _wish(buyer)


def _wish(buyer: Buyer) -> AnswersOnly:
    return AnswersOnly(answers_only=wants_answers_only(buyer.pk))


def _buyer(request: ApiRequest, buyer_id: UUID) -> Buyer:
    found = buyers_for(request.viewer).filter(public_id=buyer_id).first()
    if found is None:
        raise UnknownBuyer
    return found
