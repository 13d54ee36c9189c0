"""What goes along with templates, for programs: files, pictures; and what they may be made of."""

from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Status
from ninja.files import UploadedFile

from comptoir.automation import services
from comptoir.automation.access import USE
from comptoir.automation.api.asking import identity_of
from comptoir.automation.api.routes import router
from comptoir.automation.api.shapes import (
    ActionChoiceOut,
    FileForm,
    OfferedActionOut,
    PictureAsked,
    PictureOut,
    PlaceholderOut,
)
from comptoir.automation.api.telling import tell_file
from comptoir.automation.queries.pictures import pictures_of
from comptoir.automation.queries.told import find_template_file, template_told
from comptoir.automation.schemas import TemplateFileOut
from comptoir.automation.services.files import MOST_BYTES
from comptoir.automation.slots import ACTIONS, Action
from comptoir.automation.variables import NAMES
from comptoir.conversations.services.filing import uploaded_files
from comptoir.kit import drawn, files
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import Page

# What stands around a file in a form: its name, its kind, the boundaries.
_AROUND = 64 * 1024


@router.post(
    "/templates/{uuid:template_id}/files",
    response={201: TemplateFileOut},
    summary="Add a file to a template",
)
@needs(USE, most_bytes=MOST_BYTES + _AROUND)
def add_template_file(
    request: ApiRequest, template_id: UUID, file: File[UploadedFile], form: Form[FileForm]
) -> Status[TemplateFileOut]:
    """It goes along from now on; five of 10 MB together at most. Unless the template is personal,
    the token needs the right to approve."""
    found = template_told(identity_of(request), template_id)
    (sent,) = uploaded_files([file])
    made = services.add_template_file(
        by=request.actor,
        template_id=found.pk,
        name=sent.name,
        content_type=sent.content_type,
        content=sent.content,
        language=form.language,
    )
    return Status(201, tell_file(made))


@router.get(
    "/templates/{uuid:template_id}/files/{uuid:file_id}",
    response={200: bytes},
    summary="Download a file or picture of a template",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {}}}}},
)
@needs(USE)
def get_template_file(request: ApiRequest, template_id: UUID, file_id: UUID) -> HttpResponse:
    found = find_template_file(template_told(identity_of(request), template_id), file_id)
    headers = {"Content-Disposition": files.content_disposition(found.name)}
    content = files.read(found.content_key)
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@router.delete(
    "/templates/{uuid:template_id}/files/{uuid:file_id}",
    response={204: None},
    summary="Take a file off a template",
)
@needs(USE)
def remove_template_file(request: ApiRequest, template_id: UUID, file_id: UUID) -> Status[None]:
    """A picture stays for the versions that show it. Unless the template is personal, the token
    needs the right to approve."""
    template = template_told(identity_of(request), template_id)
    found = find_template_file(template, file_id)
    services.remove_template_file(by=request.actor, template_id=template.pk, file_id=found.pk)
    return Status(204, None)


@router.post(
    "/template-pictures", response={201: PictureOut}, summary="Draw a picture for a template"
)
@needs(USE, most_bytes=drawn.MOST_BYTES + _AROUND)
def draw_picture(
    request: ApiRequest, file: File[UploadedFile], asked: Query[PictureAsked]
) -> Status[PictureOut]:
    """Our own copy of it: no metadata, no trick of a format."""
    (sent,) = uploaded_files([file])
    taken = set(asked.taken)
    if asked.template is not None:
        template = template_told(identity_of(request), asked.template)
        taken |= set(pictures_of(template.pk).values_list("name", flat=True))
    made = services.draw_picture(
        by=request.actor, name=sent.name, content=sent.content, taken=taken
    )
    return Status(201, PictureOut(name=made.name, token=services.token_of(made)))


@router.get("/template-actions", response=Page[OfferedActionOut], summary="List what macros can do")
@needs(USE)
def list_template_actions(request: ApiRequest) -> Page[OfferedActionOut]:
    return Page(items=[_offered(name, action) for name, action in ACTIONS.items()])


def _offered(name: str, action: Action) -> OfferedActionOut:
    choices = None if action.choices is None else action.choices()
    return OfferedActionOut(
        name=name,
        label=str(action.name),
        choices=None
        if choices is None
        else [ActionChoiceOut(value=each.key, label=each.label) for each in choices],
        words=str(action.words),
        is_letter=action.proposes,
    )


@router.get("/template-placeholders", response=Page[PlaceholderOut], summary="List placeholders")
@needs(USE)
def list_placeholders(request: ApiRequest) -> Page[PlaceholderOut]:
    """Written as `{{name}}`. `{{?what}}` is a blank, `[[a part]]` is left out when what it names is
    not known."""
    return Page(items=[PlaceholderOut(name=name, said=str(said)) for name, said in NAMES.items()])
