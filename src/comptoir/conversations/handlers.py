"""What conversations do when something happened."""

from comptoir.conversations import services
from comptoir.conversations.events import (
    ApprovalAsked,
    ConversationAssigned,
    ConversationMerged,
    ConversationWoke,
    DeliveryNoted,
    MemberMentioned,
    MessageReceived,
    MessageSent,
    ReminderCame,
    ReplyApproved,
    ReplySentBack,
    ScheduledReplyReturned,
    SideAnswered,
    WrongRecipientReported,
)
from comptoir.conversations.services import telling
from comptoir.deadlines.events import DeadlineDueSoon, DeadlineMissed
from comptoir.deadlines.states import SubjectKind
from comptoir.journal import on
from comptoir.shipping.events import ParcelMoved


@on(MessageReceived)
def acknowledge_new_conversation(event: MessageReceived) -> None:
    if event.opened:
        services.acknowledge(conversation_id=event.conversation_id, message_id=event.message_id)


@on(SideAnswered)
def open_what_waited_for_somebody_outside(event: SideAnswered) -> None:
    services.attend_to_answer(conversation_id=event.conversation_id)


@on(ParcelMoved)
def wake_who_waits_for_the_parcel(event: ParcelMoved) -> None:
    services.wake_for_parcel(order_id=event.order_id, state=event.state)


# --- Who is told ---------------------------------------------------------------------------------


@on(MessageReceived)
def tell_who_has_it(event: MessageReceived) -> None:
    telling.tell_of_message(conversation_id=event.conversation_id, message_id=event.message_id)


@on(MessageSent)
def tell_colleagues(event: MessageSent) -> None:
    telling.tell_of_message(conversation_id=event.conversation_id, message_id=event.message_id)


@on(MemberMentioned)
def tell_who_is_mentioned(event: MemberMentioned) -> None:
    telling.tell_mentioned(
        conversation_id=event.conversation_id,
        message_id=event.message_id,
        member_id=event.member_id,
    )


@on(MemberMentioned)
def follow_where_one_is_mentioned(event: MemberMentioned) -> None:
    services.follow_as_mentioned(conversation_id=event.conversation_id, member_id=event.member_id)


@on(ConversationMerged)
def follow_into_the_other(event: ConversationMerged) -> None:
    services.follow_into(conversation_id=event.conversation_id, into_id=event.into_id)


@on(ConversationAssigned)
def tell_who_is_given_it(event: ConversationAssigned) -> None:
    if event.member_id is not None:
        telling.tell_assigned(conversation_id=event.conversation_id, member_id=event.member_id)


@on(DeliveryNoted)
def tell_its_author(event: DeliveryNoted) -> None:
    telling.tell_of_delivery(
        conversation_id=event.conversation_id, message_id=event.message_id, state=event.state
    )


@on(ApprovalAsked)
def tell_who_may_approve(event: ApprovalAsked) -> None:
    telling.tell_approval_asked(conversation_id=event.conversation_id, message_id=event.message_id)


@on(ReplyApproved)
def tell_of_the_yes(event: ReplyApproved) -> None:
    telling.tell_approved(
        conversation_id=event.conversation_id,
        message_id=event.message_id,
        member_id=event.member_id,
    )


@on(ReplySentBack)
def tell_of_the_no(event: ReplySentBack) -> None:
    telling.tell_sent_back(conversation_id=event.conversation_id, member_id=event.member_id)


@on(ScheduledReplyReturned)
def tell_that_it_did_not_leave(event: ScheduledReplyReturned) -> None:
    telling.tell_not_left(conversation_id=event.conversation_id, member_id=event.member_id)


@on(ReminderCame)
def tell_the_reminder(event: ReminderCame) -> None:
    telling.tell_reminded(
        conversation_id=event.conversation_id,
        member_id=event.member_id,
        reminder_id=event.reminder_id,
    )


@on(ConversationWoke)
def tell_that_it_is_back(event: ConversationWoke) -> None:
    telling.tell_woke(
        conversation_id=event.conversation_id, why=event.why, member_id=event.member_id
    )


@on(DeadlineDueSoon)
def tell_before_it_is_late(event: DeadlineDueSoon) -> None:
    if event.subject_kind is SubjectKind.CONVERSATION:
        telling.tell_of_clock(kind="due_soon", conversation_id=event.subject_id)


@on(DeadlineMissed)
def tell_that_it_is_late(event: DeadlineMissed) -> None:
    if event.subject_kind is SubjectKind.CONVERSATION:
        telling.tell_of_clock(kind="missed", conversation_id=event.subject_id)


@on(WrongRecipientReported)
def tell_who_leads_of_the_slip(event: WrongRecipientReported) -> None:
    telling.tell_wrong_recipient(conversation_id=event.conversation_id, message_id=event.message_id)
