from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "quipu.apps.evaluation"
    label = "evaluation"
