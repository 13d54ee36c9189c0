"""The conversations package as Django knows it."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "comptoir.conversations"
    label = "conversations"
