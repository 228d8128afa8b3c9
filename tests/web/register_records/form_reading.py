"""What the fields of a form hold, as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser


class FormReading(HTMLParser):
    """Reads a form; `data` holds its fields."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.data: dict[str, str] = {}
        self._select = self._area = ""
        self._is_first = True

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        reader = {"input": self._input, "select": self._begin, "option": self._option, "textarea": self._write}
        if tag in reader:
            reader[tag](values)

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self.data[self._area] = self.data[self._area].removeprefix("\n").replace("\n", "\r\n")
            self._area = ""

    def handle_data(self, data):
        if self._area:
            self.data[self._area] += data

    def _input(self, values):
        kind = values.get("type")
        if not values.get("name") or (kind in ("checkbox", "radio") and "checked" not in values):
            return
        self.data[values["name"]] = values.get("value") or ("on" if kind == "checkbox" else "")

    def _begin(self, values):
        self._select, self._is_first = values["name"], True

    def _option(self, values):
        if self._select and (self._is_first or "selected" in values):
            self.data[self._select] = values.get("value", "")
            self._is_first = False

    def _write(self, values):
        self._area = values["name"]
        self.data[self._area] = ""
