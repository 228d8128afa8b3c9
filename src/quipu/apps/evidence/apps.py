from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "quipu.apps.evidence"
    label = "evidence"
