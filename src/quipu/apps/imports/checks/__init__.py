"""What a workbook must satisfy beyond its cells, told at the cell where it can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quipu.apps.imports.checks import (
    counting,
    evidence,
    fields,
    locked,
    plan,
    records,
    references,
    tasks,
    values,
    warnings,
)
from quipu.apps.imports.differences import Outcome
from quipu.workbook.faults import Fault

Check = Callable[[Outcome], Iterator[Fault]]

FAULTS: tuple[Check, ...] = (
    references.find_missing,
    references.find_orphans,
    references.find_conflicts,
    references.find_loops,
    references.find_protected,
    fields.find_too_long,
    fields.find_bad_links,
    plan.find_bad_versions,
    plan.find_outside_years,
    plan.find_bad_prefixes,
    plan.find_repeated_priorities,
    plan.find_unexplained_directions,
    plan.find_changes_in_extensions,
    plan.find_unknown_elements,
    values.find_bad_parts,
    values.find_zero_targets,
    values.find_unexplained_corrections,
    values.find_half_baselines,
    tasks.find_bad_tasks,
    records.find_bad_countries,
    records.find_bad_dates,
    records.find_bad_records,
    records.find_bad_sessions,
    records.find_bad_mechanisms,
    records.find_bad_details,
    records.find_bad_holdings,
    records.find_bad_region_codes,
    evidence.find_altered_texts,
    evidence.find_bad_readings,
    evidence.find_bad_citations,
    counting.find_bad_rules,
    locked.find_locked,
)
WARNINGS: tuple[Check, ...] = (
    warnings.find_large_percentages,
    warnings.find_unequal_parts,
    warnings.find_odd_accumulations,
    warnings.find_unknown_published,
    warnings.find_unknown_actions,
    records.find_repeated_sessions,
)


def find_faults(outcome: Outcome) -> list[Fault]:
    """Everything that refuses the import."""
    return [fault for check in FAULTS for fault in check(outcome)]


def find_warnings(outcome: Outcome) -> list[Fault]:
    """Everything that deserves a look."""
    return [fault for check in WARNINGS for fault in check(outcome)]
