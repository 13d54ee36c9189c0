"""The commerce package as Django knows it."""

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    name = "comptoir.commerce"
    label = "commerce"
