from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "quipu.apps.plans"
    label = "plans"
