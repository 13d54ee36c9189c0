"""How work is shared out; one's own shift."""

from django.urls import path

from comptoir.triage import views

app_name = "triage"

urlpatterns = [
    path("routing/", views.routing, name="routing"),
    path("routing/teams/<int:team_id>/", views.set_routing, name="set_routing"),
    path("routing/members/<int:member_id>/", views.set_capacity, name="set_capacity"),
    path("shift/", views.shift, name="shift"),
    path("shift/hand-over/", views.hand_over, name="hand_over"),
    path("shift/seen/", views.see_handed, name="see_handed"),
    path("shift/away/", views.go_away, name="go_away"),
    path("shift/back/", views.come_back, name="come_back"),
]
