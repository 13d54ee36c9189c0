"""The entrance of a door; the same addresses for buyers and sellers, each below its own path."""

from django.urls import path

from comptoir.accounts.views import visitors

urlpatterns = [
    path("sign-in/", visitors.enter, name="enter"),
    path("sign-in/code/", visitors.code, name="code"),
    path("sign-in/<str:token>/", visitors.link, name="link"),
    path("sign-out/", visitors.leave, name="leave"),
    path("sign-out/everywhere/", visitors.leave_everywhere, name="leave_everywhere"),
    path("language/", visitors.language, name="language"),
]
