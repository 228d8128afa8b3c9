"""The interface for programs, `/api/v1/`: typed rows in and out, and a description made from them.

Its functions ask the services, the queries and the permission table that the pages ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.operation import Operation

from quipu.web.api import collection, counting, plans, records, register, results, values
from quipu.web.api.problems import add_handlers, plain_problem
from quipu.web.api.reading import ExactParser
from quipu.web.policy import Audience

NAMESPACE = "api-v1"
_NOT_ALLOWED = 405
_SUBJECTS = (plans, values, results, collection, records, register, counting)


class Interface(NinjaAPI):
    """An interface whose operations are named by their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """A name that stays when a module moves."""
        return operation.view_func.__name__


api = Interface(
    title="Quipu",
    version="1",
    description=(
        "Plans, values, results, what is being collected and the register of action, for programs. Every request "
        "brings a key: `Authorization: Bearer quipu_…`. What is sent of a collection is kept as a draft that a person "
        "approves; a record counts at once, or once it is approved where its unit has a chain."
    ),
    docs_url=None,
    urls_namespace=NAMESPACE,
    parser=ExactParser(),
)
add_handlers(api)
for subject in _SUBJECTS:
    api.add_router("", subject.router)


def addresses() -> tuple[list[URLPattern], str, str]:
    """The addresses of the interface, for the table of addresses."""
    patterns, application, namespace = api.urls
    for pattern in patterns:
        pattern.callback = _for_programs(pattern.callback)
    return [*patterns, path("<path:rest>", _for_programs(_nowhere), name="nowhere")], application, namespace


def operations() -> Iterator[Operation]:
    """Every operation, in the order of the description."""
    for subject in _SUBJECTS:
        for found in subject.router.path_operations.values():
            yield from found.operations


def _for_programs(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view without session, form mark or memory of proxies, whose every answer is JSON; each asks for its key."""

    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        response = view(request, **parts)
        if response.status_code == _NOT_ALLOWED:
            return plain_problem(_NOT_ALLOWED, {"Allow": response["Allow"]})
        return response

    guarded: Any = csrf_exempt(login_not_required(never_cache(answer)))
    guarded.policy = Audience.ANYONE
    return guarded


def _nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    return plain_problem(404)
