"""The method as columnar expressions, for thousands of rows at once; equal to `method`, rule by rule.

| question | module |
|---|---|
| which columns a table must have, and what is refused | `columns` |
| exact division and half-up rounding of whole numbers | `division` |
| progress type 1, missing and zero values | `progress` |
| levels on a scale | `levels` |
| physical and financial execution of activities | `execution` |
| execution of an institution, in both practices | `institution` |
| opening DuckDB; reading Parquet and Arrow | `connection` |
| running an expression into an Arrow table | `running` |

The functions of the middle rows take Ibis tables and give Ibis expressions with no function of one database alone:
DuckDB runs them here, PostgreSQL or Spark would run the same ones. The numbers in them (thresholds, decimal places,
choices about missing values) come from an edition of the method.
"""

TWINS: dict[str, str] = {
    "progress.type_1": "progress.progress_type_1",
    "progress.missing": "progress.missing_reason",
    "levels.level": "levels.level_of",
    "execution.physical": "execution.physical_to_month",
    "execution.financial": "execution.financial",
    "execution.institution_mean": "institution.institution_mean",
    "execution.institution_ratio": "institution.institution_ratio",
}
"""Rule id -> `module.function` of its twin here."""
