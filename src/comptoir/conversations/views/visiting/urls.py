"""The pages of a door; the same addresses for buyers and sellers, each below its own path."""

from django.urls import path

from comptoir.conversations.views.visiting import reading, writing

urlpatterns = [
    path("", reading.home, name="home"),
    path("write/", writing.begin, name="begin"),
    path("orders/<uuid:public_id>/", reading.order, name="order"),
    path("c/<uuid:public_id>/", reading.conversation, name="conversation"),
    path("c/<uuid:public_id>/answer/", writing.answer, name="answer"),
    path("c/<uuid:public_id>/news/", reading.news, name="news"),
    path("c/<uuid:public_id>/stream/", reading.stream, name="stream"),
    path("c/<uuid:public_id>/poll/", reading.poll, name="poll"),
    path("files/<uuid:public_id>/", reading.download, name="file"),
    path("files/<uuid:public_id>/thumb/", reading.thumb, name="thumb"),
    path("files/<uuid:public_id>/page/<int:at>/", reading.page, name="page"),
]
