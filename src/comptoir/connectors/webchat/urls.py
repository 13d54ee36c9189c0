"""Below `chat/`: the widget and what it asks; the settings; what the desk shows of a visitor."""

from django.urls import path

from comptoir.connectors.webchat.views import desk, settings, stream, visitor, widget

app_name = "webchat"
_CHAT = "<uuid:chat>"
urlpatterns = [
    path("widget.js", widget.script, name="script"),
    path("settings/new/", settings.add_chat, name="add_chat"),
    path("settings/<int:channel_id>/", settings.change_chat, name="change_chat"),
    path("settings/<int:channel_id>/secret/", settings.renew_secret, name="renew_secret"),
    path("settings/<int:channel_id>/preview/", settings.preview, name="preview"),
    path("desk/<int:number>/", desk.strip, name="strip"),
    path("desk/<int:number>/types/", desk.types, name="types"),
    path(f"{_CHAT}/hello/", visitor.hello, name="hello"),
    path(f"{_CHAT}/visit/", visitor.visit, name="visit"),
    path(f"{_CHAT}/messages/", visitor.messages, name="messages"),
    path(f"{_CHAT}/say/", visitor.say, name="say"),
    path(f"{_CHAT}/beat/", visitor.beat, name="beat"),
    path(f"{_CHAT}/prove/", visitor.prove, name="prove"),
    path(f"{_CHAT}/end/", visitor.end, name="end"),
    path(f"{_CHAT}/past/", visitor.past, name="past"),
    path(f"{_CHAT}/stream/", stream.stream, name="stream"),
    path(f"{_CHAT}/files/<uuid:public_id>", visitor.file, name="file"),
]
