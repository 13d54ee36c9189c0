"""The picker under the composer; templates and vouchers in the settings."""

from django.urls import path

from comptoir.automation.views import picking

app_name = "automation"

urlpatterns = [
    path("c/<int:number>/picker/", picking.picker, name="picker"),
    path("c/<int:number>/pick/<int:template_id>/", picking.pick, name="pick"),
    path("uses/<int:use_id>/drop/", picking.drop, name="drop"),
    path("uses/<int:use_id>/run/", picking.run, name="run"),
]
