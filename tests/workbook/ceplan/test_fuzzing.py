"""No file, however broken, ends in anything but rows, faults or a refusal."""

from tests.workbook.ceplan.fuzzing import DAMAGES, READERS, make, run


def test_broken_workbooks_never_end_in_a_traceback():
    counts, traces = run(len(DAMAGES) * len(READERS) * 5, seed=7)
    assert traces == []
    assert sum(counts.values()) == len(DAMAGES) * len(READERS) * 5
    assert {(reader, damage) for reader, damage, _ in counts} == {(r, d) for r in READERS for d in DAMAGES}
    assert all(
        sum(n for (_, _, o), n in counts.items() if o == outcome) > 5 for outcome in ("read", "faults", "refused")
    )


def test_the_same_seed_gives_the_same_file(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = (make("ceplan", "odd numbers", 5, tmp_path / name) for name in "ab")
    assert one.suffix == other.suffix == ".xlsx" and one.stat().st_size == other.stat().st_size
