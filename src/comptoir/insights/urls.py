"""Figures of the service, their rows, their definitions."""

from django.urls import path

from comptoir.insights import views

app_name = "insights"

urlpatterns = [
    path("", views.today, name="today"),
    path("figures.csv", views.figures_file, name="figures_file"),
    path("rows/", views.row_list, name="rows"),
    path("rows.csv", views.rows_file, name="rows_file"),
    path("reassign/", views.reassign, name="reassign"),
    path("definitions/", views.definition_list, name="definitions"),
]
