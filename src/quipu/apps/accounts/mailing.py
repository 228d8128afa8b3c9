"""Sending mail: a server that is down costs a retry, never a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

_FAULT_LENGTH = 500


def is_mail_on() -> bool:
    """Whether this installation has a mail server."""
    return bool(settings.EMAIL_HOST)


class Sender:
    """Sends messages over one connection; once the server is gone, the rest is not tried again one by one."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self._connection = connection
        self.gone = ""

    def send(self, message: EmailMessage) -> str:
        """Send one.

        Returns:
            Its fault, or an empty text.
        """
        if self.gone:
            return self.gone
        try:
            self._connection.open()
            self._connection.send_messages([message])
        except (SMTPRecipientsRefused, SMTPResponseException, ValueError) as error:
            return _told(error)
        except OSError as error:
            self.gone = _told(error)
        return self.gone


@contextmanager
def open_mail() -> Iterator[Sender]:
    """A sender, for as long as there is something to send."""
    connection: BaseEmailBackend = get_connection()
    sender = Sender(connection)
    try:
        yield sender
    finally:
        if not sender.gone:
            connection.close()


def one_line(text: str) -> str:
    """A text without line breaks, which would end the subject of a message."""
    return " ".join(text.split())


def _told(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:_FAULT_LENGTH]
