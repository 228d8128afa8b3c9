"""Starting to serve: what it refuses, and how its programs end together."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from quipu.cli.serving import _run_together


def test_the_application_does_not_start_without_a_key(tmp_path):
    environment = {**os.environ, "QUIPU_SECRET_KEY": "", "QUIPU_DATA_DIR": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    command = [sys.executable, "-c", "import quipu.web.wsgi"]
    run = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "QUIPU_SECRET_KEY" in run.stderr


def test_when_one_program_ends_the_other_is_ended_too():
    short = [sys.executable, "-c", "raise SystemExit(3)"]
    long = [sys.executable, "-c", "import time; time.sleep(60)"]
    started = time.monotonic()
    assert _run_together([long, short]) == 3
    assert time.monotonic() - started < 20


def test_asked_to_stop_everything_ends_in_order(tmp_path):
    program = tmp_path / "together.py"
    program.write_text(
        "import sys\nfrom quipu.cli.serving import _run_together\n"
        "long = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "print('started', flush=True)\nsys.exit(_run_together([long, long]))\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, str(program)], env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout.readline() == "started\n"
        time.sleep(1)
        running.terminate()
        assert running.wait(timeout=20) == 0
