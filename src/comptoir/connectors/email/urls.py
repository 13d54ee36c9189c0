"""Where providers push mail to."""

from django.urls import URLPattern

app_name = "connectors_email"

urlpatterns: list[URLPattern] = []
