"""The words of the reference pages that no other code holds. A name without its words stops the writing of a page."""

from __future__ import annotations

from quipu.workbook.columns import ColumnType

TYPES = {
    ColumnType.TEXT: "text",
    ColumnType.LONG_TEXT: "long text",
    ColumnType.INTEGER: "whole number",
    ColumnType.YEAR: "year",
    ColumnType.AMOUNT: "amount",
    ColumnType.FLAG: "yes or no (*sí*, *no*)",
    ColumnType.CHOICE: "choice",
    ColumnType.PERIOD: "period",
    ColumnType.DATE: "date",
    ColumnType.CODE: "code",
}

ACTIONS = {
    "plan.view": "see the plan, its indicators, activities and results",
    "history.view": "see who changed what, and why",
    "plan.export": "take away what a list shows, as CSV or XLSX",
    "plan.import": "import a workbook or a file of the planning authority",
    "plan.tasks": "plan the tasks of activities; a focal point, those of its own cost centres",
    "value.correct": "correct a reported value, with its reason",
    "collection.view": "see reporting periods; a focal point, what its own cost centres owe",
    "collection.report": "fill in and send what is owed; a focal point, for its own cost centres",
    "collection.manage": "open, close and lock reporting periods, remind, return, approve; assign cost centres",
    "register.view": "see the register of action, its evidence and what is counted from it",
    "register.record": "make, change, confirm and cancel records; a focal point, those of its own units",
    "register.approve": "approve records or give them back, for who is in the chain of their unit",
    "register.merge": "merge records that are the same act, and part them again",
    "register.manage": "write counting rules, chains of approval and regions",
    "evaluation.compute": "compute an evaluation",
    "report.view": "read and download reports",
    "report.build": "make a report",
    "report.publish": "publish a report",
}

MEASURES = {
    "value": "obtained value; the corrected one where there is one",
    "target": "expected achievement",
    "progress": "progress, raw or capped as the institution's «Avance impreso» says",
    "progress_raw": "progress without upper bound",
    "progress_capped": "progress between 0 and 100",
    "progress_declared": "progress by the declared direction, where another is used too",
    "level": "the word of the level",
    "baseline": "baseline value",
    "published": "progress as another document printed it",
    "mean_of_actions": "of an objective: mean of the capped progress of its actions",
    "counted": "what the register of action counts for its indicator in the period",
    "reported": "reported value of an indicator that is counted, as it was typed",
    "difference": "counted minus reported, of either sign",
    "difference_size": "how far counted and reported are apart, without a sign",
    "ejecucion_fisica": "physical execution: mean of capped percentages",
    "ejecucion_fisica_razon": "physical execution: ratio of sums",
    "ejecucion_financiera": "financial execution: ratio of sums",
    "ejecucion_fisica_evaluables": "how many activities entered that mean",
    "ejecucion_fisica_razon_evaluables": "how many activities entered that ratio",
    "ejecucion_financiera_evaluables": "how many activities entered that ratio",
}

COUNTED_FIGURES = (
    "The trace of a count is its rule in words. A region or a country of which nothing is counted is zero where the\n"
    "rule breaks down by it; a period that the rule does not cover has no count. A build keeps the records behind\n"
    "each of these figures, and behind a `valor` that the register feeds; in the files each figure of the text is a\n"
    "link to its page under `QUIPU_PUBLIC_URL`, which shows them beside what today's register counts."
)
"""What goes with the measures of the register."""

EXAMPLES = (
    ("[[OEI.05:valor]]", "17,268"),
    ("[[OEI.05:meta]]", "19,030"),
    ("[[OEI.05:avance]]", "90.7 %"),
    ("[[OEI.05:avance|0.00]]", "90.74 %"),
    ("[[OEI.05:nivel]]", "medio"),
    ("[[OEI.01:avance_tope|0]]", "100 %"),
    ("[[OEI.01:publicado]]", "203.5"),
    ("[[AEI.05.04:avance|0.00]]", "66.29 %"),
    ("[[AEI.05.04:avance_declarado|0.00]]", "0.00 %"),
    ("[[OEI.02:valor ?? no reportado]]", "no reportado"),
    ("[[OEI.05@2024:valor]]", "17,268"),
    ("[[PEI:objetivos]]", "8"),
    ("[[PEI:objetivos_no_reportados]]", "6"),
)
"""References and what they print, with the facts of `demo/mre`."""

GROUPS = {
    "kind": "Elements of a plan",
    "direction": "Direction (*sentido esperado*)",
    "accumulation": "Accumulation (*forma de acumulación*)",
    "outcome": "Outcome (*resultado del cálculo*)",
    "level": "Level (*nivel*)",
    "phase": "Phases of an activity (*fases*)",
    "version": "Versions of a plan (*versiones*)",
    "state": "States of a version (*estados*)",
    "results_chain": "Results chain (*cadena de resultados*)",
    "relevance": "Relevance (*relevancia*)",
    "objective_kind": "Kinds of objective (*tipos de objetivo*)",
    "unit": "Kinds of unit (*tipos de unidad*)",
    "factor": "Factors (*factores*)",
    "aspect": "Aspects of a recommendation (*aspectos*)",
    "recommendation_state": "States of a recommendation",
    "role": "Roles (*roles*)",
    "value": "Values (*valores*)",
    "stage": "Stages of a value (*etapas*)",
    "task_state": "States of a task (*estados de una tarea*)",
    "execution_source": "Where physical execution comes from (*origen de la ejecución física*)",
    "record_kind": "Kinds of record (*tipos de registro*)",
    "record_status": "Status of a record (*estado*)",
    "modality": "How a source speaks of an act (*cómo lo dice la fuente*)",
    "mode": "How people met (*modalidad*)",
    "rank": "Levels of who led a side (*nivel*)",
    "visit_direction": "Direction of a visit (*sentido de la visita*)",
    "precision": "How exactly a date is known (*precisión*)",
    "review": "Approval of a record (*aprobación*)",
    "record_outcome": "Outcome of a record (*resultado*)",
    "side": "Sides (*partes*)",
    "instrument_type": "Types of instrument (*tipos de instrumento*)",
    "instrument_stage": "Stages of an instrument (*etapas de un instrumento*)",
    "instrument_step": "Acts of a party to an instrument (*actos de una parte*)",
    "commitment_status": "Status of a commitment (*situación de un compromiso*)",
    "approximator": "How exact a figure is (*aproximación*)",
    "document_kind": "Kinds of document (*tipos de documento*)",
    "passage_kind": "Kinds of passage (*tipos de pasaje*)",
    "organisation_kind": "Kinds of organisation (*tipos de organización*)",
    "binding": "Whether an instrument binds (*carácter vinculante*)",
    "record_kind_plural": "Records in a counting rule (*registros en una regla de conteo*)",
    "count_field": "Fields of a counting rule (*campos de una regla de conteo*)",
    "count_measure": "Measures of a counting rule (*medidas*)",
    "count_moment": "When a record counts (*momento*)",
    "count_distinct": "What a rule tells apart (*qué se cuenta una vez*)",
    "register_finding": "What the register finds amiss (*hallazgos del registro*)",
    "left_out": "Why a record does not count (*por qué no cuenta un registro*)",
}

ABBREVIATIONS = (
    ("PEI", "plan estratégico institucional", "institutional strategic plan"),
    ("POI", "plan operativo institucional", "institutional operational plan"),
    ("OEI", "objetivo estratégico institucional", "institutional strategic objective"),
    ("AEI", "acción estratégica institucional", "institutional strategic action"),
    ("AOI", "actividad operativa e inversión", "operational activity"),
    ("LB", "línea de base", "baseline"),
    ("LE", "logro esperado", "expected achievement, target"),
    ("VO", "valor obtenido", "obtained value"),
    ("PIA", "presupuesto institucional de apertura", "opening budget"),
    ("PIM", "presupuesto institucional modificado", "current budget"),
)

RULE_FUNCTIONS = {
    "progress.type_1": "progress.progress_type_1",
    "progress.type_2": "progress_type_2.progress_type_2",
    "progress.missing": "missing.judge_missing",
    "levels.level": "levels.level_of",
    "aggregation.periods": "aggregation.across_periods",
    "aggregation.units": "aggregation.across_units",
    "aggregation.upward": "aggregation.upward",
    "execution.physical": "execution.physical_to_month",
    "execution.financial": "execution.financial",
    "execution.institution_mean": "execution.institution_mean",
    "execution.institution_ratio": "execution.institution_ratio",
    "execution.from_tasks": "execution.physical_from_tasks",
    "execution.accumulation_mismatch": "coherence.watch_accumulation",
    "prioritisation.route": "prioritisation.score_route",
    "prioritisation.mission": "prioritisation.score_mission",
    "prioritisation.results": "prioritisation.score_results",
    "prioritisation.implementation": "prioritisation.score_implementation",
    "coherence.product_indicator": "coherence.watch_product_indicators",
    "coherence.shared_indicator": "coherence.watch_shared_indicators",
    "coherence.divergence": "coherence.watch_divergence",
    "coherence.target_reach": "coherence.watch_target_reach",
    "coherence.two_year_fall": "coherence.watch_two_year_fall",
    "coherence.unprogrammed": "coherence.watch_unprogrammed",
    "trends.group": "trends.trend_of",
    "entry.admissible": "admissible.check_admissible",
    "entry.outlier": "outliers.hint_outlier",
    "entry.owed": "owed.owed_periods",
    "entry.parts": "disaggregation.parts_gap",
    "register.continuity": "continuity.check_continuity",
}
"""Where in `quipu.method` each rule is."""

FIGURE_PARTS = (
    ("ELEMENT", "code of an objective, action or activity, or `PEI` for the plan", ""),
    ("INDICATOR", "code of one of its indicators", "the first"),
    ("PERIOD", "`2024`, `2024-S1`, `2024-Q3`, `2024-M07`; one that has facts", "the report's"),
    ("MEASURE", "one of those below", ""),
    ("FORMAT", "`0`, `0.0`, `0.00`… up to six decimals", "numbers as they are, percentages with one decimal"),
    ("FALLBACK", "what is printed when there is no value", "a missing value is an error"),
)

INTRODUCTIONS = {
    "workbook": """\
The workbook is the door for bulk data: an `.xlsx` with these sheets, or a folder with these CSV files (UTF-8, commas).
The first row holds the headings; the Spanish label and the English name are both accepted, in any order. A sheet or
column that is left out says nothing about its data. An **amount** is a number from 0 with a decimal point and up to 4
decimals; an empty cell is not zero. Meanings are in Spanish, as in the notes of the headings.""",
    "commands": """\
What `quipu COMMAND --help` says. Exit code 0: done. 2: something a person can mend, told with its place and the way
out; nothing was half-written. `quipu --debug COMMAND` shows the whole trace of an error.""",
    "settings": """\
Each setting is an environment variable, or a line `NAME=value` of a file `.env` in the folder where `quipu` runs; the
environment wins. A setting that cannot be read stops the start and is named. `.env.example` holds the same list.""",
    "permissions": """\
A person has one role in each institution, given with `quipu people add`; whoever has none sees nothing of it.
Nothing else decides who may do what in the browser. The command line is for whoever runs the installation. The
table is `src/quipu/apps/accounts/permissions.py`.""",
    "rules": """\
Every rule is a function in `src/quipu/method/`; every number it needs is data in
`src/quipu/method/editions/`, with its source and its mark. What the marks mean, and the rules in words with worked
cases: [the method](../method/README.md). *Half-up to progress.places* means: exact until the end, then rounded half-up
to as many decimals as that value says.""",
    "api": """\
What other programs read and write. A **key** belongs to a person's role in one institution; it is made in the browser
(*Su cuenta*, *Claves para programas*) or with `quipu token make`, is shown once, and goes in the header
`Authorization: Bearer quipu_…`. It takes only the actions that it names and that the [role](permissions.md) allows at
that moment. What is written of a collection is a draft: a person approves it; a record of the register counts at once,
or once it is approved where its unit has a chain. The same description is served at `/api/v1/openapi.json`.

Lists come in pages: `limit` and `offset`, and `count` says how many rows there are. Amounts received are JSON numbers;
sent, numbers or text with a decimal point. `null` is a fact that nobody has, never a zero. What is written carries the
`revision` that was read: if somebody else saved since, the answer is 409 with theirs. Every refusal is a
[Problem](#problem), in Spanish.""",
    "figures": """\
A live figure is written `[[ELEMENT#INDICATOR@PERIOD:MEASURE|FORMAT ?? FALLBACK]]`, in a narrative or in a report's
template. Only element and measure are needed. An unknown name stops the report; every fault is listed with its section,
line and column, and with the names that come close.""",
    "templates": """\
A report's template comes with Quipu and can be replaced: `quipu report-template evaluation --output mine.md` writes it,
`quipu report evaluation --template mine.md` uses yours. The names that a template may use (such as `institution`,
`tables`, `charts`) are those that it uses as it comes. How to try it: [the recipes](../how-to.md).""",
    "glossary": """\
The words of the product, as its screens and reports write them. What they stand for is explained chapter by chapter in
[the method](method/README.md).""",
}
