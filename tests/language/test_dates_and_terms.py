from datetime import date

import pytest

from quipu.language import UnknownTermError, all_terms, format_long_date, format_month, format_period, term, term_group


def test_long_dates() -> None:
    assert format_long_date(date(2025, 4, 25)) == "25 de abril de 2025"
    assert format_long_date(date(2025, 4, 25), "en") == "25 April 2025"


@pytest.mark.parametrize(
    ("code", "spanish", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-S1", "primer semestre de 2024", "first half of 2024"),
        ("2024-T3", "tercer trimestre de 2024", "third quarter of 2024"),
        ("2024-04", "abril de 2024", "April 2024"),
    ],
)
def test_periods(code: str, spanish: str, english: str) -> None:
    assert format_period(code) == spanish
    assert format_period(code, "en") == english


@pytest.mark.parametrize("code", ["24", "2024-S3", "2024-13", "S1"])
def test_a_wrong_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"period|month"):
        format_period(code)


def test_months() -> None:
    assert format_month(1) == "enero"
    with pytest.raises(ValueError, match="1 to 12"):
        format_month(0)


def test_terms_read_in_both_languages() -> None:
    assert term("direction.maximum_permissible") == "máximo permisible"
    assert term("direction.maximum_permissible", "en") == "maximum permissible"
    assert term("outcome.not_reported", "es-PE") == "no reportado"


def test_an_unknown_term_names_its_group() -> None:
    with pytest.raises(UnknownTermError, match=r"level\.high"):
        term("level.higher")


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("kind", "objective strategic_action operational_activity"),
        ("direction", "ascending descending maximum_permissible minimum_permissible"),
        ("accumulation", "sum last mean maximum"),
        ("outcome", "computed not_programmed not_reported undefined"),
        ("level", "low medium high"),
        ("phase", "consistent reprogrammed executed"),
        ("version", "new updated extended"),
        ("state", "registration_started registered in_implementation finished"),
        ("results_chain", "input activity product outcome"),
        ("relevance", "very_relevant relevant less_relevant"),
        ("factor", "external internal design facilitator"),
        ("role", "planner focal_point evaluator reader"),
        ("stage", "reported counted corrected published"),
    ],
)
def test_the_groups_are_complete(group: str, names: str) -> None:
    assert [entry.key.partition(".")[2] for entry in term_group(group)] == names.split()


def test_there_are_seven_units_and_no_empty_term() -> None:
    assert len(term_group("unit")) == 7
    assert all(entry.es.strip() and entry.en.strip() for entry in all_terms())
