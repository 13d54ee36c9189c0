"""The package as Django knows it."""

from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "comptoir.connectors.email"
    label = "connectors_email"
