"""The fields of a page as a browser sends them back."""

from __future__ import annotations

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Reads what stands in the fields of one form, wherever in the page they are."""

    def __init__(self, page: str, form: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form, self.fields = form, {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        mine = values.get("form") == self.form and "name" in values
        if tag == "input" and mine:
            self.fields[values["name"]] = values.get("value", "")
        elif tag in ("textarea", "select") and mine:
            self._open = values["name"]
            self.fields[self._open] = ""
        elif tag == "option" and "selected" in values and self._open:
            self.fields[self._open] = values["value"]

    def handle_endtag(self, tag):
        if tag in ("textarea", "select"):
            self._open = ""

    def handle_data(self, data):
        if self._open and self.lasttag == "textarea":
            self.fields[self._open] += data.removeprefix("\n")


def fields_of(answer, form: str = "draft") -> dict[str, str]:
    """The fields of a form of an answer, by name."""
    return _Fields(answer.content.decode(), form).fields


def of_row(fields: dict[str, str], key: str) -> dict[str, str]:
    """The fields of one row."""
    return {name: value for name, value in fields.items() if name.startswith(f"{key}-")}
