"""Pages about channels."""

from django.urls import path

from comptoir.channels import health_views as health
from comptoir.channels import views

app_name = "channels"

urlpatterns = [
    path("", views.channel_list, name="channel_list"),
    path("new/", views.add_mailbox, name="add_mailbox"),
    path("health/", health.health, name="health"),
    path("health/jobs/<int:job_id>/again/", health.run_again, name="run_again"),
    path("health/jobs/<int:job_id>/discard/", health.discard_job, name="discard_job"),
    path("restored/", views.restored, name="restored"),
    path("restored/go/", views.go_on, name="go_on"),
    path("doors/", views.doors, name="doors"),
    path("<int:channel_id>/", views.change_channel, name="change_channel"),
    path("<int:channel_id>/test/", views.check_channel, name="check_channel"),
    path("quarantine/", views.quarantine, name="quarantine"),
    path("quarantine/<int:envelope_id>/again/", views.try_again, name="try_again"),
    path("quarantine/<int:envelope_id>/download/", views.download, name="download"),
    path("quarantine/<int:envelope_id>/discard/", views.discard, name="discard"),
    path("blocked/", views.blocked_senders, name="blocked_senders"),
    path("blocked/<int:sender_id>/unblock/", views.unblock, name="unblock"),
    path("profiles/", views.profile_list, name="profile_list"),
    path("profiles/<slug:key>/", views.change_profile, name="change_profile"),
]
