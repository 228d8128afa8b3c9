"""How what a program sends is read: JSON whose decimals stay as they were written, and no name that is not known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.params.models import Query, QueryModel
from ninja.parser import Parser
from pydantic import ValidationError
from pydantic_core import InitErrorDetails

Parameters = TypeVar("Parameters")


class ExactParser(Parser):
    """JSON with exact decimals; a number that is none (`NaN`) is not JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body.

        Raises:
            ValueError: it is not JSON in UTF-8.
        """
        return json.loads(request.body.decode("utf-8"), parse_float=Decimal, parse_constant=_refuse)


def _refuse(word: str) -> None:
    raise ValueError(word)


class _KnownNames(QueryModel):
    """The parameters of a query, refused when it brings others: a misspelt name would otherwise change nothing."""

    @classmethod
    def resolve(cls, request: HttpRequest, api: NinjaAPI, path_params: Mapping[str, Any]) -> Self:
        """The parameters.

        Raises:
            ValidationError: with everything that is wrong, unknown names too.
        """
        names: Mapping[str, Any] = cls.__ninja_flatten_map__
        faults = [_fault("extra_forbidden", (name,)) for name in request.GET if name not in names]
        try:
            found = super().resolve(request, api, path_params)
        except ValidationError as error:
            faults += [_fault(item["type"], item["loc"], item.get("ctx")) for item in error.errors()]
        if faults:
            raise ValidationError.from_exception_data("query", faults)
        return found


def _fault(kind: str, place: tuple[int | str, ...], context: Mapping[str, Any] | None = None) -> InitErrorDetails:
    return InitErrorDetails(type=kind, loc=place, input="", ctx=dict(context or {}))


class KnownQuery(Query):
    """Marks the schema of an operation's query."""

    _model = _KnownNames

    @classmethod
    def _param_source(cls) -> str:
        return "query"


Asked = Annotated[Parameters, KnownQuery(...)]
"""The query of an operation: `asked: Asked[Window]`."""
