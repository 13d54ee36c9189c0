"""The triage package as Django knows it."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "comptoir.triage"
    label = "triage"
