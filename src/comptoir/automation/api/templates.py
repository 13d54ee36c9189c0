"""Templates and macros, for programs: found, read, tried on a conversation, used in it."""

from uuid import UUID

from ninja import Query, Status

from comptoir.accounts.parties import Party
from comptoir.automation import services
from comptoir.automation.access import USE
from comptoir.automation.api.asking import identity_of
from comptoir.automation.api.routes import router
from comptoir.automation.api.shapes import WordsIn
from comptoir.automation.api.telling import (
    party_of,
    tell_filled,
    tell_reply,
    tell_shown,
    tell_template,
    tell_whole,
)
from comptoir.automation.queries.library import uses_of
from comptoir.automation.queries.picking import find_offered, reader_language
from comptoir.automation.queries.previewing import preview
from comptoir.automation.queries.told import (
    Narrowed,
    rehearse,
    templates_told,
    whole_told,
)
from comptoir.automation.schemas import (
    FilledTemplateOut,
    MacroRunOut,
    PreviewAsked,
    TemplateFilters,
    TemplateOut,
    TemplateReplyIn,
    TemplateReplyOut,
    TemplateSort,
    WholeTemplateOut,
)
from comptoir.conversations.access import READ, REPLY
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.listing import find_message, find_outward
from comptoir.conversations.queries.thread import find
from comptoir.conversations.services import Recipients
from comptoir.rest.errors import ScopeMissing
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging

SORTS = {
    TemplateSort.NAME: Sort("name"),
    TemplateSort.NEWEST: Sort("created_at", newest_first=True),
    TemplateSort.REVIEW: Sort("review_on", may_be_empty=True),
}


@router.get("/templates", response=Page[TemplateOut], summary="List templates and macros")
@needs(USE)
def list_templates(
    request: ApiRequest, filters: Query[TemplateFilters], paging: Query[Paging]
) -> Page[TemplateOut]:
    """Everybody's, those of teams, and the token's owner's own."""
    here = find_outward(request.viewer, filters.conversation) if filters.conversation else None
    found = templates_told(identity_of(request), _narrowed(filters), here)
    page = cut(request, found, sort=SORTS[filters.sort], paging=paging)
    uses = uses_of(page.rows)
    told = [tell_template(row, uses) for row in page.rows]
    return Page(items=told, next_cursor=page.next_cursor)


def _narrowed(filters: TemplateFilters) -> Narrowed:
    return Narrowed(
        name=filters.name,
        reach=filters.reach,
        team=filters.team,
        audience=party_of([filters.audience]) if filters.audience else None,
        reason=filters.reason,
        language=filters.language,
        is_macro=filters.macro,
        is_proposed=filters.proposed,
        is_archived=filters.archived,
        review_before=filters.review_before,
    )


@router.get("/templates/{uuid:template_id}", response=WholeTemplateOut, summary="Show a template")
@needs(USE)
def get_template(request: ApiRequest, template_id: UUID) -> WholeTemplateOut:
    """Its words in all languages, as they are written: with their placeholders."""
    return tell_whole(whole_told(identity_of(request), template_id))


@router.get(
    "/conversations/{uuid:conversation_id}/templates/{uuid:template_id}",
    response=FilledTemplateOut,
    summary="Try a template on a conversation",
)
@needs(USE)
def preview_template(
    request: ApiRequest, conversation_id: UUID, template_id: UUID, asked: Query[PreviewAsked]
) -> FilledTemplateOut:
    """As it would be sent now: what is filled in, what is missing, what it would do.

    Needs the right to read conversations too.
    """
    rehearsal = rehearse(
        identity_of(request),
        _read(request, conversation_id),
        template_id,
        audience=party_of(asked.audience or ()),
        language=asked.language,
    )
    return tell_filled(rehearsal)


@router.post(
    "/conversations/{uuid:conversation_id}/template-previews",
    response=FilledTemplateOut,
    summary="Try words on a conversation",
)
@needs(USE)
def preview_words(
    request: ApiRequest, conversation_id: UUID, payload: WordsIn
) -> FilledTemplateOut:
    """Before they are a template: as they would read here. Nothing is kept.

    Needs the right to read conversations too.
    """
    shown = preview(
        identity_of(request),
        _read(request, conversation_id).pk,
        text=payload.text,
        language=payload.language,
        audience=party_of([payload.audience]),
    )
    return tell_shown(shown, payload.language)


def _read(request: ApiRequest, conversation_id: UUID) -> Conversation:
    """Words that are filled in tell what stands there."""
    if READ not in request.caller.permissions:
        raise ScopeMissing(READ)
    return _seen(request, conversation_id)


def _seen(request: ApiRequest, conversation_id: UUID) -> Conversation:
    """Raises NoSuchConversation for what the viewer may not know of (D2)."""
    return find(request.viewer, find_outward(request.viewer, conversation_id).pk)


@router.post(
    "/conversations/{uuid:conversation_id}/templates/{uuid:template_id}/replies",
    response={201: TemplateReplyOut},
    summary="Send a reply by a template",
)
@needs(REPLY)
def send_template(
    request: ApiRequest, conversation_id: UUID, template_id: UUID, payload: TemplateReplyIn
) -> Status[TemplateReplyOut]:
    """With its files and actions. The token needs the permission of each action, too."""
    identity, conversation = identity_of(request), _seen(request, conversation_id)
    template = find_offered(identity, conversation, template_id)
    audience = party_of(payload.audience or ()) or Party(template.audience)
    known = find_message(request.viewer, payload.last_seen).pk if payload.last_seen else None
    letter = services.Letter(
        audience=audience,
        language=payload.language or reader_language(conversation, audience),
        values=payload.values,
        text=payload.text,
        recipients=Recipients(to=tuple(payload.to), cc=tuple(payload.cc)),
        uploads=tuple(payload.files),
        last_seen_id=known,
        then_resolve=payload.then_resolve,
    )
    message = services.send_template(
        identity=identity, conversation_id=conversation.pk, template_id=template.pk, letter=letter
    )
    return Status(201, tell_reply(message))


@router.post(
    "/conversations/{uuid:conversation_id}/templates/{uuid:template_id}/runs",
    response=MacroRunOut,
    summary="Run a macro that has no words",
)
@needs(USE)
def run_template(request: ApiRequest, conversation_id: UUID, template_id: UUID) -> MacroRunOut:
    """At once. The token needs the permission of each action, too."""
    identity, conversation = identity_of(request), _seen(request, conversation_id)
    template = find_offered(identity, conversation, template_id)
    refused = services.run_template(
        identity=identity, conversation_id=conversation.pk, template_id=template.pk
    )
    return MacroRunOut(refused=refused)
