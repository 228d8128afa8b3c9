from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "quipu.apps.publishing"
    label = "publishing"
