"""The names of what a program may be let do."""

from __future__ import annotations

from django import template

from quipu.apps.accounts.permissions import Action
from quipu.web.token_form import ACTIONS

register = template.Library()


@register.filter
def program_action(code: str) -> str:
    """What an action lets a program do, in words; a code that programs no longer have comes back as it is."""
    return str(ACTIONS.get(Action(code), code)) if code in set(Action) else code
