"""The bell's list, what it asks, and one's preferences."""

from django.urls import path

from comptoir.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notice_list, name="list"),
    path("<int:notice_id>/", views.open_notice, name="open"),
    path("<int:notice_id>/read/", views.read_notice, name="read"),
    path("read/", views.read_all, name="read_all"),
    path("look/", views.look, name="look"),
    path("newest/", views.newest, name="newest"),
    path("worker.js", views.worker, name="worker"),
    path("preferences/", views.preferences, name="preferences"),
    path("browsers/", views.add_browser, name="add_browser"),
    path("browsers/<int:browser_id>/remove/", views.remove_browser, name="remove_browser"),
    path("browsers/try/", views.try_push, name="try_push"),
]
