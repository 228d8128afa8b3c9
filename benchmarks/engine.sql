-- Physical execution of each activity to a month, as benchmarks/engine.py compares it with the engine's expressions.
WITH taken AS (
    SELECT
        activity, accumulation, month,
        CASE WHEN month <= $month AND NOT executed_no_data THEN executed END AS executed,
        CASE WHEN month <= $month AND NOT reprogrammed_no_data THEN reprogrammed END AS reprogrammed,
        month <= $month AND executed_no_data AS unstated,
        month <= $month AND (reprogrammed_no_data OR coalesce(reprogrammed > 0, false)) AS programmed
    FROM read_parquet($path)
),
grouped AS (
    SELECT
        activity, accumulation,
        CASE accumulation
            WHEN 'last' THEN arg_max(executed, month) WHEN 'maximum' THEN max(executed) ELSE sum(executed)
        END AS executed,
        CASE accumulation
            WHEN 'last' THEN arg_max(reprogrammed, month) WHEN 'maximum' THEN max(reprogrammed) ELSE sum(reprogrammed)
        END AS reprogrammed,
        CASE accumulation WHEN 'mean' THEN count(executed) ELSE 1 END AS executed_parts,
        CASE accumulation WHEN 'mean' THEN count(reprogrammed) ELSE 1 END AS reprogrammed_parts,
        CASE accumulation
            WHEN 'last' THEN coalesce(
                max(month) FILTER (programmed) > coalesce(max(month) FILTER (executed IS NOT NULL), 0), false
            )
            ELSE bool_or(unstated OR (programmed AND executed IS NULL))
        END AS missing
    FROM taken
    GROUP BY activity, accumulation
),
judged AS (
    SELECT
        activity,
        CASE
            WHEN missing THEN 'months_not_reported'
            WHEN coalesce(reprogrammed, 0) = 0 AND coalesce(executed, 0) = 0 THEN 'nothing_programmed'
            WHEN executed IS NULL THEN 'value_empty'
            WHEN coalesce(reprogrammed, 0) = 0 THEN 'executed_without_programming'
            ELSE ''
        END AS reason,
        executed::HUGEINT * reprogrammed_parts AS part,
        reprogrammed::HUGEINT * executed_parts AS whole
    FROM grouped
),
rounded AS (
    SELECT
        activity, reason, part, whole,
        CASE WHEN reason = '' THEN (20000 * part + whole) // (2 * whole) END AS hundredths
    FROM judged
)
SELECT
    activity,
    CASE reason
        WHEN '' THEN 'computed'
        WHEN 'nothing_programmed' THEN 'not_programmed'
        WHEN 'executed_without_programming' THEN 'undefined'
        ELSE 'not_reported'
    END AS outcome,
    reason,
    (hundredths::DECIMAL(38, 2) * 0.01)::DECIMAL(38, 2) AS raw,
    (CASE WHEN hundredths > 10000 THEN 10000 ELSE hundredths END::DECIMAL(38, 2) * 0.01)::DECIMAL(38, 2) AS capped,
    CASE
        WHEN reason <> '' THEN NULL
        WHEN 100 * part >= 95 * whole THEN 'high'
        WHEN 100 * part >= 75 * whole THEN 'medium'
        ELSE 'low'
    END AS level
FROM rounded
