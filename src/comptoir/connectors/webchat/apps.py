"""The web chat, as Django knows it."""

from django.apps import AppConfig


class WebchatConfig(AppConfig):
    name = "comptoir.connectors.webchat"
    label = "connectors_webchat"
