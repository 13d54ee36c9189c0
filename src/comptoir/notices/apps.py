"""Notices, as Django knows them."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "comptoir.notices"
    label = "notices"
