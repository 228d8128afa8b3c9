"""`quipu demo`, once and whole: both institutions, their tables and their reports."""

from __future__ import annotations

import re
from pathlib import Path

from tests.loaded import MRE

COUNTED = (
    ("AEI.01.03", "10", "8", r"\+2"),
    ("AEI.01.04", "12", "55", "-43"),
    ("AEI.01.05", "7", "16", "-9"),
    ("AEI.01.06", "2", "—", "—"),
)


def test_the_demo_shows_both_institutions_and_where_their_reports_are(installation):
    done = installation.run("demo", "--output", installation.folder / "out", "--data", MRE.parent)
    assert done.returncode == 0, done.stderr
    assert "Ministerio de Relaciones Exteriores, 2024" in done.stdout
    assert re.search(r"de Ejemplo \(datos ficticios\), 2024", done.stdout)
    real, fictional = done.stdout.split("(datos ficticios)")
    for part in (real, fictional):
        codes = re.findall(r"^(OEI\.\d\d) ", part, flags=re.M)
        assert codes == [f"OEI.{number:02d}" for number in range(1, 9)]
    assert re.search(
        r"^OEI\.05 .* 17,268 +19,030 +90\.74 +90\.74 +medio +calculado +90\.7 +se reproduce$", real, flags=re.M
    )
    assert re.search(r"^OEI\.02 .* no reportado +71\.8$", real, flags=re.M)
    for code, counted, reported, difference in COUNTED:
        row = rf"^IND\.{code} +{counted} +{reported} +{difference} +no, solo se compara$"
        assert re.search(row, real, flags=re.M)
        assert re.search(rf"^  IND\.{code}: Cuenta .*la acción estratégica sea {code}\.", real, flags=re.M)
    assert re.search(r"^  99 registros, 99 con evidencia; \d+ hallazgos por atender\.$", real, flags=re.M)
    assert len(re.findall(r"^IND\S+ +[\d,.]+ .* +sí$", fictional, flags=re.M)) >= 1
    assert re.search(r"^  [\d,]+ registros, [\d,]+ con evidencia", fictional, flags=re.M)
    paths = [Path(line.strip()) for line in done.stdout.splitlines() if line.startswith("  /")]
    assert len(paths) == 14
    assert all(path.stat().st_size > 1000 for path in paths)
    assert {path.parent.name for path in paths} == {"mre", "ejemplo"}

    again = installation.run("demo", "--if-empty", "--output", installation.folder / "otra")
    assert (again.returncode, again.stdout) == (0, "")

    welcomed = installation.run("demo", "--if-empty", "--people", "--output", installation.folder / "otra")
    assert re.findall(r"^  (\w+) +(?:planificador|punto focal|evaluador|lector) +\S{12,}$", welcomed.stdout, flags=re.M)
    known = installation.run("demo", "--if-empty", "--people", "--output", installation.folder / "otra")
    assert "ya existen" in known.stdout
