"""Regions and their countries: what a record's regions are, and with them what is counted in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q

from quipu.apps.accounts.models import User
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.drafts.faults import DraftFault, country_faults, fault, text_faults
from quipu.apps.register.models import Region, RegionCountry
from quipu.apps.register.services.derived import refresh_derived
from quipu.apps.register.services.holding import hold_register
from quipu.apps.register.services.rows import Fact, code_faults, refuse, store


@transaction.atomic
def save_region(
    *,
    institution: Institution,
    code: str,
    name: str,
    parent: str = "",
    order: int = 0,
    row: Region | None = None,
    actor: User | None,
    reason: str = "",
) -> Region:
    """Add a region, or change one; a region that goes under another takes its records along.

    Raises:
        ActorRefusedError: with every fault: an unknown parent, or one that lies within it.
    """
    institution = hold_register(institution.pk)
    kept = row or Region(institution=institution)
    above = institution.regions.filter(code=parent).first() if parent else None
    values = {"code": kept.code or code.strip(), "name": name, "parent": above, "order": order}
    faults = [*code_faults(values["code"], kept, institution.regions), *text_faults("code", values["code"], 30)]
    faults += text_faults("name", name, 100, needed=True)
    faults += _parent_faults(kept, parent, above)
    if "|" in values["code"]:
        faults.append(fault("code", "code_shape", "Un código no lleva barras.", "Use letras y guiones."))
    refuse(faults, values["code"])
    moved = row is not None and kept.parent_id != (above.pk if above else None)
    fact = Fact("regions", (values["code"],), "register.region")
    store(kept, values, fact, institution=institution, actor=actor, reason=reason)
    if moved:
        refresh_derived(institution)
        recount(institution)
    return kept


@transaction.atomic
def save_region_countries(
    *, region: Region, countries: Iterable[str], actor: User | None, reason: str = ""
) -> tuple[str, ...]:
    """Say which countries lie in a region; one that lay in another leaves it.

    The records with those countries get their regions again, and everything that is counted by region is counted
    again.

    Args:
        region: the region.
        countries: alpha-3 codes, all of them.
        actor: who says it.
        reason: why.

    Returns:
        The countries that moved, in or out.

    Raises:
        ActorRefusedError: naming every code of no country.
    """
    institution = hold_register(region.institution_id)
    asked = sorted({code.strip().upper() for code in countries} - {""})
    refuse([item for code in asked for item in country_faults("countries", code, institution)], region.code)
    now = set(region.countries.values_list("country", flat=True))
    gone, new = now - set(asked), set(asked) - now
    elsewhere = RegionCountry.objects.filter(region__institution=institution, country__in=new).select_related("region")
    changes = [_change(item.region.code, item.country, gone=True) for item in elsewhere]
    changes += [_change(region.code, country, gone=True) for country in sorted(gone)]
    changes += [_change(region.code, country, gone=False) for country in sorted(new)]
    elsewhere.delete()
    region.countries.filter(country__in=gone).delete()
    RegionCountry.objects.bulk_create(RegionCountry(region=region, country=country) for country in sorted(new))
    record_changes(institution=institution, changes=changes, actor=actor, reason=reason)
    touched = tuple(sorted(gone | new))
    if touched:
        _refresh(institution, touched)
    return touched


def _refresh(institution: Institution, countries: Iterable[str]) -> None:
    held = Q(pk__in=())
    for country in countries:
        held |= Q(countries__contains=f"|{country}|")
    refresh_derived(institution, institution.records.filter(held))
    recount(institution)


def _change(region: str, country: str, *, gone: bool) -> FactChange:
    fields = {"region": region, "country": country}
    action = f"register.region_country.{'removed' if gone else 'created'}"
    return FactChange(action, "region_countries", (region, country), fields if gone else None, None if gone else fields)


def _parent_faults(region: Region, parent: str, above: Region | None) -> Iterator[DraftFault]:
    if parent and above is None:
        yield fault("parent", "unknown", f"No hay una región «{parent}».", "Elija otra, o ninguna.")
    step = above
    seen: set[int] = set()
    while step is not None and step.pk not in seen:
        if step.pk == region.pk:
            yield fault("parent", "parent_cycle", f"«{parent}» ya es parte de esta región.", "Elija otra, o ninguna.")
            return
        seen.add(step.pk)
        step = step.parent
