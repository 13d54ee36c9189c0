"""The agent's workspace: lists, conversations, what can be done with them, their files."""

from django.urls import path

from comptoir.conversations.views import files, handling, inbox, mail, writing

app_name = "conversations"

urlpatterns = [
    path("", inbox.home, name="inbox"),
    path("inbox/<slug:view>/", inbox.inbox, name="inbox_view"),
    path("inbox/<slug:view>/list", inbox.conversation_list, name="list"),
    path("search", inbox.search_page, name="search"),
    path("c/<int:number>/", inbox.conversation, name="conversation"),
    path("c/<int:number>/messages", inbox.letters, name="letters"),
    path("c/<int:number>/case-file", inbox.case_file, name="case_file"),
    path("c/<int:number>/row", inbox.row, name="row"),
    path("c/<int:number>/read", inbox.mark_read, name="mark_read"),
    path("c/<int:number>/unread", inbox.mark_unread, name="mark_unread"),
    path("c/<int:number>/reply", writing.reply, name="reply"),
    path("c/<int:number>/draft", writing.save_draft, name="save_draft"),
    path("c/<int:number>/attach", writing.attach, name="attach"),
    path("c/<int:number>/check", writing.check_content, name="check_content"),
    path("m/<int:message_id>/undo", writing.undo_reply, name="undo_reply"),
    path("m/<int:message_id>/resend", writing.resend, name="resend"),
    path("c/<int:number>/assign", handling.assign, name="assign"),
    path("c/<int:number>/reason", handling.set_reason, name="set_reason"),
    path("c/<int:number>/status", handling.set_status, name="set_status"),
    path("c/<int:number>/priority", handling.set_priority, name="set_priority"),
    path("c/<int:number>/tags", handling.set_tags, name="set_tags"),
    path("c/<int:number>/spam", handling.mark_spam, name="mark_spam"),
    path("c/<int:number>/not-spam", handling.not_spam, name="not_spam"),
    path("c/<int:number>/block", handling.block_sender, name="block_sender"),
    path("c/<int:number>/no-reply-needed", handling.no_reply_needed, name="no_reply_needed"),
    path("c/<int:number>/pause", handling.pause_clock, name="pause_clock"),
    path("c/<int:number>/resume", handling.resume_clock, name="resume_clock"),
    path("c/<int:number>/buyer-note", handling.buyer_note, name="buyer_note"),
    path("m/<int:message_id>/html", mail.mail_frame, name="mail_frame"),
    path("m/<int:message_id>/raw", mail.raw, name="raw"),
    path("files/<uuid:public_id>", files.download, name="file"),
    path("files/<uuid:public_id>/thumb", files.thumb, name="thumb"),
    path("files/<uuid:public_id>/page/<int:at>", files.page, name="page"),
]
