from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "comptoir.records"
    label = "records"
