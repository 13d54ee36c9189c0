"""The addresses of an installation that runs the sample."""

from django.urls import include, path

from comptoir.config import urls

urlpatterns = [*urls.urlpatterns, path("demo/", include("comptoir.demo.urls"))]
handler404 = urls.handler404
