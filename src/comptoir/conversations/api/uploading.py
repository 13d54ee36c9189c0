"""Files that go along with what a program writes: sent ahead, then named."""

from uuid import UUID

from ninja import File, Status
from ninja.files import UploadedFile

from comptoir.conversations import services
from comptoir.conversations.access import NOTE
from comptoir.conversations.api.reading import seen
from comptoir.conversations.api.routes import router
from comptoir.conversations.models import Attachment
from comptoir.conversations.queries.files import uploads_of
from comptoir.conversations.schemas import Items, UploadOut
from comptoir.conversations.services.filing import MOST_BYTES, uploaded_files
from comptoir.rest.gate import ApiRequest, needs

# What stands around a file in a form: its name, its kind, the boundaries.
_AROUND = 64 * 1024


@router.post(
    "/conversations/{uuid:conversation_id}/uploads",
    response={201: UploadOut},
    summary="Upload a file for a reply or a note",
)
@needs(NOTE, most_bytes=MOST_BYTES + _AROUND)
def upload_file(
    request: ApiRequest, conversation_id: UUID, file: File[UploadedFile]
) -> Status[UploadOut]:
    """Name its id within a day. At most 20 files of 25 MB together wait."""
    conversation = seen(request, conversation_id)
    (sent,) = uploaded_files([file])
    made = services.upload_file(
        by=request.actor,
        conversation_id=conversation.pk,
        name=sent.name,
        content_type=sent.content_type,
        content=sent.content,
    )
    return Status(201, tell_upload(made))


def tell_upload(file: Attachment) -> UploadOut:
    return UploadOut(
        id=file.public_id, name=file.name, content_type=file.content_type, size=file.size
    )


@router.get(
    "/conversations/{uuid:conversation_id}/uploads",
    response=Items[UploadOut],
    summary="List the files that wait for a reply or a note",
)
@needs(NOTE)
def list_uploads(request: ApiRequest, conversation_id: UUID) -> Items[UploadOut]:
    """Those of the token's owner."""
    conversation = seen(request, conversation_id)
    found = uploads_of(request.viewer, conversation.pk).order_by("pk")
    return Items(items=[tell_upload(row) for row in found])


@router.delete(
    "/conversations/{uuid:conversation_id}/uploads/{uuid:upload_id}",
    response={204: None},
    summary="Remove a file that waits",
)
@needs(NOTE)
def remove_upload(request: ApiRequest, conversation_id: UUID, upload_id: UUID) -> Status[None]:
    conversation = seen(request, conversation_id)
    services.remove_upload(by=request.actor, conversation_id=conversation.pk, public_id=upload_id)
    return Status(204, None)
