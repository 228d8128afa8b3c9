import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from quipu.reports import BuiltReport, build


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"reports_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def example() -> ModuleType:
    return _load("example_report")


@pytest.fixture(scope="session")
def workdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="session")
def built(example: ModuleType, workdir: Path) -> BuiltReport:
    return build(
        example.source(),
        example.data(),
        example.ExampleResolver(),
        details=example.DETAILS,
        branding=example.BRANDING,
        workdir=workdir,
        narratives=example.NARRATIVES,
        formats=["html", "fragment", "docx", "pdf"],
    )
