"""Setting aside, sending later, reminders; replies that wait for approval."""

from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Status

from comptoir.conversations import services
from comptoir.conversations.access import APPROVE, HANDLE, NOTE, READ, REPLY
from comptoir.conversations.api.reading import seen, told_anew
from comptoir.conversations.api.routes import router
from comptoir.conversations.api.shapes import (
    ApproveIn,
    ReminderIn,
    ReminderOut,
    ScheduledIn,
    ScheduledOut,
    SendBackIn,
    SnoozeIn,
)
from comptoir.conversations.api.uploading import tell_upload
from comptoir.conversations.api.writing import audience_of, number_of, tell_written
from comptoir.conversations.errors import NothingScheduled
from comptoir.conversations.queries.files import files_of_draft
from comptoir.conversations.queries.listing import find_message
from comptoir.conversations.queries.timing import reminders_of, scheduled_reply
from comptoir.conversations.schemas import ConversationOut, Items, MessageOut
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import RowId


@router.put(
    "/conversations/{uuid:conversation_id}/snooze",
    response=ConversationOut,
    summary="Set a conversation aside",
)
@needs(HANDLE)
def snooze_conversation(
    request: ApiRequest, conversation_id: UUID, payload: SnoozeIn
) -> ConversationOut:
    """A message wakes it, but for a plain thank-you."""
    services.snooze(
        by=request.actor,
        conversation_id=seen(request, conversation_id).pk,
        until=payload.until,
        until_delivered=payload.until_delivered,
        sleeps_through_thanks=payload.sleeps_through_thanks,
    )
    return told_anew(request, conversation_id)


@router.delete(
    "/conversations/{uuid:conversation_id}/snooze",
    response=ConversationOut,
    summary="Wake a conversation",
)
@needs(HANDLE)
def wake_conversation(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    services.wake(by=request.actor, conversation_id=seen(request, conversation_id).pk)
    return told_anew(request, conversation_id)


@router.put(
    "/conversations/{uuid:conversation_id}/scheduled-reply",
    response=ScheduledOut,
    summary="Send a reply later",
)
@needs(REPLY)
def schedule_reply(
    request: ApiRequest, conversation_id: UUID, payload: ScheduledIn
) -> ScheduledOut:
    """One for each member and conversation: told again, the last one counts, with its files.

    Words that the member has begun in the browser are not written over: 409.
    """
    services.schedule_reply(
        by=request.actor,
        conversation_id=seen(request, conversation_id).pk,
        text=payload.text,
        audience=audience_of(payload.audience),
        at=payload.at,
        recipients=services.Recipients(to=tuple(payload.to), cc=tuple(payload.cc)),
        last_seen_id=number_of(request, payload.last_seen),
        then_resolve=payload.then_resolve,
        uploads=payload.files,
    )
    return get_scheduled_reply(request, conversation_id)


@router.get(
    "/conversations/{uuid:conversation_id}/scheduled-reply",
    response=ScheduledOut,
    summary="Show a reply that leaves later",
)
@needs(NOTE)
def get_scheduled_reply(request: ApiRequest, conversation_id: UUID) -> ScheduledOut:
    """The one of the token's owner."""
    draft = scheduled_reply(request.viewer, seen(request, conversation_id))
    if draft is None or draft.send_at is None:
        raise NothingScheduled(_("This reply has left, or was taken back already."))
    files = [tell_upload(row) for row in files_of_draft(draft)]
    return ScheduledOut(text=draft.text, leaves_at=draft.send_at, files=files)


@router.delete(
    "/conversations/{uuid:conversation_id}/scheduled-reply",
    response={204: None},
    summary="Call off a reply that leaves later",
)
@needs(NOTE)
def cancel_scheduled_reply(request: ApiRequest, conversation_id: UUID) -> Status[None]:
    """It is the owner's draft again."""
    services.cancel_scheduled(by=request.actor, conversation_id=seen(request, conversation_id).pk)
    return Status(204, None)


@router.get(
    "/conversations/{uuid:conversation_id}/reminders",
    response=Items[ReminderOut],
    summary="List your reminders of a conversation",
)
@needs(READ)
def list_reminders(request: ApiRequest, conversation_id: UUID) -> Items[ReminderOut]:
    """Those that have not come yet."""
    found = reminders_of(request.viewer, seen(request, conversation_id))
    return Items(items=[ReminderOut(id=row.id, at=row.at, text=row.text) for row in found])


@router.post(
    "/conversations/{uuid:conversation_id}/reminders",
    response={201: ReminderOut},
    summary="Have yourself reminded",
)
@needs(READ)
def add_reminder(
    request: ApiRequest, conversation_id: UUID, payload: ReminderIn
) -> Status[ReminderOut]:
    row = services.remind(
        by=request.actor,
        conversation_id=seen(request, conversation_id).pk,
        at=payload.at,
        text=payload.text,
    )
    return Status(201, ReminderOut(id=row.pk, at=row.at, text=row.text))


@router.delete("/reminders/{reminder_id}", response={204: None}, summary="Forget a reminder")
@needs(READ)
def forget_reminder(request: ApiRequest, reminder_id: RowId) -> Status[None]:
    """Your own; one that is gone changes nothing."""
    services.forget_reminder(by=request.actor, reminder_id=reminder_id)
    return Status(204, None)


@router.post(
    "/messages/{uuid:message_id}/approve",
    response={201: MessageOut},
    summary="Approve a reply that waits",
)
@needs(APPROVE)
def approve_reply(request: ApiRequest, message_id: UUID, payload: ApproveIn) -> Status[MessageOut]:
    """It leaves in its author's name when the time to undo is over."""
    found = find_message(request.viewer, message_id)
    message = services.approve(
        by=request.actor,
        message_id=found.pk,
        text=payload.text,
        last_seen_id=number_of(request, payload.last_seen),
    )
    return tell_written(request, message, found.conversation)


@router.post(
    "/messages/{uuid:message_id}/send-back",
    response={204: None},
    summary="Give a reply that waits back to its author",
)
@needs(APPROVE)
def send_back_reply(request: ApiRequest, message_id: UUID, payload: SendBackIn) -> Status[None]:
    """It is his draft again, and a note says why."""
    found = find_message(request.viewer, message_id)
    services.send_back(by=request.actor, message_id=found.pk, note=payload.note)
    return Status(204, None)
