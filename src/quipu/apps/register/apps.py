from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "quipu.apps.register"
    label = "register"
