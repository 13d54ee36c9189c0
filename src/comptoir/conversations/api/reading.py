"""Finding and reading conversations."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query

from comptoir.conversations.access import READ
from comptoir.conversations.api.routes import router
from comptoir.conversations.api.telling import (
    tell_conversation,
    tell_conversations,
    tell_deadline,
    tell_message,
    tell_messages,
)
from comptoir.conversations.errors import ViewNotReadable
from comptoir.conversations.filters.reading import understand
from comptoir.conversations.filters.shapes import Filter
from comptoir.conversations.models import Conversation, Tag
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.files import find_attachment
from comptoir.conversations.queries.filtering import narrowed, reader_of
from comptoir.conversations.queries.listing import (
    Wanted,
    find_message,
    find_outward,
    listed,
    messages_of,
    read_up_to,
    whole_in_order,
)
from comptoir.conversations.queries.searching import search
from comptoir.conversations.schemas import (
    ConversationFilters,
    ConversationOut,
    ConversationSort,
    DeadlineOut,
    FoundConversations,
    Items,
    MessageOut,
    SearchFilters,
    StatusRef,
    TagOut,
)
from comptoir.conversations.states import Category, Priority
from comptoir.deadlines.queries import of_subject
from comptoir.deadlines.states import Subject, SubjectKind
from comptoir.journal.queries import timeline
from comptoir.kit import files
from comptoir.kit.errors import NotFound
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import EventOut, Page, Paging
from comptoir.rest.telling import tell

SORTS = {
    ConversationSort.LATEST: Sort("last_message_at", newest_first=True),
    ConversationSort.QUIETEST: Sort("last_message_at"),
    ConversationSort.NEWEST: Sort(newest_first=True),
    ConversationSort.OLDEST: Sort(),
    ConversationSort.DUE: Sort("next_due_at", may_be_empty=True),
}


@router.get("/conversations", response=Page[ConversationOut], summary="List conversations")
@needs(READ)
def list_conversations(
    request: ApiRequest, filters: Query[ConversationFilters], paging: Query[Paging]
) -> Page[ConversationOut]:
    """Those the token's owner may know of, the latest first."""
    found = listed(request.viewer, _wanted(filters))
    if filters.query:
        found = narrowed(found, understood(request, filters.query), reader_of(request.viewer))
    page = cut(request, found, sort=SORTS[filters.sort], paging=paging)
    items = tell_conversations(page.rows, read_up_to(request.viewer, page.rows))
    return Page(items=items, next_cursor=page.next_cursor)


def understood(request: ApiRequest, query: str) -> Filter:
    """Raises ViewNotReadable for a query of which something is not understood."""
    told = understand(query, reader_of(request.viewer))
    if told.troubles:
        raise ViewNotReadable(" ".join(told.troubles))
    return told.filter


_RENAMED = {
    "assigned": "is_assigned",
    "waiting": "is_waiting",
    "overdue": "is_overdue",
    "spam": "is_spam",
}


def _wanted(filters: ConversationFilters) -> Wanted:
    told = filters.dict(exclude={"sort", "query", "priority"})
    priorities = [Priority[name.name].value for name in filters.priority]
    named = {_RENAMED.get(name, name): value for name, value in told.items()}
    return Wanted(**named, priority=priorities)


@router.get("/conversations/search", response=FoundConversations, summary="Search conversations")
@needs(READ)
def search_conversations(request: ApiRequest, filters: Query[SearchFilters]) -> FoundConversations:
    """Words of messages, numbers of orders and parcels, names and addresses."""
    found = search(request.viewer, filters.q)
    rows = whole_in_order(request.viewer, [row.number for row in found.rows])
    items = tell_conversations(rows, read_up_to(request.viewer, rows))
    return FoundConversations(items=items, is_complete=found.is_complete)


@router.get(
    "/conversations/{uuid:conversation_id}",
    response=ConversationOut,
    summary="Show a conversation",
)
@needs(READ)
def get_conversation(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    return told_anew(request, conversation_id)


def told_anew(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    """As it is now, also within the write that has just changed it."""
    row = find_outward(request.viewer, conversation_id)
    return tell_conversation(row, read_up_to(request.viewer, [row]).get(row.pk, 0))


def seen(request: ApiRequest, conversation_id: UUID) -> Conversation:
    """Raises NoSuchConversation for what the viewer may not know of (D2)."""
    return find_outward(request.viewer, conversation_id)


@router.get(
    "/conversations/{uuid:conversation_id}/messages",
    response=Page[MessageOut],
    summary="List the messages of a conversation",
)
@needs(READ)
def list_messages(
    request: ApiRequest, conversation_id: UUID, paging: Query[Paging]
) -> Page[MessageOut]:
    """In the order of receipt, internal notes among them."""
    conversation = seen(request, conversation_id)
    found = messages_of(request.viewer, conversation)
    page = cut(request, found, sort=Sort(), paging=paging)
    return Page(items=tell_messages(page.rows, conversation), next_cursor=page.next_cursor)


@router.get("/messages/{uuid:message_id}", response=MessageOut, summary="Show a message")
@needs(READ)
def get_message(request: ApiRequest, message_id: UUID) -> MessageOut:
    message = find_message(request.viewer, message_id)
    return tell_message(message, message.conversation)


@router.get(
    "/attachments/{uuid:attachment_id}",
    response={200: bytes},
    summary="Download a file",
    openapi_extra={
        "responses": {
            200: {"content": {"application/octet-stream": {}}},
        }
    },
)
@needs(READ)
def get_attachment(request: ApiRequest, attachment_id: UUID) -> HttpResponse:
    """The original, of a message that the token's owner may see."""
    found = find_attachment(request.viewer, attachment_id)
    if found is None or found.message_id is None:
        raise NotFound(_("There is no such file, or you may not see it."))
    headers = {"Content-Disposition": files.content_disposition(found.name)}
    content = files.read(found.content_key)
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@router.get(
    "/conversations/{uuid:conversation_id}/deadlines",
    response=Items[DeadlineOut],
    summary="List the promises of a conversation",
)
@needs(READ)
def list_deadlines(request: ApiRequest, conversation_id: UUID) -> Items[DeadlineOut]:
    """The newest first, those that were kept or called off among them."""
    conversation = seen(request, conversation_id)
    found = of_subject(Subject(SubjectKind.CONVERSATION, conversation.pk)).order_by("-pk")
    return Items(items=[tell_deadline(row) for row in found])


@router.get(
    "/conversations/{uuid:conversation_id}/events",
    response=Items[EventOut],
    summary="List what happened to a conversation",
)
@needs(READ)
def list_conversation_events(request: ApiRequest, conversation_id: UUID) -> Items[EventOut]:
    """The newest 200 entries, the oldest of them first."""
    conversation = seen(request, conversation_id)
    return Items(items=tell(timeline("conversation", conversation.pk)))


@router.get("/statuses", response=Items[StatusRef], summary="List the statuses")
@needs(READ)
def list_statuses(request: ApiRequest) -> Items[StatusRef]:
    """Those a conversation can have, in the order of the menus."""
    return Items(
        items=[
            StatusRef(key=one.key, label=one.for_agents, category=Category(one.category))
            for one in directory().statuses
        ]
    )


@router.get("/tags", response=Page[TagOut], summary="List the tags")
@needs(READ)
def list_tags(request: ApiRequest, paging: Query[Paging]) -> Page[TagOut]:
    page = cut(request, Tag.objects.all(), sort=Sort("name"), paging=paging)
    return Page(items=[TagOut(name=row.name) for row in page.rows], next_cursor=page.next_cursor)
