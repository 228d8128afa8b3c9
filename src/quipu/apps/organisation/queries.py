"""What others may ask about institutions."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from quipu.apps.organisation.models import CostCentre, Institution
from quipu.errors import QuipuError


class UnknownInstitutionError(QuipuError):
    """No institution has this identifier."""

    code = "organisation.unknown"


def find_institution(slug: str) -> Institution:
    """The institution of an identifier.

    Raises:
        UnknownInstitutionError: naming the nearest one, or the ones there are.
    """
    found = Institution.objects.filter(slug=slug).first()
    if found is not None:
        return found
    known = list(Institution.objects.order_by("slug").values_list("slug", flat=True))
    near = get_close_matches(slug, known, n=1)
    remedy = f"¿Quiso decir «{near[0]}»?" if near else "Revise el identificador, o importe primero su libro."
    raise UnknownInstitutionError(
        f"No hay una institución «{slug}».", why=f"Hay: {', '.join(known) or 'ninguna todavía'}.", remedy=remedy
    )


class UnknownCostCentreError(QuipuError):
    """No cost centre of the institution has this code, or several have it."""

    code = "organisation.cost_centre.unknown"


def find_cost_centres(institution: Institution, codes: Iterable[str]) -> list[CostCentre]:
    """The cost centres of some codes, in their order; `000901/CC1` names the executing unit too.

    Raises:
        UnknownCostCentreError: naming every code that is not one, or that several executing units use.
    """
    known: dict[str, list[CostCentre]] = {}
    rows = CostCentre.objects.filter(executing_unit__institution=institution).select_related("executing_unit")
    for row in rows:
        for name in (row.code, f"{row.executing_unit.code}/{row.code}"):
            known.setdefault(name, []).append(row)
    asked = list(dict.fromkeys(codes))
    unknown = [code for code in asked if code not in known]
    repeated = [code for code in asked if len(known.get(code, ())) > 1]
    if unknown or repeated:
        why = [f"No existen: {', '.join(unknown)}."] if unknown else []
        why += [f"Los usan varias unidades ejecutoras: {', '.join(repeated)}."] if repeated else []
        raise UnknownCostCentreError(
            "Hay códigos que no nombran un centro de costo.",
            where=institution.slug,
            why=" ".join(why),
            remedy="Revíselos; donde haga falta, escriba delante la unidad ejecutora, como 000901/CC1.",
        )
    return [known[code][0] for code in asked]
