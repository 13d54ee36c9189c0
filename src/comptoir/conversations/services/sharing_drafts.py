"""Drafts that colleagues see: shared by a team's habit or by their member, taken over whole."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Team
from comptoir.conversations import access
from comptoir.conversations.errors import DraftMoved, NoSuchDraft, NotAMember
from comptoir.conversations.events import DraftsShared, DraftTakenOver
from comptoir.conversations.models import Attachment, Draft, TeamHabit
from comptoir.conversations.queries.habits import shares_drafts
from comptoir.conversations.services import rows
from comptoir.conversations.services.drafting import tell_of_drafts
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now


@transaction.atomic
def share_draft(*, by: Actor, conversation_id: int) -> None:
    """Let colleagues read one's own draft although the team's are private."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    own = Draft.objects.filter(conversation=conversation, member_id=by.row_id, mode="reply")
    if own.filter(shared_at=None).update(shared_at=now()):
        tell_of_drafts(conversation)


@transaction.atomic
def take_over_draft(*, by: Actor, conversation_id: int, draft_id: int, version: int) -> Draft:
    """A colleague's draft becomes one's own, with its files; own words stay below it.

    Raises NoSuchDraft, and DraftMoved where it is not the one that was read any more.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    theirs = _readable(by, conversation.pk, conversation.team_id, draft_id)
    if theirs.version != version or theirs.send_at is not None:
        raise DraftMoved(theirs.send_at)
    giver_id = theirs.member_id
    own = Draft.objects.filter(conversation=conversation, member_id=by.row_id, mode="reply").first()
    if own is not None:
        theirs.text = "\n\n".join(text for text in (theirs.text, own.text) if text)
        Attachment.objects.filter(draft=own).update(draft=theirs)
        own.delete()
    theirs.member_id = by.row_id
    theirs.version += 1
    theirs.shared_at, theirs.saved_at = None, now()
    theirs.save(update_fields=["member", "version", "text", "shared_at", "saved_at"])
    taken = DraftTakenOver(conversation_id=conversation.pk, member_id=giver_id, taker_id=by.row_id)
    publish(taken, by=by)
    return theirs


def _readable(by: Actor, number: int, team_id: int | None, draft_id: int) -> Draft:
    found = Draft.objects.select_for_update().filter(pk=draft_id, conversation=number, mode="reply")
    draft = found.exclude(member_id=by.row_id).first()
    if draft is None or not (shares_drafts(team_id) or draft.shared_at is not None):
        raise NoSuchDraft
    return draft


@transaction.atomic
def share_drafts_of_team(*, by: Actor, team_id: int, shared: bool) -> None:
    """Whether colleagues read the drafts in this team's conversations; they do unless told."""
    access.require_statuses(by)
    if not Team.objects.filter(pk=team_id, is_active=True).exists():
        raise NotAMember(_("This team does not exist any more."))
    habit, _new = TeamHabit.objects.select_for_update().get_or_create(team_id=team_id)
    if habit.shares_drafts is shared:
        return
    habit.shares_drafts = shared
    habit.save(update_fields=["shares_drafts"])
    publish(DraftsShared(team_id=team_id, is_shared=shared), by=by)
