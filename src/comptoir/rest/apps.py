"""The rest package as Django knows it."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "comptoir.rest"
    label = "rest"
