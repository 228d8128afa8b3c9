"""Correcting a value, and taking the correction back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.web.addresses import address_of
from tests.web.planting import SLUG

from quipu.apps.plans.models import Indicator, ObtainedValue


@pytest.fixture
def indicator(planted, db):
    found = Indicator.objects.get(plan=planted.version.plan, code=planted.indicator)
    found.values.filter(stage="corrected").delete()
    found.values.filter(period=planted.reported).update(
        value_type="number", number=90, numerator=None, denominator=None
    )
    return found


def test_a_value_is_corrected_with_its_reason_and_undone(as_role, planted, indicator):
    client = as_role("planner")
    sent = {"value-number": "91.5", "reason": "Acta 3"}
    answer = client.post(address_of("correct-value", planted), sent)
    assert answer["Location"].endswith(f"#p-{planted.reported}")
    corrected = indicator.values.get(stage="corrected")
    assert (str(corrected.number.normalize()), corrected.reason) == ("91.5", "Acta 3")
    assert "vuelve a contar el valor reportado" in _undone(client, planted)
    assert not indicator.values.filter(stage="corrected").exists()


def test_undoing_goes_back_to_the_correction_before(as_role, planted, indicator):
    client = as_role("planner")
    for number in ("91", "92"):
        client.post(address_of("correct-value", planted), {"value-number": number, "reason": "Acta"})
    assert "vuelve a contar la anterior" in _undone(client, planted)
    assert indicator.values.get(stage="corrected").number == 91


def test_two_people_correcting_one_value_see_both(as_role, planted, indicator):
    first, second = as_role("planner"), as_role("planner")
    address = address_of("correct-value", planted)
    seen = {"seen": _seen(second.get(address))}
    assert first.post(address, {"value-number": "91", "reason": "Acta 1"} | seen).status_code == 302
    late = second.post(address, {"value-number": "92", "reason": "Acta 2"} | seen)
    page = late.content.decode()
    assert late.status_code == 409
    assert "Otra persona corrigió este valor" in page
    assert "Acta 1" in page
    assert 'value="92"' in page
    assert indicator.values.get(stage="corrected").number == 91
    again = {"value-number": "92", "reason": "Acta 2", "seen": _seen(late)}
    assert second.post(address, again).status_code == 302
    assert indicator.values.get(stage="corrected").number == 92


def _seen(answer):
    return re.search(r'name="seen" value="(\d+)"', answer.content.decode())[1]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"value-number": "91"}, "Por qué se corrige"),
        ({"reason": "Acta"}, "Escriba el valor corregido"),
        ({"value-number": "mil", "reason": "Acta"}, "Valor obtenido: «mil» no se lee como número"),
        ({"value-number": "1", "value-no_data_reason": "No hay", "reason": "Acta"}, "de una sola manera"),
        ({"value-number": "-1", "reason": "Acta"}, "mayores o iguales que cero"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_typed(sent, told, as_role, planted, indicator):
    answer = as_role("planner").post(address_of("correct-value", planted), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert all(f'value="{text}"' in page for name, text in sent.items() if name == "value-number")
    assert not ObtainedValue.objects.filter(indicator=indicator, stage="corrected").exists()


def test_the_stored_value_keeps_every_decimal_in_its_field(as_role, planted, indicator):
    indicator.values.filter(period=planted.reported).update(number="1234.5678")
    assert 'value="1,234.5678"' in as_role("planner").get(address_of("correct-value", planted)).content.decode()


def test_a_period_without_a_report_has_nothing_to_correct(as_role, planted, indicator):
    address = reverse("correct-value", kwargs={"slug": SLUG, "code": planted.indicator, "period": "2019"})
    assert as_role("planner").get(address).status_code == 404


def test_the_indicator_leads_to_it_only_for_who_may(as_role, planted, indicator):
    address = address_of("correct-value", planted)
    assert address in as_role("planner").get(address_of("indicator", planted)).content.decode()
    assert address not in as_role("evaluator").get(address_of("indicator", planted)).content.decode()


def _undone(client, planted):
    return client.post(address_of("undo-correction", planted), follow=True).content.decode()
