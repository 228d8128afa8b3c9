SELECT
  "t2"."obtained",
  "t2"."obtained_no_data",
  "t2"."expected",
  "t2"."expected_no_data",
  "t2"."direction",
  COALESCE("t2"."reason", '') AS "reason",
  "t2"."part",
  "t2"."whole",
  "t2"."raw_unbounded",
  CASE
    WHEN "t2"."part" IS NOT NULL
    THEN 'computed'
    WHEN "t2"."reason" = 'nothing_programmed'
    THEN 'not_programmed'
    WHEN "t2"."reason" = 'value_empty'
    THEN 'not_reported'
    WHEN "t2"."reason" = 'value_no_data'
    THEN 'not_reported'
    WHEN "t2"."reason" = 'months_not_reported'
    THEN 'not_reported'
    ELSE 'undefined'
  END AS "outcome",
  CASE
    WHEN "t2"."raw_unbounded"
    THEN CAST(NULL AS DECIMAL(38, 2))
    ELSE "t2"."percentage"
  END AS "raw",
  CASE
    WHEN "t2"."hundreds" > 0
    THEN CAST(100 AS DECIMAL(38, 2))
    ELSE "t2"."percentage"
  END AS "capped",
  CASE
    WHEN "t2"."part" IS NULL
    THEN CAST(NULL AS TEXT)
    WHEN (
      CAST("t2"."part" AS DECIMAL(38, 0)) * 100
    ) >= (
      CAST("t2"."whole" AS DECIMAL(38, 0)) * 95
    )
    THEN 'high'
    WHEN (
      CAST("t2"."part" AS DECIMAL(38, 0)) * 100
    ) >= (
      CAST("t2"."whole" AS DECIMAL(38, 0)) * 75
    )
    THEN 'medium'
    WHEN TRUE
    THEN 'low'
    ELSE NULL
  END AS "level"
FROM (
  SELECT
    "t1"."obtained",
    "t1"."obtained_no_data",
    "t1"."expected",
    "t1"."expected_no_data",
    "t1"."direction",
    "t1"."reason",
    "t1"."part",
    "t1"."whole",
    "t1"."raw_unbounded",
    CAST(ROUND((
      "t1"."part" - (
        "t1"."part" % "t1"."whole"
      )
    ) / "t1"."whole", 0) AS BIGINT) + CAST(ROUND(
      (
        (
          "t1"."part" - (
            "t1"."part" % "t1"."whole"
          )
        ) - (
          CAST(ROUND((
            "t1"."part" - (
              "t1"."part" % "t1"."whole"
            )
          ) / "t1"."whole", 0) AS BIGINT) * "t1"."whole"
        )
      ) / "t1"."whole",
      0
    ) AS BIGINT) AS "hundreds",
    (
      (
        CAST(CAST(ROUND((
          "t1"."part" - (
            "t1"."part" % "t1"."whole"
          )
        ) / "t1"."whole", 0) AS BIGINT) + CAST(ROUND(
          (
            (
              "t1"."part" - (
                "t1"."part" % "t1"."whole"
              )
            ) - (
              CAST(ROUND((
                "t1"."part" - (
                  "t1"."part" % "t1"."whole"
                )
              ) / "t1"."whole", 0) AS BIGINT) * "t1"."whole"
            )
          ) / "t1"."whole",
          0
        ) AS BIGINT) AS DECIMAL(38, 0)) * 10000
      ) + CAST(CAST(ROUND(
        (
          (
            CAST("t1"."part" % "t1"."whole" AS DOUBLE) * 10000
          ) - CAST((
            (
              (
                (
                  (
                    (
                      (
                        (
                          "t1"."part" % "t1"."whole"
                        ) * 10
                      ) % "t1"."whole"
                    ) * 10
                  ) % "t1"."whole"
                ) * 10
              ) % "t1"."whole"
            ) * 10
          ) % "t1"."whole" AS DOUBLE)
        ) / "t1"."whole",
        0
      ) AS BIGINT) + CAST(CASE
        WHEN (
          (
            (
              (
                (
                  (
                    (
                      (
                        (
                          (
                            "t1"."part" % "t1"."whole"
                          ) * 10
                        ) % "t1"."whole"
                      ) * 10
                    ) % "t1"."whole"
                  ) * 10
                ) % "t1"."whole"
              ) * 10
            ) % "t1"."whole"
          ) * 2
        ) >= "t1"."whole"
        THEN 1
        ELSE 0
      END AS BIGINT) AS DECIMAL(38, 0))
    ) * CAST(0.01 AS DECIMAL(38, 2)) AS "percentage"
  FROM (
    SELECT
      "t0"."obtained",
      "t0"."obtained_no_data",
      "t0"."expected",
      "t0"."expected_no_data",
      "t0"."direction",
      CASE
        WHEN (
          CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN 'value_no_data'
            WHEN (
              CASE
                WHEN COALESCE("t0"."obtained_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."obtained"
              END IS NULL
            )
            AND (
              NOT (
                COALESCE("t0"."expected_no_data", FALSE)
              )
              AND (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END IS NULL
                )
                OR (
                  (
                    CASE
                      WHEN COALESCE("t0"."expected_no_data", FALSE)
                      THEN CAST(NULL AS BIGINT)
                      ELSE "t0"."expected"
                    END = 0
                  )
                  AND NOT (
                    (
                      "t0"."direction" = 'maximum_permissible'
                    ) AND TRUE
                  )
                )
              )
            )
            THEN 'nothing_programmed'
            WHEN CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END IS NULL
            THEN 'value_empty'
            WHEN COALESCE("t0"."expected_no_data", FALSE)
            THEN 'target_unknown'
            WHEN NOT (
              COALESCE("t0"."expected_no_data", FALSE)
            )
            AND (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END IS NULL
              )
              OR (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END = 0
                )
                AND NOT (
                  (
                    "t0"."direction" = 'maximum_permissible'
                  ) AND TRUE
                )
              )
            )
            AND (
              CASE
                WHEN COALESCE("t0"."obtained_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."obtained"
              END = 0
            )
            THEN 'nothing_programmed'
            WHEN NOT (
              COALESCE("t0"."expected_no_data", FALSE)
            )
            AND (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END IS NULL
              )
              OR (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END = 0
                )
                AND NOT (
                  (
                    "t0"."direction" = 'maximum_permissible'
                  ) AND TRUE
                )
              )
            )
            THEN 'executed_without_programming'
            ELSE NULL
          END IS NULL
        )
        AND (
          "t0"."direction" = 'descending'
        )
        AND (
          CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."obtained"
          END = 0
        )
        THEN 'met_with_zero'
        ELSE CASE
          WHEN COALESCE("t0"."obtained_no_data", FALSE)
          THEN 'value_no_data'
          WHEN (
            CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END IS NULL
          )
          AND (
            NOT (
              COALESCE("t0"."expected_no_data", FALSE)
            )
            AND (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END IS NULL
              )
              OR (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END = 0
                )
                AND NOT (
                  (
                    "t0"."direction" = 'maximum_permissible'
                  ) AND TRUE
                )
              )
            )
          )
          THEN 'nothing_programmed'
          WHEN CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."obtained"
          END IS NULL
          THEN 'value_empty'
          WHEN COALESCE("t0"."expected_no_data", FALSE)
          THEN 'target_unknown'
          WHEN NOT (
            COALESCE("t0"."expected_no_data", FALSE)
          )
          AND (
            (
              CASE
                WHEN COALESCE("t0"."expected_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."expected"
              END IS NULL
            )
            OR (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END = 0
              )
              AND NOT (
                (
                  "t0"."direction" = 'maximum_permissible'
                ) AND TRUE
              )
            )
          )
          AND (
            CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END = 0
          )
          THEN 'nothing_programmed'
          WHEN NOT (
            COALESCE("t0"."expected_no_data", FALSE)
          )
          AND (
            (
              CASE
                WHEN COALESCE("t0"."expected_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."expected"
              END IS NULL
            )
            OR (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END = 0
              )
              AND NOT (
                (
                  "t0"."direction" = 'maximum_permissible'
                ) AND TRUE
              )
            )
          )
          THEN 'executed_without_programming'
          ELSE NULL
        END
      END AS "reason",
      CASE
        WHEN CASE
          WHEN COALESCE("t0"."obtained_no_data", FALSE)
          THEN 'value_no_data'
          WHEN (
            CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END IS NULL
          )
          AND (
            NOT (
              COALESCE("t0"."expected_no_data", FALSE)
            )
            AND (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END IS NULL
              )
              OR (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END = 0
                )
                AND NOT (
                  (
                    "t0"."direction" = 'maximum_permissible'
                  ) AND TRUE
                )
              )
            )
          )
          THEN 'nothing_programmed'
          WHEN CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."obtained"
          END IS NULL
          THEN 'value_empty'
          WHEN COALESCE("t0"."expected_no_data", FALSE)
          THEN 'target_unknown'
          WHEN NOT (
            COALESCE("t0"."expected_no_data", FALSE)
          )
          AND (
            (
              CASE
                WHEN COALESCE("t0"."expected_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."expected"
              END IS NULL
            )
            OR (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END = 0
              )
              AND NOT (
                (
                  "t0"."direction" = 'maximum_permissible'
                ) AND TRUE
              )
            )
          )
          AND (
            CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END = 0
          )
          THEN 'nothing_programmed'
          WHEN NOT (
            COALESCE("t0"."expected_no_data", FALSE)
          )
          AND (
            (
              CASE
                WHEN COALESCE("t0"."expected_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."expected"
              END IS NULL
            )
            OR (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END = 0
              )
              AND NOT (
                (
                  "t0"."direction" = 'maximum_permissible'
                ) AND TRUE
              )
            )
          )
          THEN 'executed_without_programming'
          ELSE NULL
        END IS NULL
        THEN CASE
          WHEN "t0"."direction" = 'ascending'
          THEN CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."obtained"
          END
          WHEN (
            "t0"."direction" = 'descending'
          )
          AND (
            CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END > 0
          )
          THEN CASE
            WHEN COALESCE("t0"."expected_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."expected"
          END
          ELSE CAST(CASE
            WHEN CASE
              WHEN "t0"."direction" = 'maximum_permissible'
              THEN CASE
                WHEN COALESCE("t0"."obtained_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."obtained"
              END <= CASE
                WHEN COALESCE("t0"."expected_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."expected"
              END
              WHEN "t0"."direction" = 'minimum_permissible'
              THEN CASE
                WHEN COALESCE("t0"."obtained_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."obtained"
              END >= CASE
                WHEN COALESCE("t0"."expected_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."expected"
              END
              ELSE TRUE
            END
            THEN 1
            ELSE 0
          END AS BIGINT)
        END
        ELSE CAST(NULL AS BIGINT)
      END AS "part",
      CASE
        WHEN CASE
          WHEN COALESCE("t0"."obtained_no_data", FALSE)
          THEN 'value_no_data'
          WHEN (
            CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END IS NULL
          )
          AND (
            NOT (
              COALESCE("t0"."expected_no_data", FALSE)
            )
            AND (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END IS NULL
              )
              OR (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END = 0
                )
                AND NOT (
                  (
                    "t0"."direction" = 'maximum_permissible'
                  ) AND TRUE
                )
              )
            )
          )
          THEN 'nothing_programmed'
          WHEN CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."obtained"
          END IS NULL
          THEN 'value_empty'
          WHEN COALESCE("t0"."expected_no_data", FALSE)
          THEN 'target_unknown'
          WHEN NOT (
            COALESCE("t0"."expected_no_data", FALSE)
          )
          AND (
            (
              CASE
                WHEN COALESCE("t0"."expected_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."expected"
              END IS NULL
            )
            OR (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END = 0
              )
              AND NOT (
                (
                  "t0"."direction" = 'maximum_permissible'
                ) AND TRUE
              )
            )
          )
          AND (
            CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END = 0
          )
          THEN 'nothing_programmed'
          WHEN NOT (
            COALESCE("t0"."expected_no_data", FALSE)
          )
          AND (
            (
              CASE
                WHEN COALESCE("t0"."expected_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."expected"
              END IS NULL
            )
            OR (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END = 0
              )
              AND NOT (
                (
                  "t0"."direction" = 'maximum_permissible'
                ) AND TRUE
              )
            )
          )
          THEN 'executed_without_programming'
          ELSE NULL
        END IS NULL
        THEN CASE
          WHEN "t0"."direction" = 'ascending'
          THEN CASE
            WHEN COALESCE("t0"."expected_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."expected"
          END
          WHEN (
            "t0"."direction" = 'descending'
          )
          AND (
            CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END > 0
          )
          THEN CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."obtained"
          END
          ELSE 1
        END
        ELSE CAST(NULL AS BIGINT)
      END AS "whole",
      COALESCE(
        (
          CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN 'value_no_data'
            WHEN (
              CASE
                WHEN COALESCE("t0"."obtained_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."obtained"
              END IS NULL
            )
            AND (
              NOT (
                COALESCE("t0"."expected_no_data", FALSE)
              )
              AND (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END IS NULL
                )
                OR (
                  (
                    CASE
                      WHEN COALESCE("t0"."expected_no_data", FALSE)
                      THEN CAST(NULL AS BIGINT)
                      ELSE "t0"."expected"
                    END = 0
                  )
                  AND NOT (
                    (
                      "t0"."direction" = 'maximum_permissible'
                    ) AND TRUE
                  )
                )
              )
            )
            THEN 'nothing_programmed'
            WHEN CASE
              WHEN COALESCE("t0"."obtained_no_data", FALSE)
              THEN CAST(NULL AS BIGINT)
              ELSE "t0"."obtained"
            END IS NULL
            THEN 'value_empty'
            WHEN COALESCE("t0"."expected_no_data", FALSE)
            THEN 'target_unknown'
            WHEN NOT (
              COALESCE("t0"."expected_no_data", FALSE)
            )
            AND (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END IS NULL
              )
              OR (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END = 0
                )
                AND NOT (
                  (
                    "t0"."direction" = 'maximum_permissible'
                  ) AND TRUE
                )
              )
            )
            AND (
              CASE
                WHEN COALESCE("t0"."obtained_no_data", FALSE)
                THEN CAST(NULL AS BIGINT)
                ELSE "t0"."obtained"
              END = 0
            )
            THEN 'nothing_programmed'
            WHEN NOT (
              COALESCE("t0"."expected_no_data", FALSE)
            )
            AND (
              (
                CASE
                  WHEN COALESCE("t0"."expected_no_data", FALSE)
                  THEN CAST(NULL AS BIGINT)
                  ELSE "t0"."expected"
                END IS NULL
              )
              OR (
                (
                  CASE
                    WHEN COALESCE("t0"."expected_no_data", FALSE)
                    THEN CAST(NULL AS BIGINT)
                    ELSE "t0"."expected"
                  END = 0
                )
                AND NOT (
                  (
                    "t0"."direction" = 'maximum_permissible'
                  ) AND TRUE
                )
              )
            )
            THEN 'executed_without_programming'
            ELSE NULL
          END IS NULL
        )
        AND (
          "t0"."direction" = 'descending'
        )
        AND (
          CASE
            WHEN COALESCE("t0"."obtained_no_data", FALSE)
            THEN CAST(NULL AS BIGINT)
            ELSE "t0"."obtained"
          END = 0
        ),
        FALSE
      ) AS "raw_unbounded"
    FROM "obtained_values" AS "t0"
  ) AS "t1"
) AS "t2"
