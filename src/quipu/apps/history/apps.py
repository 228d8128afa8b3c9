from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "quipu.apps.history"
    label = "history"
