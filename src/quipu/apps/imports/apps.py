from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "quipu.apps.imports"
    label = "imports"
