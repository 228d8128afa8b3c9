"""Pandoc as a separate process: Markdown files to its document tree, and a tree to a format."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc  # type: ignore[import-untyped]

from quipu.reports.errors import ToolError
from quipu.reports.syntax import Nodes

_OFF = (
    "raw_html",
    "raw_tex",
    "raw_attribute",
    "native_divs",
    "native_spans",
    "fenced_divs",
    "bracketed_spans",
    "citations",
    "tex_math_dollars",
    "yaml_metadata_block",
    "pandoc_title_block",
    "backtick_code_blocks",
    "fenced_code_blocks",
    "fenced_code_attributes",
    "inline_code_attributes",
    "link_attributes",
    "implicit_figures",
    "example_lists",
    "latex_macros",
    "line_blocks",
    "smart",
)
MARKDOWN = "markdown" + "".join(f"-{name}" for name in _OFF) + "+table_attributes"
API_VERSION = [1, 23, 1]
TIME_LIMIT_SECONDS = 120
_FILE_PREFIX = re.compile(r"^.*?\d+\.md__")


def without_file_prefix(identifier: str) -> str:
    """An identifier as its author wrote it: Pandoc puts the file's name before it."""
    return _FILE_PREFIX.sub("", identifier)


@cache
def pandoc_path() -> str:
    """The Pandoc that comes with the package."""
    return str(pypandoc.get_pandoc_path())


def run_pandoc(arguments: Sequence[str], content: str = "", *, epoch: int = 0, folder: Path | None = None) -> bytes:
    """Runs Pandoc in its own process, without network or personal files.

    Args:
        arguments: of the command.
        content: its standard input.
        epoch: the only moment it may write into a file.
        folder: where it runs, to embed the pictures that we drew there; without one it reads no file but those named.

    Raises:
        ToolError: it ended with an error, or did not end in time.
    """
    environment = {
        "SOURCE_DATE_EPOCH": str(epoch),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": tempfile.gettempdir(),
    }
    command = [pandoc_path(), *([] if folder else ["--sandbox"]), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program with arguments of our own
            command,
            input=content.encode(),
            capture_output=True,
            env=environment,
            cwd=folder,
            timeout=TIME_LIMIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise ToolError("Pandoc no terminó.", why=str(problem), remedy="Vuelva a intentarlo.") from problem
    if done.returncode:
        raise ToolError(
            "Pandoc no pudo convertir el informe.",
            why=done.stderr.decode(errors="replace").strip(),
            remedy="Revise el texto; si persiste, avise a quien administra el sistema.",
        )
    return done.stdout


def read_markdown(texts: Sequence[str]) -> Nodes:
    """The blocks of several Markdown texts, one after the other, each with its own footnotes and link names."""
    with tempfile.TemporaryDirectory(prefix="quipu-report-") as folder:
        paths = []
        for number, text in enumerate(texts):
            path = Path(folder, f"{number}.md")
            path.write_text(text + "\n", encoding="utf-8")
            paths.append(str(path))
        output = run_pandoc(["--file-scope", "--from", MARKDOWN, "--to", "json", "--wrap=preserve", *paths])
    blocks: Nodes = json.loads(output)["blocks"]
    return blocks


def tree_json(blocks: Nodes, metadata: dict[str, str] | None = None) -> str:
    """The blocks as a Pandoc document in JSON, with plain-text metadata."""
    meta: dict[str, Any] = {key: {"t": "MetaString", "c": value} for key, value in (metadata or {}).items()}
    return json.dumps({"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}, ensure_ascii=False)
