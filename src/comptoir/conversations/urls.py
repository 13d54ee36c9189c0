"""The agent's workspace: lists, conversations, what can be done with them, their files."""

from django.urls import path

from comptoir.conversations.views import buyers, files, handling, inbox, mail, statuses, writing

app_name = "conversations"

urlpatterns = [
    path("", inbox.home, name="home"),
    path("inbox/<slug:view>/", inbox.inbox, name="inbox"),
    path("inbox/<slug:view>/<int:number>/", inbox.conversation, name="conversation"),
    path("search/", inbox.search, name="search"),
    path("c/<int:number>/earlier/<int:before>/", inbox.earlier, name="earlier"),
    path("c/<int:number>/news/", inbox.news, name="news"),
    path("c/<int:number>/case-file/", inbox.case_file, name="case_file"),
    path("c/<int:number>/composer/<slug:mode>/", inbox.composer, name="composer"),
    path("c/<int:number>/unread/", inbox.mark_unread, name="mark_unread"),
    path("c/<int:number>/send/", writing.send, name="send"),
    path("c/<int:number>/draft/", writing.save_draft, name="save_draft"),
    path("c/<int:number>/attach/", writing.attach, name="attach"),
    path("c/<int:number>/files/<uuid:public_id>/remove/", writing.remove_file, name="remove_file"),
    path("m/<int:message_id>/undo/", writing.undo, name="undo"),
    path("m/<int:message_id>/resend/", writing.resend, name="resend"),
    path("c/<int:number>/assign/", handling.assign, name="assign"),
    path("c/<int:number>/reason/", handling.set_reason, name="set_reason"),
    path("c/<int:number>/status/", handling.set_status, name="set_status"),
    path("c/<int:number>/priority/", handling.set_priority, name="set_priority"),
    path("c/<int:number>/tag/", handling.tag, name="tag"),
    path("c/<int:number>/spam/", handling.spam, name="spam"),
    path("c/<int:number>/not-spam/", handling.not_spam, name="not_spam"),
    path("c/<int:number>/block/", handling.block, name="block"),
    path("c/<int:number>/no-reply-needed/", handling.no_reply_needed, name="no_reply_needed"),
    path("c/<int:number>/pause/", handling.pause, name="pause"),
    path("c/<int:number>/resume/", handling.resume, name="resume"),
    path("c/<int:number>/buyer-note/", buyers.write_buyer_note, name="buyer_note"),
    path("c/<int:number>/same-person/", buyers.same_person, name="same_person"),
    path("c/<int:number>/merge-buyer/", buyers.merge_buyer, name="merge_buyer"),
    path("c/<int:number>/separate/", buyers.separate_identity, name="separate_identity"),
    path("m/<int:message_id>/html/", mail.mail_frame, name="mail_frame"),
    path("m/<int:message_id>/raw/", mail.raw, name="raw"),
    path("statuses/", statuses.status_list, name="statuses"),
    path("statuses/add/", statuses.add_status, name="add_status"),
    path("statuses/<slug:key>/", statuses.change_status, name="change_status"),
    path("statuses/<slug:key>/move/<slug:way>/", statuses.move_status, name="move_status"),
    path("statuses/<slug:key>/remove/", statuses.remove_status, name="remove_status"),
    path("files/<uuid:public_id>/", files.download, name="file"),
    path("files/<uuid:public_id>/thumb/", files.thumb, name="thumb"),
    path("files/<uuid:public_id>/page/<int:at>/", files.page, name="page"),
]
