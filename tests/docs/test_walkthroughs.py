"""The tutorial and the recipes, run as a reader would run them: same commands, same answers.

A block of `sh` below `<!-- run -->` is run; the block of `text` that follows it, if there is one, is its answer. In an
answer, a line `…` stands for any lines, and a `…` inside a line for any text.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from quipu.simulation import simulate_institution
from quipu.workbook.writing import write_workbook

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(
    r"<!-- run(?:: exit (?P<code>\d))? -->\n```sh\n(?P<command>.*?)```\n(?:\n```text\n(?P<answer>.*?)```\n)?", re.DOTALL
)


@dataclass(frozen=True)
class Step:
    """One block of a page: what is run, and what is told to be seen."""

    command: str
    code: int
    answer: str | None


def steps_of(name: str) -> list[Step]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return [Step(match["command"], int(match["code"] or 0), match["answer"]) for match in BLOCK.finditer(text)]


def pattern_of(answer: str) -> str:
    """The regular expression of an answer."""
    parts = []
    for line in answer.splitlines():
        words = [re.escape(part) for part in line.split("…")]
        parts.append("(?:.*\n)*?" if line == "…" else "[^\n]*".join(words) + "\n")
    return "".join(parts)


class Reader:
    """Somebody at a terminal, in a folder where `make demo` has been run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUIPU_", "DATABASE_"))}
        self._environment = kept | {"QUIPU_DATA_DIR": "practice"}
        command = folder / ".venv" / "bin" / "quipu"
        command.parent.mkdir(parents=True)
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m quipu.cli.main "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        write_workbook(simulate_institution(seed=2024), _made(folder / "out" / "ejemplo" / "ejemplo.xlsx"))

    def follow(self, name: str) -> None:
        """Run every step of a page and compare what is seen."""
        steps = steps_of(name)
        assert steps, f"{name} has nothing to run"
        for step in steps:
            done = subprocess.run(
                ["bash", "-e", "-c", step.command],
                cwd=self._folder,
                env=self._environment,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            assert done.returncode == step.code, f"{step.command}\n{done.stdout}"
            if step.answer is not None:
                seen = done.stdout.replace("\N{NO-BREAK SPACE}", " ")
                assert re.fullmatch(pattern_of(step.answer), seen), f"{step.command}\n{seen}\n--- told:\n{step.answer}"


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    return path


def test_the_tutorial_then_the_recipes(tmp_path) -> None:
    reader = Reader(tmp_path / "checkout")
    reader.follow("tutorial.md")
    reader.follow("how-to.md")  # goes on where the tutorial ends
