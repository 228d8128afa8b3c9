"""The reference of the interface for programs, read from the description that it serves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MEANINGS = {
    "200": "done",
    "400": "the body is not JSON",
    "401": "no key in force came with the request",
    "405": "the address does not take this method; the header `Allow` names those that it takes",
    "404": "there is no such thing, or the key does not reach it",
    "409": "well written, and refused by what there is: a state, a date, somebody else's change",
    "413": "the body is too large",
    "422": "not as described here, with every fault; or a value that the plan cannot take",
    "429": "too many wrong keys came from this address",
    "500": "something failed here",
}
"""What each status means; one that is not here stops the writing of the page."""
_NO_METHOD = "405"
"""Of an address, and therefore in the description of no operation."""


@dataclass(frozen=True)
class Table:
    """A heading, a paragraph and the rows under it."""

    title: str
    about: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def operation_tables() -> Iterator[Table]:
    """One table for each operation: its parameters, its body and its answers."""
    for path, methods in _description()["paths"].items():
        for method, operation in methods.items():
            about = f"{operation['summary']}. {operation['description']}\n\nAction: `{operation['x-action']}`."
            rows = [*_parameters(operation), *_body(operation), *_answers(operation)]
            yield Table(f"`{method.upper()} {path}`", about, ("part", "name", "is", "meaning"), rows)


def status_rows() -> list[list[str]]:
    """Every status that some operation answers with, and what it means."""
    described = {
        str(status)
        for methods in _description()["paths"].values()
        for operation in methods.values()
        for status in operation["responses"]
    }
    return [[status, _MEANINGS[status]] for status in sorted(described | {_NO_METHOD})]


def shape_tables() -> Iterator[Table]:
    """One table for each shape that is sent or received; those of parameters alone are told with their operation."""
    description = _description()
    text = json.dumps(description)
    for name, schema in sorted(description["components"]["schemas"].items()):
        if f'/schemas/{name}"' not in text:
            continue
        required = set(schema.get("required", ()))
        rows = [
            [f"`{field}`", _type(told), "yes" if field in required else "", told.get("description", "")]
            for field, told in schema.get("properties", {}).items()
        ]
        about = " ".join(schema.get("description", "").split())
        yield Table(_anchor(name), about, ("name", "is", "always", "meaning"), rows)


def _description() -> Mapping[str, Any]:
    from quipu.web.api import api

    return api.get_openapi_schema()


def _parameters(operation: Mapping[str, Any]) -> Iterator[list[str]]:
    for item in operation["parameters"]:
        part = f"{item['in']}{'' if item['required'] else ', optional'}"
        yield [part, f"`{item['name']}`", _type(item["schema"]), item["schema"].get("description", "")]


def _body(operation: Mapping[str, Any]) -> Iterator[list[str]]:
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        yield ["body", "", _type(schema), "JSON in UTF-8"]


def _answers(operation: Mapping[str, Any]) -> Iterator[list[str]]:
    """What comes back, by shape: a refusal is one shape, whatever its status."""
    by_shape: dict[str, list[str]] = {}
    for status, answer in operation["responses"].items():
        schema = answer["content"]["application/json"]["schema"]
        by_shape.setdefault(_type(schema), []).append(str(status))
    for shape, statuses in by_shape.items():
        yield ["answer", ", ".join(sorted(statuses)), shape, ""]


def _type(schema: Mapping[str, Any]) -> str:
    """A type in words; a shape is a link to its own table."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{_plain(name)}](#{name.lower()})"
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return " or ".join(_type(item) for item in several)
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    return _plain_type(schema)


def _plain_type(schema: Mapping[str, Any]) -> str:
    limits = [f"from {schema['minimum']}" if "minimum" in schema else "", f"up to {schema.get('maximum')}"]
    words = [schema.get("type", "anything"), *(limits if "maximum" in schema else limits[:1])]
    return " ".join(word for word in words if word)


def _plain(name: str) -> str:
    """`Page_PlanRow_` as `Page of PlanRow`."""
    return name.rstrip("_").replace("_", " of ", 1)


def _anchor(name: str) -> str:
    return f'<a id="{name.lower()}"></a>{_plain(name)}'
