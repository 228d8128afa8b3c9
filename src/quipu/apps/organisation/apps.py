from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "quipu.apps.organisation"
    label = "organisation"
