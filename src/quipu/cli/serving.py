"""`quipu serve` and `quipu worker`: the browser face, and the worker that does the long work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

import click

from quipu.cli.database import ready_database

_LOOK_EVERY = 0.5
_SECONDS_TO_END = 30


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Dirección en la que atiende.")
@click.option("--port", default=8000, show_default=True, help="Puerto en el que atiende.")
@click.option("--processes", default=2, show_default=True, help="Procesos que atienden a la vez.")
@click.option("--no-worker", is_flag=True, help="No inicia el que genera los informes; se inicia aparte.")
def serve(host: str, port: int, processes: int, no_worker: bool) -> None:
    """Atiende en el navegador, con un proceso aparte que genera los informes."""
    _prepare()
    web = [sys.executable, "-m", "gunicorn", "quipu.web.wsgi", "--bind", f"{host}:{port}", "--preload"]
    web += ["--workers", str(processes), "--worker-class", "gthread", "--threads", "4", "--log-level", "warning"]
    click.echo(f"Quipu atiende en http://{host}:{port}; para terminar, Ctrl+C.")
    sys.exit(_run_together([web] if no_worker else [web, _worker_command()]))


@click.command("worker")
def worker() -> None:
    """Hace el trabajo largo (generar informes) que piden las páginas."""
    with ready_database():
        pass
    sys.exit(_run_together([_worker_command()]))


def _prepare() -> None:
    """What serving needs: the settings, the tables, the compiled texts and the static files.

    Raises:
        ConfigurationError: naming every setting that is missing.
    """
    with ready_database():
        from django.core.management import call_command

        from quipu.web import catalogues
        from quipu.web.configuration import require_to_serve
        from quipu.web.settings import CONFIGURATION

        require_to_serve(CONFIGURATION)
        if not catalogues.CATALOGUE.with_suffix(".mo").exists():
            catalogues.compile_catalogue()
        call_command("collectstatic", interactive=False, verbosity=0)


def _worker_command() -> list[str]:
    return [sys.executable, "-m", "django", "db_worker", "--interval", "0.5", "--no-startup-delay"]


def _run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run programs until one ends or somebody asks to stop; then all of them end.

    Returns:
        The exit code of the first that ended, or 0 when it was asked for.
    """
    stopping: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "quipu.web.settings"}
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    programs = [subprocess.Popen(command, env=environment, start_new_session=True) for command in commands]  # noqa: S603
    try:
        while not stopping and all(program.poll() is None for program in programs):
            time.sleep(_LOOK_EVERY)
        ended = next((program.returncode for program in programs if program.returncode is not None), 0)
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            _wait_for(program)
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if stopping else ended


def _wait_for(program: subprocess.Popen[bytes]) -> None:
    try:
        program.wait(timeout=_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        program.kill()
