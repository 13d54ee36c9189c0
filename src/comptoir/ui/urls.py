"""The style page, and what the pages are dressed in."""

from django.urls import path

from comptoir.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.style_page, name="style"),
    path("assets/<slug:version>/<path:path>", views.asset, name="asset"),
]
