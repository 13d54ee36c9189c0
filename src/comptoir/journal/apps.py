"""Finds the handlers, plugs and permissions of every package when the program starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "comptoir.journal"
    label = "journal"

    def ready(self) -> None:
        autodiscover_modules("events", "access", "handlers", "plugs")
