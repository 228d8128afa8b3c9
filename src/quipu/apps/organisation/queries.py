"""What others may ask about institutions."""

from __future__ import annotations

from difflib import get_close_matches

from quipu.apps.organisation.models import Institution
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
