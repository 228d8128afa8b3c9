"""Filling in: each change saves itself, or all of them with a button; nothing typed is lost, and all can be undone."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from tests.web.collection.filled_forms import fields_of, of_row

from quipu.apps.collection.models import ActivityEntry, IndicatorEntry
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.services.entries import save_value
from quipu.apps.plans.services import ValueParts


@pytest.fixture
def luis(as_role, submission):
    """The focal point."""
    return as_role("focal_point")


def _typed(client, address, **texts):
    """The page's own fields, with some of them typed over: `row` and `field` are joined by two underscores."""
    fields = fields_of(client.get(address()))
    return {**fields, **{name.replace("__", "-"): text for name, text in texts.items()}}


def _saved_by_somebody_else(submission, value, number):
    return save_value(
        submission=submission,
        indicator=value.owed.sheet.indicator,
        period=value.period,
        parts=ValueParts(number=Decimal(number)),
        revision=0,
        actor=None,
    )


def test_one_row_is_saved_and_its_answer_says_how_it_stands(luis, address, submission, value):
    fields = of_row(fields_of(luis.get(address())), value.key)
    answer = luis.post(address("row"), {**fields, f"{value.key}-number": "1,234.5"}, HTTP_HX_REQUEST="true")
    page = answer.content.decode()
    assert str(IndicatorEntry.objects.get(submission=submission).number) == "1234.5000"
    assert f'id="{value.key}-told"' in page
    assert "Guardado" in page
    assert re.search(rf'name="{value.key}-seen"[^>]*hx-swap-oob', page)
    assert f'{value.key}-number" name' not in page, "a field that somebody may be typing in is left alone"
    assert "<strong>1</strong>" in page


def test_saving_again_goes_on_from_what_was_saved(luis, address, submission, value):
    fields = of_row(fields_of(luis.get(address())), value.key)
    first = luis.post(address("row"), {**fields, f"{value.key}-number": "5"})
    seen = re.search(rf'id="{value.key}-seen" value="([^"]+)"', first.content.decode())[1]
    again = {**fields, f"{value.key}-number": "6", f"{value.key}-seen": seen}
    assert "conflict" not in luis.post(address("row"), again).content.decode()
    assert IndicatorEntry.objects.get(submission=submission).number == 6


def test_what_was_not_touched_is_never_saved(luis, address, submission, value):
    fields = fields_of(luis.get(address()))
    _saved_by_somebody_else(submission, value, 7)
    answer = luis.post(address("save"), fields, follow=True)
    assert "ya estaba guardado" in answer.content.decode()
    assert IndicatorEntry.objects.get(submission=submission).number == 7
    assert IndicatorEntry.objects.count() == 1


def test_the_whole_page_saves_every_row_that_was_touched(luis, address, submission, value, month):
    typed = _typed(luis, address, words__achievements="Se atendió a todos.")
    typed |= {f"{value.key}-number": "12", f"{month.key}-physical": "3", f"{month.key}-reason": "Falta el acta"}
    answer = luis.post(address("save"), typed, follow=True)
    assert "3 filas" in answer.content.decode()
    entry = ActivityEntry.objects.get(submission=submission)
    assert (entry.physical, entry.financial, entry.no_data_reason) == (3, None, "Falta el acta")
    submission.refresh_from_db()
    assert (submission.state, submission.achievements) == ("draft", "Se atendió a todos.")


def test_what_cannot_be_read_stays_typed_and_does_not_hold_back_the_rest(luis, address, submission, value, month):
    typed = _typed(luis, address) | {f"{value.key}-number": "doce", f"{month.key}-physical": "3"}
    answer = luis.post(address("save"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="doce"' in page
    assert f'<a href="#{value.key}">' in page
    assert "«doce» no se lee como número" in page
    assert ActivityEntry.objects.get(submission=submission).physical == 3
    assert not IndicatorEntry.objects.exists()


def test_a_value_in_two_ways_is_refused(luis, address, submission, value):
    typed = of_row(_typed(luis, address), value.key)
    typed |= {f"{value.key}-number": "3", f"{value.key}-no_data_reason": "No se midió"}
    assert "de una sola manera" in luis.post(address("row"), typed).content.decode()
    assert not IndicatorEntry.objects.exists()


def test_a_comment_alone_asks_for_the_value(luis, address, submission, value):
    typed = of_row(_typed(luis, address), value.key) | {f"{value.key}-comment": "Sin novedad"}
    assert "Llene también el valor" in luis.post(address("row"), typed).content.decode()


def test_no_data_is_said_with_its_reason(luis, address, submission, value):
    typed = of_row(_typed(luis, address), value.key) | {f"{value.key}-no_data_reason": "No se midió"}
    luis.post(address("row"), typed)
    assert IndicatorEntry.objects.get(submission=submission).value_type == "no_data"


def test_emptying_a_value_forgets_it(luis, address, submission, value):
    luis.post(address("row"), of_row(_typed(luis, address), value.key) | {f"{value.key}-number": "5"})
    luis.post(address("row"), of_row(_typed(luis, address), value.key) | {f"{value.key}-number": ""})
    assert not IndicatorEntry.objects.exists()


def test_undoing_brings_back_what_was_there(luis, address, submission, value):
    for number in ("5", "6"):
        luis.post(address("row"), of_row(_typed(luis, address), value.key) | {f"{value.key}-number": number})
    answer = luis.post(address("undo"), {"undo": value.key}, HTTP_HX_REQUEST="true")
    assert answer["HX-Retarget"] == f"#{value.key}"
    assert 'value="5"' in answer.content.decode()
    assert IndicatorEntry.objects.get(submission=submission).number == 5


def test_undoing_without_javascript_keeps_what_else_was_typed(luis, address, submission, value, month):
    luis.post(address("row"), of_row(_typed(luis, address), value.key) | {f"{value.key}-number": "5"})
    typed = _typed(luis, address) | {f"{month.key}-physical": "3", "undo": value.key}
    answer = luis.post(address("undo"), typed)
    assert answer["Location"].endswith(f"#{value.key}")
    assert not IndicatorEntry.objects.exists()
    assert ActivityEntry.objects.get(submission=submission).physical == 3


def test_a_conflict_shows_both_and_loses_neither(luis, address, submission, value):
    typed = of_row(_typed(luis, address), value.key) | {f"{value.key}-number": "9"}
    _saved_by_somebody_else(submission, value, 7)
    page = luis.post(address("row"), typed).content.decode()
    assert re.search(r"<td>9</td>\s*<td>7</td>", page)
    assert "Guardar lo que escribí" in page and "Dejar lo que guardó otra persona" in page
    again = luis.post(address("row"), typed).content.decode()
    assert "Guardar lo que escribí" in again, "typing on does not write over what was not chosen"
    assert IndicatorEntry.objects.get(submission=submission).number == 7


def test_saving_mine_over_theirs(luis, address, submission, value):
    typed = of_row(_typed(luis, address), value.key) | {f"{value.key}-number": "9"}
    entry = _saved_by_somebody_else(submission, value, 7)
    luis.post(address("row"), {**typed, "mine": value.key, f"{value.key}-over": str(entry.revision)})
    assert IndicatorEntry.objects.get(submission=submission).number == 9


def test_leaving_theirs_draws_the_row_again(luis, address, submission, value):
    typed = of_row(_typed(luis, address), value.key) | {f"{value.key}-number": "9"}
    _saved_by_somebody_else(submission, value, 7)
    answer = luis.post(address("row"), {**typed, "theirs": value.key})
    assert answer["HX-Retarget"] == f"#{value.key}"
    assert 'value="7"' in answer.content.decode()


def test_a_conflict_without_javascript_is_on_the_page(luis, address, submission, value):
    typed = _typed(luis, address) | {f"{value.key}-number": "9"}
    _saved_by_somebody_else(submission, value, 7)
    answer = luis.post(address("save"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="9"' in page
    over = re.search(rf'name="{value.key}-over" value="(\d+)"', page)[1]
    luis.post(address("save"), {**typed, f"{value.key}-over": over, "mine": value.key})
    assert IndicatorEntry.objects.get(submission=submission).number == 9


def test_leaving_theirs_without_javascript_saves_the_rest(luis, address, submission, value, month):
    typed = _typed(luis, address) | {f"{value.key}-number": "9", f"{month.key}-physical": "3", "theirs": value.key}
    _saved_by_somebody_else(submission, value, 7)
    assert luis.post(address("save"), typed).status_code == 302
    assert IndicatorEntry.objects.get(submission=submission).number == 7
    assert ActivityEntry.objects.get(submission=submission).physical == 3


def test_parts_are_kept_and_what_they_lack_is_told(luis, address, submission, value):
    from quipu.apps.plans.models import Disaggregation, DisaggregationCategory

    way = Disaggregation.objects.create(indicator=value.owed.sheet.indicator, code="SEXO", name="Sexo")
    known = DisaggregationCategory.objects
    women, men = (known.create(disaggregation=way, code=code, label=code) for code in ("Mujeres", "Hombres"))
    type(value.owed.sheet).objects.filter(pk=value.owed.sheet.pk).update(aggregable=True)
    typed = of_row(_typed(luis, address), value.key)
    typed |= {f"{value.key}-number": "30", f"{value.key}-part{women.pk}": "10", f"{value.key}-part{men.pk}": "8"}
    page = luis.post(address("row"), typed).content.decode()
    assert "faltan 12" in page
    assert IndicatorEntry.objects.get(submission=submission).parts.count() == 2


def test_a_row_takes_a_fixed_number_of_queries(luis, address, submission, value, django_assert_max_num_queries):
    typed = of_row(_typed(luis, address), value.key) | {f"{value.key}-number": "5"}
    with django_assert_max_num_queries(60):
        luis.post(address("row"), typed)


def test_nothing_is_saved_once_it_was_sent(luis, address, submission, value):
    typed = of_row(_typed(luis, address), value.key) | {f"{value.key}-number": "5"}
    submission.state = "submitted"
    submission.save()
    assert "ya no se llena" in luis.post(address("row"), typed).content.decode()
    assert form_of(submission).values[0].entry is None


def test_what_the_plan_holds_is_not_emptied(luis, address, submission, value, month):
    from quipu.apps.plans.models import ActivityAmount, ObtainedValue

    ObtainedValue.objects.create(indicator=value.owed.sheet.indicator, period=value.period, number=8)
    activity = int(month.key[1:].split("-")[0])
    ActivityAmount.objects.create(activity_id=activity, phase="executed", month=month.month, physical=5, financial=50)
    typed = of_row(_typed(luis, address), value.key)
    assert typed[f"{value.key}-number"] == "8"
    page = luis.post(address("row"), {**typed, f"{value.key}-number": ""}).content.decode()
    assert re.search(rf'id="{value.key}-number-fault"[^>]*>El plan ya tiene este valor', page)
    typed = of_row(_typed(luis, address), month.key) | {f"{month.key}-financial": ""}
    page = luis.post(address("row"), typed).content.decode()
    assert f'data-fields="{month.key}-financial ' in page
    assert "El plan ya tiene este monto" in page
    assert not ActivityEntry.objects.exists()
    assert luis.post(address("save"), typed).status_code == 422


def test_what_stands_around_a_row_is_drawn_again_with_it(luis, address, submission, month):
    typed = of_row(_typed(luis, address), month.key) | {f"{month.key}-physical": "3"}
    page = luis.post(address("row"), typed).content.decode()
    activity = month.key[1:].split("-")[0]
    assert re.search(r'<dd id="state" hx-swap-oob="true">.*?borrador', page, re.S)
    assert re.search(rf'id="owed-{activity}" hx-swap-oob="true">\(faltan? \d+', page)


def test_one_number_of_a_ratio_waits_for_the_other_while_typing(luis, address, submission, value):
    row, sheets = value, type(value.owed.sheet).objects
    sheets.filter(pk=value.owed.sheet.pk).update(unit_kind="percentage")
    typed = of_row(_typed(luis, address), row.key) | {f"{row.key}-numerator": "3"}
    page = luis.post(address("row"), typed).content.decode()
    assert "Falta el otro de los dos números" in page
    assert "Una razón necesita" not in page
    assert luis.post(address("save"), typed).status_code == 422
    luis.post(address("row"), {**typed, f"{row.key}-denominator": "4"})
    assert IndicatorEntry.objects.get(submission=submission).denominator == 4
    broken = {**typed, f"{row.key}-numerator": "tres"}
    assert "«tres» no se lee como número" in luis.post(address("row"), broken).content.decode()


def test_an_amount_far_above_what_was_programmed_is_hinted_at(luis, address, submission, month):
    physical = str(month.programmed[0] * 11)
    typed = of_row(_typed(luis, address), month.key) | {f"{month.key}-physical": physical}
    page = luis.post(address("row"), typed).content.decode()
    assert "más de 10 veces lo programado" in page
    assert ActivityEntry.objects.exists()


def test_months_are_named_with_their_activity(luis, address, submission, month):
    names = re.findall(r'aria-label="([^"]+, Físico, [^"]+)"', luis.get(address()).content.decode())
    assert names and len(names) == len(set(names))
