"""The deadlines package as Django knows it."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "comptoir.deadlines"
    label = "deadlines"
