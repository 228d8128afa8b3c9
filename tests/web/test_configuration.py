"""The addresses of an installation: its mail server, and its own as readers know it."""

import pytest

from quipu.web.configuration import ConfigurationError, MailServer, is_own_machine, read_configuration


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


@pytest.mark.parametrize(
    ("text", "address"),
    [("", ""), ("https://quipu.example.org/", "https://quipu.example.org"), (" http://h/quipu ", "http://h/quipu")],
)
def test_the_public_address_has_no_last_slash(text, address):
    assert read_configuration({"QUIPU_PUBLIC_URL": text})["QUIPU_PUBLIC_URL"] == address


def test_where_nothing_is_set_the_public_address_is_that_of_the_demonstration():
    address = read_configuration({})["QUIPU_PUBLIC_URL"]
    assert address == "http://localhost:8000"
    assert is_own_machine(address)
    assert not is_own_machine("https://quipu.example.org")


@pytest.mark.parametrize("text", ["quipu.example.org", "ftp://h", "https://", "https://h/?a=1", "javascript:alert(1)"])
def test_a_public_address_is_that_of_a_web_page(text):
    with pytest.raises(ConfigurationError) as refused:
        read_configuration({"QUIPU_PUBLIC_URL": text})
    assert "QUIPU_PUBLIC_URL" in str(refused.value)
