from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "quipu.apps.accounts"
    label = "accounts"
