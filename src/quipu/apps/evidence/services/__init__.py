"""What keeps and reads documents."""

from quipu.apps.evidence.services.details import DocumentDetails, change_details
from quipu.apps.evidence.services.documents import add_document, attach_file
from quipu.apps.evidence.services.rereading import Rereading, read_again, seal_texts

__all__ = ["DocumentDetails", "Rereading", "add_document", "attach_file", "change_details", "read_again", "seal_texts"]
