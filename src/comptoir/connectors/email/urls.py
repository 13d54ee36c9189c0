"""Where providers push mail to, and where their sign-in pages send the browser back to."""

from django.urls import path

from comptoir.connectors.email import views, webhooks

app_name = "connectors_email"

urlpatterns = [
    path("oauth/callback/", views.oauth_callback, name="oauth_callback"),
    path("oauth/<int:channel_id>/start/", views.oauth_start, name="oauth_start"),
    path("<uuid:public_id>/postmark", webhooks.postmark, name="postmark"),
    path("<uuid:public_id>/raw", webhooks.raw, name="raw"),
]
