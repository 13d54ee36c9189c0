"""Pages of promises and opening hours."""

from django.urls import path

from comptoir.deadlines import promise_views as promising
from comptoir.deadlines import views

app_name = "deadlines"

urlpatterns = [
    path("", views.promise_list, name="promises"),
    path("policies/<int:policy_id>/", views.change_policy, name="change_policy"),
    path("due-soon/", views.set_due_soon, name="set_due_soon"),
    path("policies/new/", promising.add_promise, name="add_promise"),
    path("policies/<int:policy_id>/end/", promising.end_promise, name="end_promise"),
    path("example/", promising.example, name="example"),
    path("calendars/example/", promising.calendar_example, name="calendar_example"),
    path("hours/", views.hours_list, name="hours"),
    path("hours/teams/<int:team_id>/", views.set_team_hours, name="set_team_hours"),
    path("calendars/new/", views.add_calendar, name="add_calendar"),
    path("calendars/<int:calendar_id>/", views.change_calendar, name="change_calendar"),
    path(
        "calendars/<int:calendar_id>/default/",
        views.choose_default_calendar,
        name="choose_default_calendar",
    ),
    path("marketplaces/", views.marketplace_list, name="marketplaces"),
    path("presets/<int:preset_id>/", views.change_preset, name="change_preset"),
]
