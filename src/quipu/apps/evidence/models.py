"""Documents and the paragraphs of their text."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from quipu.apps.evidence.errors import EvidenceError


class Document(models.Model):
    """A press note, declaration, minutes or report that proves something.

    Its text is a sequence of passages, which are never altered: when a file is read again and gives another text, that
    is another reading, kept beside the former ones, and `reading` says which one is in force. A document known only by
    its reference has no passages, and quotes of it say where to look.
    """

    class Kind(models.TextChoices):
        PRESS_NOTE = "press_note"
        DECLARATION = "declaration"
        MINUTES = "minutes"
        REPORT = "report"
        NORM = "norm"
        TREATY = "treaty"
        OTHER = "other"

    institution = models.ForeignKey("organisation.Institution", on_delete=models.CASCADE, related_name="documents")
    code = models.CharField(max_length=60, help_text="Its lasting name within the institution.")
    title = models.TextField()
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.OTHER)
    issuer = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=60, blank=True, help_text="As its issuer numbers it.")
    dated_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=5, default="es", help_text="ISO 639-1.")
    url = models.URLField(max_length=500, blank=True)
    reading = models.PositiveSmallIntegerField(default=1, help_text="The reading in force.")
    reader = models.CharField(max_length=60, blank=True, help_text="What made the reading in force, and its version.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the text of the reading in force.")
    original = models.FileField(upload_to="evidence/%Y/%m", max_length=200, blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    synthetic = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-dated_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="document_code"),
            models.UniqueConstraint(
                fields=["institution", "original_sha256"], condition=~Q(original_sha256=""), name="document_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A paragraph of a document's text; the text is its passages in order, parted by an empty line."""

    class Kind(models.TextChoices):
        HEADING = "heading"
        PARAGRAPH = "paragraph"
        LIST_ITEM = "list_item"
        TABLE_ROW = "table_row"
        CAPTION = "caption"
        NOTE = "note"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    reading = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PARAGRAPH)
    text = models.TextField()

    class Meta:
        ordering = ["reading", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "reading", "number"], name="passage_number"),
            models.CheckConstraint(condition=~Q(text=""), name="passage_has_text"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **told: Any) -> None:
        """Store it for the first time.

        Raises:
            EvidenceError: it is stored already; what a quote points into does not change.
        """
        if self.pk is not None:
            raise EvidenceError(
                "Un párrafo guardado no se cambia.",
                where=self.document.code,
                remedy="Lea el documento de nuevo: su nueva lectura se guarda junto a la anterior.",
            )
        super().save(*args, **told)
