"""What people change about themselves."""

from __future__ import annotations

from quipu.apps.accounts.models import SavedView, User
from quipu.apps.organisation.models import Institution


def choose_language(*, user: User, language: str) -> None:
    """Keep the language in which a person reads."""
    user.language = language
    user.save(update_fields=["language"])


def save_view(*, user: User, institution: Institution, page: str, name: str, query: str) -> SavedView:
    """Keep a list under a name; the same name again replaces what it held."""
    view, _ = SavedView.objects.update_or_create(
        user=user, institution=institution, page=page, name=name, defaults={"query": query}
    )
    return view


def remove_view(*, user: User, institution: Institution, view_id: int) -> bool:
    """Forget one's own view.

    Returns:
        Whether there was such a view.
    """
    removed, _ = SavedView.objects.filter(pk=view_id, user=user, institution=institution).delete()
    return removed > 0
