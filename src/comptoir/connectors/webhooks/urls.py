"""Pages about webhooks."""

from django.urls import path

from comptoir.connectors.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.webhook_list, name="webhooks"),
    path("new/", views.add_webhook, name="add_webhook"),
    path("<int:endpoint_id>/", views.webhook, name="webhook"),
    path("<int:endpoint_id>/change/", views.change_webhook, name="change_webhook"),
    path("<int:endpoint_id>/remove/", views.remove_webhook, name="remove_webhook"),
    path("<int:endpoint_id>/secret/", views.renew_secret, name="renew_secret"),
    path("<int:endpoint_id>/ping/", views.ping, name="ping"),
    path("<int:endpoint_id>/replay/", views.replay, name="replay"),
]
