"""The API and its description."""

from django.urls import path, re_path

from comptoir.rest import views
from comptoir.rest.openapi import api

app_name = "rest"
urlpatterns = [
    path("openapi.json", views.description, name="description"),
    path("v1/", api().urls),
    re_path("^v1/.*$", views.nothing_here, name="nothing_here"),
]
