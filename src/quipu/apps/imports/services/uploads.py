"""Files that come in by the browser: received, looked at, asked about, confirmed, imported or withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from quipu.apps.accounts.models import User
from quipu.apps.imports.kinds import kind_of, read_any
from quipu.apps.imports.looking import found_in, look, refusal
from quipu.apps.imports.models import NameAlias, Upload, Workbook
from quipu.apps.imports.originals import keep_bytes
from quipu.apps.imports.questions import NAME, TAKE, Answers, Question
from quipu.apps.imports.rooms import NoRoomError
from quipu.apps.imports.services.ceplan import apply_ceplan_import, remember
from quipu.apps.imports.services.workbooks import DifferenceChangedError, apply_import
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import PlanVersion
from quipu.errors import QuipuError
from quipu.workbook.faults import RefusedWorkbookError
from quipu.workbook.rows import ReadWorkbook
from quipu.workbook.sources import pack

MOST_BYTES = 60 * 2**20
MOST_FILES = 20
ENDINGS = (".xlsx", ".csv", ".zip")
SILENCE = timedelta(minutes=10)
"""How long a worker that says nothing is taken to be alive; no stage of an import takes as much."""

State = Upload.State
_WORKING = (State.READING, State.IMPORTING)
_MAY_WITHDRAW = (State.WAITING, State.READY, State.REFUSED, State.FAILED, State.CONFIRMED)


class UploadError(QuipuError):
    """The files cannot be received, or what is asked cannot be done with them now."""

    code = "imports.upload"


def receive_upload(
    *,
    institution: Institution,
    files: Sequence[tuple[str, bytes]],
    mode: str,
    version: PlanVersion | None = None,
    year: int | None = None,
    actor: User | None = None,
) -> Upload:
    """Keep the files under their hash and ask the worker to look at them.

    Args:
        institution: whose they are.
        files: the name and content of each; several are kept together.
        mode: `add`, `update` or `replace`.
        version: of the plan; None for the one that governs the year.
        year: of the operational plan; None for the one that the files say.
        actor: who sends them.

    Raises:
        UploadError: there is none, there are too many, they are too large, or end in what Quipu does not read.
        NoRoomError: the disk is full.
    """
    _check_files(files, mode)
    name, content, ending = _as_one(files)
    sha256 = hashlib.sha256(content).hexdigest()
    upload = Upload.objects.create(
        institution=institution,
        version=version,
        year=year,
        mode=mode,
        name=name[-255:],
        original=keep_bytes(content, sha256, ending, name),
        sha256=sha256,
        uploaded_by=actor,
    )
    _ask_worker("look", upload)
    return upload


def _check_files(files: Sequence[tuple[str, bytes]], mode: str) -> None:
    if mode not in Workbook.Mode.values:
        raise UploadError(f"«{mode}» no es un modo.", remedy="Elija uno de los tres.")
    if not files:
        raise UploadError("No se envió ningún archivo.", remedy="Elija uno.", code="imports.upload.none")
    if len(files) > MOST_FILES:
        raise UploadError(
            f"Son {len(files)} archivos.", remedy=f"Envíe {MOST_FILES} como máximo.", code="imports.upload.too_many"
        )
    for name, _ in files:
        if not name.lower().endswith(ENDINGS):
            raise UploadError(
                "no es un archivo que Quipu lea.",
                where=name,
                remedy=f"Envíe {', '.join(ENDINGS[:-1])} o {ENDINGS[-1]}.",
                code="imports.upload.ending",
            )
    if sum(len(content) for _, content in files) > MOST_BYTES:
        raise UploadError(
            f"pasa de {MOST_BYTES // 2**20} MB.",
            where=", ".join(name for name, _ in files)[:200],
            remedy="Divídalo, o impórtelo desde la línea de comandos.",
            code="imports.upload.too_large",
        )
    names = [PurePosixPath(name).name.lower() for name, _ in files]
    if len(set(names)) < len(names):
        raise UploadError("Hay dos archivos con el mismo nombre.", remedy="Cambie el de uno.")


def _as_one(files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes, str]:
    name, content = files[0]
    ending = PurePosixPath(name).suffix.lower()
    if len(files) == 1 and ending != ".csv":
        return PurePosixPath(name).name, content, ending
    names = [PurePosixPath(called).name for called, _ in files]
    return ", ".join(names), pack(dict(zip(names, (content for _, content in files), strict=True))), ".zip"


def look_at(upload: Upload) -> None:
    """The dry run: read the files, find what they would change and what they ask; nothing of it is written."""
    if not _take(upload, (State.WAITING,), State.READING):
        return
    _watched(upload, lambda: _look(upload))


def _look(upload: Upload, notice: str = "") -> None:
    _tell(upload, "reading")
    path = Path(default_storage.path(upload.original.name))
    read = read_any(path, institution=upload.institution, answers=upload.answers, name=upload.name)
    _tell(upload, "checking")
    seen = look(read, upload)
    state = State.REFUSED if seen.difference.faults else State.READY
    found = found_in(seen, upload.found.get("answered", []), notice)
    _close(upload, state, kind=kind_of(read), found=found, version=seen.version or upload.version)


def answer(*, upload: Upload, answers: Mapping[str, str], actor: User | None = None) -> None:
    """Keep the answers to the questions of the dry run, for these files and for the next, and look again.

    Raises:
        UploadError: the files are being worked on, or are done with.
        AnswersError: an answer cannot be one.
    """
    asked = {item["key"]: item for item in (*upload.found.get("questions", []), *upload.found.get("answered", []))}
    given = {key: value for key, value in answers.items() if value and key in asked}
    said = Answers.parse(given)
    questions = [_question(asked[key], value) for key, value in given.items()]
    with transaction.atomic():
        if not _take(upload, (State.READY, State.REFUSED, State.FAILED), State.WAITING):
            raise _not_now(upload)
        remember(upload.institution, said.headings, questions, actor)
        _forget(upload.institution, questions)
        earlier = [item for item in upload.found.get("answered", []) if item["key"] not in given]
        upload.answers = {**upload.answers, **given}
        upload.found = {**upload.found, "answered": [*earlier, *(item.as_dict() for item in questions)]}
        upload.save(update_fields=["answers", "found"])
        _ask_worker("look", upload)


def _question(told: Mapping[str, Any], given: str) -> Question:
    return Question(**{**told, "choices": tuple((value, words) for value, words in told["choices"]), "answer": given})


def _forget(institution: Institution, questions: Sequence[Question]) -> None:
    """What was the same name before and is not any more."""
    for question in questions:
        if question.kind == NAME and question.answer == TAKE:
            _, kind, code, _ = question.key.split(":")
            NameAlias.objects.filter(institution=institution, kind=kind, code=code, name=question.called).delete()


def confirm(*, upload: Upload, actor: User | None = None) -> None:
    """Ask the worker to import what was seen.

    Raises:
        UploadError: there is nothing ready to import, or a question that stops it has no answer.
    """
    waiting = sum(1 for question in upload.found.get("questions", []) if question["stops"])
    if upload.state == State.READY and waiting:
        raise UploadError(
            "Hay preguntas sin responder." if waiting > 1 else "Hay una pregunta sin responder.",
            where=upload.name,
            remedy="Respóndalas en su página; entonces se podrá importar.",
            code="imports.upload.questions",
        )
    with transaction.atomic():
        if not _take(upload, (State.READY,), State.CONFIRMED):
            raise _not_now(upload)
        Upload.objects.filter(pk=upload.pk).update(confirmed_by=actor)
        _ask_worker("import", upload)


def withdraw(*, upload: Upload) -> None:
    """Leave the files out; the original stays as it was received.

    Raises:
        UploadError: they are being worked on, or are done with.
    """
    states = (*_MAY_WITHDRAW, *_WORKING) if is_abandoned(upload) else _MAY_WITHDRAW
    if not _take(upload, states, State.WITHDRAWN):
        raise _not_now(upload)
    Upload.objects.filter(pk=upload.pk).update(finished_at=timezone.now())


def may_resume(upload: Upload) -> bool:
    """Whether a worker can have it again: one stopped without a word, or failed for a reason outside the file."""
    return upload.state == State.FAILED or is_abandoned(upload)


def is_abandoned(upload: Upload) -> bool:
    """Whether the worker that had it stopped without a word: a restart, a power cut."""
    said = upload.touched_at or upload.uploaded_at
    return upload.state in _WORKING and timezone.now() - said > SILENCE


def resume(*, upload: Upload) -> None:
    """Give files that a stopped worker left to another one; nothing of theirs was written.

    Raises:
        UploadError: nobody left them.
    """
    if not may_resume(upload):
        raise _not_now(upload)
    state, work = (State.CONFIRMED, "import") if upload.state == State.IMPORTING else (State.WAITING, "look")
    with transaction.atomic():
        if not _take(upload, (upload.state,), state):
            raise _not_now(upload)
        _ask_worker(work, upload)


def import_upload(upload: Upload) -> None:
    """Import what was confirmed, or nothing; when it would do something else by now, look again and say so."""
    if not _take(upload, (State.CONFIRMED,), State.IMPORTING):
        return
    _watched(upload, lambda: _import(upload))


def _import(upload: Upload) -> None:
    _tell(upload, "reading")
    path = Path(default_storage.path(upload.original.name))
    read = read_any(path, institution=upload.institution, answers=upload.answers, name=upload.name)
    _tell(upload, "importing")
    try:
        with transaction.atomic():
            if not Upload.objects.select_for_update().filter(pk=upload.pk, state=State.IMPORTING).exists():
                return
            workbook = _apply(read, upload)
            _close(upload, State.DONE, workbook=workbook)
    except (DifferenceChangedError, RefusedWorkbookError):
        _look(upload, notice="changed")


def _apply(read: Any, upload: Upload) -> Workbook:
    expected, actor = str(upload.found["fingerprint"]), upload.confirmed_by or upload.uploaded_by
    if isinstance(read, ReadWorkbook):
        slug = upload.institution.slug
        return apply_import(read=read, mode=upload.mode, institution_slug=slug, actor=actor, expected=expected)
    if upload.version is None:
        raise UploadError("No se sabe de qué versión del plan es.", where=upload.name, remedy="Envíelo de nuevo.")
    return apply_ceplan_import(
        read,
        version=upload.version,
        year=int(upload.found["year"]),
        mode=upload.mode,
        answers=upload.answers,
        actor=actor,
        expected=expected,
    )


def _watched(upload: Upload, work: Callable[[], None]) -> None:
    """Do the work; what stops it is kept for whoever sent the files."""
    try:
        work()
    except NoRoomError as error:
        _close(upload, State.FAILED, found={**upload.found, **refusal(error)})
    except QuipuError as error:
        _close(upload, State.REFUSED, found={**upload.found, **refusal(error)})
    except Exception as error:
        told = UploadError(f"Error interno: {type(error).__name__}.", remedy="Avise a quien mantiene Quipu.")
        _close(upload, State.FAILED, found={**upload.found, **refusal(told)})
        raise


def _take(upload: Upload, states: Sequence[str], state: str) -> bool:
    """Move it to a state from one of others; False when somebody else was quicker."""
    now = timezone.now()
    taken = Upload.objects.filter(pk=upload.pk, state__in=states).update(state=state, stage="", touched_at=now) == 1
    upload.refresh_from_db()
    return taken


def _tell(upload: Upload, stage: str) -> None:
    Upload.objects.filter(pk=upload.pk).update(stage=stage, touched_at=timezone.now())


def _close(upload: Upload, state: str, **fields: Any) -> None:
    ended = timezone.now() if state in (State.DONE, State.FAILED) else None
    Upload.objects.filter(pk=upload.pk).update(state=state, stage="", finished_at=ended, **fields)
    upload.refresh_from_db()


def _ask_worker(work: str, upload: Upload) -> None:
    from quipu.apps.imports import tasks  # the tasks import this module

    task = {"look": tasks.look_at_upload, "import": tasks.import_confirmed}[work]
    transaction.on_commit(lambda: task.enqueue(upload.pk))


def _not_now(upload: Upload) -> UploadError:
    return UploadError(
        "Eso no puede hacerse ahora con este archivo.",
        where=upload.name,
        why="Otra persona, o el proceso que importa, lo cambió de estado.",
        remedy="Vuelva a abrir su página.",
        code="imports.upload.state",
    )
