"""The mail server of an installation, as one address."""

import pytest

from quipu.web.configuration import ConfigurationError, MailServer, read_configuration


def server(text):
    return read_configuration({"QUIPU_EMAIL_URL": text})["QUIPU_EMAIL_URL"]


@pytest.mark.parametrize("text", ["", "  "])
def test_without_an_address_there_is_no_mail(text):
    assert server(text) is None
    assert read_configuration({})["QUIPU_EMAIL_URL"] is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 25, "", "", False, False)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, "", "", True, False)),
        (
            "smtp+tls://ana:p%40ss%2F1@mail.example.org:2525",
            MailServer("mail.example.org", 2525, "ana", "p@ss/1", False, True),
        ),
    ],
)
def test_an_address_says_server_encryption_and_who(text, wanted):
    assert server(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://h:secreta@m/x", "smtp://h:secreta@m:port"],
)
def test_what_cannot_be_read_is_told_without_its_password(text):
    with pytest.raises(ConfigurationError) as refused:
        server(text)
    assert "QUIPU_EMAIL_URL" in str(refused.value)
    assert "secreta" not in str(refused.value)
