"""Webhooks out, as Django knows them."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "comptoir.connectors.webhooks"
    label = "connectors_webhooks"
