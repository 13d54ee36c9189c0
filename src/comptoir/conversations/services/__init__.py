"""The verbs of conversations."""

from comptoir.conversations.services.acknowledging import acknowledge
from comptoir.conversations.services.approving import approve, ask_approval, send_back, take_back
from comptoir.conversations.services.asking import (
    Addressee,
    answer_outside,
    ask_outside,
    change_third_party,
)
from comptoir.conversations.services.bulk import start_bulk, stop_bulk, undo_bulk, work_bulk
from comptoir.conversations.services.calling import Call, log_call, log_call_about
from comptoir.conversations.services.columns import choose_columns
from comptoir.conversations.services.delivering import (
    came_back,
    hold_still,
    note_delivery,
    release,
    resend_message,
)
from comptoir.conversations.services.drafting import save_draft
from comptoir.conversations.services.filing import (
    attach_to_draft,
    prepare_preview,
    prepare_previews,
    remove_from_draft,
)
from comptoir.conversations.services.following import (
    follow,
    follow_as_mentioned,
    follow_into,
    unfollow,
)
from comptoir.conversations.services.handling import (
    assign,
    declare_reply_needless,
    link_order,
    pause_clock,
    propose_reason,
    resume_clock,
    set_priority,
    set_reason,
    set_status,
    tag,
    untag,
)
from comptoir.conversations.services.letters import letter_for
from comptoir.conversations.services.merging import merge, unmerge
from comptoir.conversations.services.misdirected import report_wrong_recipient
from comptoir.conversations.services.noting import write_note
from comptoir.conversations.services.opting_out import want_answers_only
from comptoir.conversations.services.originals import take_original
from comptoir.conversations.services.outcomes import ask_outcome, resolve
from comptoir.conversations.services.own_times import choose_times
from comptoir.conversations.services.picturing import draw_into_draft, put_picture_into_draft
from comptoir.conversations.services.playing import serve_next
from comptoir.conversations.services.presence import be_here, leave
from comptoir.conversations.services.printing import print_conversation
from comptoir.conversations.services.reading import mark_read, mark_settled_read, mark_unread
from comptoir.conversations.services.reasons import (
    add_reason,
    move_reason,
    offer_reason,
    retire_reason,
    word_reason,
)
from comptoir.conversations.services.receiving import take_in
from comptoir.conversations.services.reminding import forget_reminder, remind, remind_due
from comptoir.conversations.services.replying import Recipients, refuse_unreachable, reply
from comptoir.conversations.services.scheduling import cancel_scheduled, schedule_reply, send_due
from comptoir.conversations.services.sharing_drafts import (
    share_draft,
    share_drafts_of_team,
    take_over_draft,
)
from comptoir.conversations.services.sides import attend_to_answer
from comptoir.conversations.services.snoozing import snooze, wake, wake_due, wake_for_parcel
from comptoir.conversations.services.spam import block_sender, mark_as_spam, unmark_as_spam
from comptoir.conversations.services.splitting import split, unsplit
from comptoir.conversations.services.statuses import (
    StatusWords,
    add_status,
    define_status,
    move_status,
    remove_status,
)
from comptoir.conversations.services.uploading import (
    forget_uploads,
    remove_upload,
    template_mode,
    upload_file,
)
from comptoir.conversations.services.views import (
    ViewWords,
    ask_counts,
    change_view,
    count_views,
    duplicate_view,
    move_view,
    note_use,
    remove_view,
    save_view,
)
from comptoir.conversations.services.visiting import Written, write_as_buyer, write_as_seller
from comptoir.conversations.services.withdrawing import drop_held, withdraw
from comptoir.conversations.services.writing_first import (
    begin_about,
    heed_brakes,
    imagined,
    note_one_of_many,
    write_first,
)

__all__ = [
    "Addressee",
    "Call",
    "Recipients",
    "StatusWords",
    "ViewWords",
    "Written",
    "acknowledge",
    "add_reason",
    "add_status",
    "answer_outside",
    "approve",
    "ask_approval",
    "ask_counts",
    "ask_outcome",
    "ask_outside",
    "assign",
    "attach_to_draft",
    "attend_to_answer",
    "be_here",
    "begin_about",
    "block_sender",
    "came_back",
    "cancel_scheduled",
    "change_third_party",
    "change_view",
    "choose_columns",
    "choose_times",
    "count_views",
    "declare_reply_needless",
    "define_status",
    "draw_into_draft",
    "drop_held",
    "duplicate_view",
    "follow",
    "follow_as_mentioned",
    "follow_into",
    "forget_reminder",
    "forget_uploads",
    "heed_brakes",
    "hold_still",
    "imagined",
    "leave",
    "letter_for",
    "link_order",
    "log_call",
    "log_call_about",
    "mark_as_spam",
    "mark_read",
    "mark_settled_read",
    "mark_unread",
    "merge",
    "move_reason",
    "move_status",
    "move_view",
    "note_delivery",
    "note_one_of_many",
    "note_use",
    "offer_reason",
    "pause_clock",
    "prepare_preview",
    "prepare_previews",
    "print_conversation",
    "propose_reason",
    "put_picture_into_draft",
    "refuse_unreachable",
    "release",
    "remind",
    "remind_due",
    "remove_from_draft",
    "remove_status",
    "remove_upload",
    "remove_view",
    "reply",
    "report_wrong_recipient",
    "resend_message",
    "resolve",
    "resume_clock",
    "retire_reason",
    "save_draft",
    "save_view",
    "schedule_reply",
    "send_back",
    "send_due",
    "serve_next",
    "set_priority",
    "set_reason",
    "set_status",
    "share_draft",
    "share_drafts_of_team",
    "snooze",
    "split",
    "start_bulk",
    "stop_bulk",
    "tag",
    "take_back",
    "take_in",
    "take_original",
    "take_over_draft",
    "template_mode",
    "undo_bulk",
    "unfollow",
    "unmark_as_spam",
    "unmerge",
    "unsplit",
    "untag",
    "upload_file",
    "wake",
    "wake_due",
    "wake_for_parcel",
    "want_answers_only",
    "withdraw",
    "word_reason",
    "work_bulk",
    "write_as_buyer",
    "write_as_seller",
    "write_first",
    "write_note",
]
