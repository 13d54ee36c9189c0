"""A conversation as a document."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from comptoir.accounts.parties import Party
from comptoir.conversations import services
from comptoir.conversations.access import READ
from comptoir.conversations.api.reading import seen
from comptoir.conversations.api.routes import router
from comptoir.conversations.drawing.paper import as_response
from comptoir.conversations.schemas import PaperAsked
from comptoir.rest.gate import ApiRequest, needs


@router.get(
    "/conversations/{uuid:conversation_id}/pdf",
    response={200: bytes},
    summary="Print a conversation",
    openapi_extra={"responses": {200: {"content": {"application/pdf": {}}}}},
)
@needs(READ)
def get_conversation_pdf(
    request: ApiRequest, conversation_id: UUID, asked: Query[PaperAsked]
) -> HttpResponse:
    """As PDF, with exactly what one party may read. The audit log notes it."""
    told = services.print_conversation(
        by=request.actor,
        viewer=request.viewer,
        conversation=seen(request, conversation_id),
        audience=Party[asked.audience.name],
    )
    return as_response(told)
