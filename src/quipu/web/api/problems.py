"""Every refusal as JSON of one shape: what happened, where, why and what to do. Never a page, never a trace."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from quipu.apps.collection.errors import ConflictError, EntryRefusedError
from quipu.apps.evidence.errors import UnknownDocumentError
from quipu.apps.organisation.queries import UnknownInstitutionError
from quipu.apps.plans.queries import UnknownVersionError
from quipu.apps.register.errors import RecordConflictError, RecordRefusedError
from quipu.errors import QuipuError
from quipu.method import MethodError
from quipu.web.api.schemas.shared import Conflict, Fault, Problem

ROOT = "/api/"
_LOG = logging.getLogger(__name__)


class UnknownKeyError(QuipuError):
    """No key in force came with the request."""

    code = "api.key"

    def __init__(self) -> None:
        super().__init__(
            "Falta una clave vigente.",
            why="No vino, no existe, venció o fue revocada.",
            remedy="Envíela en la cabecera «Authorization: Bearer quipu_…»; se hace en «Su cuenta».",
        )


class TooManyFailuresError(QuipuError):
    """Too many keys that are none came from one address."""

    code = "api.too_many_failures"

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            "Demasiados intentos con una clave que no vale.", remedy=f"Espere {minutes} minutos y use una vigente."
        )


class MissingError(QuipuError):
    """There is no such thing, or the key may not see it: nobody is told which."""

    code = "api.missing"

    def __init__(self) -> None:
        super().__init__(
            "No existe, o su clave no llega a ello.",
            remedy="Revise la dirección, las acciones de la clave y el rol de la persona.",
        )


class NotEvaluatedError(QuipuError):
    """A period without an evaluation."""

    code = "api.not_evaluated"

    def __init__(self, period: str) -> None:
        super().__init__(
            f"El periodo {period} no está evaluado.", remedy="Calcule la evaluación en el navegador o con la orden."
        )


class RecordChangedError(QuipuError):
    """Somebody else changed a record since it was read.

    Attributes:
        theirs: the record as it stands.
    """

    code = RecordConflictError.code

    def __init__(self, conflict: RecordConflictError, theirs: Mapping[str, Any]) -> None:
        self.theirs, self.who, self.revision = dict(theirs), conflict.by, conflict.revision
        super().__init__(conflict.what, where=conflict.where, why=conflict.why, remedy=conflict.remedy)


_STATUSES: Mapping[type[QuipuError], int] = {
    UnknownKeyError: 401,
    TooManyFailuresError: 429,
    MissingError: 404,
    NotEvaluatedError: 404,
    UnknownInstitutionError: 404,
    UnknownVersionError: 404,
    MethodError: 422,
    EntryRefusedError: 422,
    RecordRefusedError: 422,
    UnknownDocumentError: 404,
}
_STATUS_OF_CODE = {"collection.not_owed": 404}
"""What the address names, and nobody owes."""
_REFUSED = 409
"""What is well written and is refused by what there is: a state, a date, somebody else's change."""

_WORDS: Mapping[int, tuple[str, str, str]] = {
    400: ("api.unreadable", "No se puede leer lo enviado.", "Envíe JSON en UTF-8."),
    403: ("api.forbidden", "No se permite.", "Revise la dirección y la clave."),
    404: (MissingError.code, MissingError().what, MissingError().remedy),
    405: ("api.method", "Esta dirección no admite ese método.", "Use uno de los que nombra la cabecera «Allow»."),
    413: ("api.too_large", "Lo enviado es demasiado grande.", "Envíelo en partes."),
    500: ("api.broken", "Algo falló en el servidor.", "Intente más tarde; si sigue, avise a quien administra Quipu."),
}


def problem(status: int, told: Problem, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A refusal as an answer."""
    return JsonResponse(told.model_dump(), status=status, headers=dict(headers or {}))


def plain_problem(status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A refusal that has nothing more to say than its status."""
    code, what, remedy = _WORDS[status]
    return problem(status, Problem(code=code, what=what, remedy=remedy), headers)


def is_for_programs(request: HttpRequest) -> bool:
    """Whether a request came to an address of the programs' interface."""
    return request.path.startswith(ROOT)


def add_handlers(api: NinjaAPI) -> None:
    """Tell every refusal of an interface in this shape."""
    answers: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        QuipuError: _refused,
        ValidationError: _not_as_described,
        HttpError: lambda request, error: plain_problem(error.status_code),
        Http404: lambda request, error: plain_problem(404),
        RequestDataTooBig: lambda request, error: plain_problem(413),
        Exception: _broken,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)


def status_of(error: QuipuError) -> int:
    """The status of a refusal: its code decides, or else the nearest of its classes."""
    if error.code in _STATUS_OF_CODE:
        return _STATUS_OF_CODE[error.code]
    return next((_STATUSES[kind] for kind in type(error).__mro__ if kind in _STATUSES), _REFUSED)


def _refused(request: HttpRequest, error: QuipuError) -> HttpResponse:
    status = status_of(error)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if isinstance(error, TooManyFailuresError):
        headers["Retry-After"] = str(error.minutes * 60)
    told = Problem(
        code=error.code,
        what=error.what,
        where=error.where or request.path,
        why=error.why,
        remedy=error.remedy,
        field=getattr(error, "field", None) or None,
        faults=_faults_of(error),
        missing=[str(item) for item in getattr(error, "missing", ())],
        conflict=_conflict(error) if isinstance(error, ConflictError | RecordChangedError) else None,
    )
    return problem(status, told, headers)


def _faults_of(error: QuipuError) -> list[Fault]:
    """Everything wrong that an error brings: by field, or faults that name theirs."""
    faults = getattr(error, "faults", {})
    if isinstance(faults, Mapping):
        return [Fault(field=field, what=what) for field, what in faults.items()]
    return [Fault(field=getattr(item, "field", ""), what=str(item)) for item in faults]


def _conflict(error: ConflictError | RecordChangedError) -> Conflict:
    moment = getattr(error, "when", None)
    when = None if moment is None else moment.isoformat()
    return Conflict(theirs=error.theirs, who=error.who, when=when, revision=error.revision)


_FAULTS: Mapping[str, str] = {
    "missing": "falta",
    "extra_forbidden": "no se conoce este nombre",
    "string_type": "no es un texto",
    "string_unicode": "no es un texto legible",
    "string_pattern_mismatch": "no tiene la forma que describe la interfaz",
    "string_too_short": "es demasiado corto: al menos {min_length}",
    "string_too_long": "es demasiado largo: a lo más {max_length}",
    "int_type": "no es un número entero",
    "int_parsing": "no es un número entero",
    "int_parsing_size": "es un número demasiado grande",
    "int_from_float": "no es un número entero",
    "greater_than_equal": "es menor que {ge}",
    "greater_than": "no es mayor que {gt}",
    "less_than_equal": "es mayor que {le}",
    "literal_error": "no es uno de: {expected}",
    "enum": "no es uno de: {expected}",
    "list_type": "no es una lista",
    "too_long": "tiene demasiados elementos: a lo más {max_length}",
    "model_type": "no es un objeto",
    "model_attributes_type": "no es un objeto",
    "union_tag_invalid": "no es uno de: {expected_tags}",
    "union_tag_not_found": "falta {discriminator}",
    "value_error": "{error}",
}


def _not_as_described(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Everything that is wrong in a request, at once."""
    told = Problem(
        code="api.request",
        what="Lo enviado no es como lo describe la interfaz.",
        where=request.path,
        remedy="Corrija todo lo que se indica; nada se guardó.",
        faults=[Fault(field=_place(item["loc"]), what=_fault(item)) for item in error.errors],
    )
    return problem(422, told)


def _place(location: Sequence[object]) -> str:
    """The part of the request and the names down to the fault; the name that the code gives to a body is left out."""
    parts = [str(part) for part in location]
    return ".".join(parts[:1] + parts[2:] if parts[0] == "body" else parts)


def _fault(item: Mapping[str, Any]) -> str:
    words = _FAULTS.get(item["type"])
    return str(item["msg"]) if words is None else words.format(**item.get("ctx", {}))


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    _LOG.error("%s %s failed", request.method, request.path, exc_info=error)
    return plain_problem(500)
