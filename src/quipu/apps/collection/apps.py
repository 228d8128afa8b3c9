"""The collection app."""

from __future__ import annotations

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Reporting periods and what is sent in them."""

    name = "quipu.apps.collection"
    label = "collection"
