"""Keys of programs: shown once, kept as a hash, over after their days, and never more than the role."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quipu.apps.accounts.models import ApiToken
from quipu.apps.accounts.permissions import PROGRAM_ACTIONS, Action
from quipu.apps.accounts.queries import TOKEN_PREFIX, find_token, token_of, tokens_of
from quipu.apps.accounts.services import TOKEN_DAYS, TokenRefusedError, add_person, make_token, revoke_token
from quipu.apps.organisation.models import Institution

pytestmark = pytest.mark.django_db
READ = [Action.VIEW_PLAN.value]


@pytest.fixture
def membership():
    """A focal point of an institution."""
    institution = Institution.objects.create(slug="uno", code="001", name="Uno", acronym="U", country="PER")
    return add_person(username="ana", institution=institution, role="focal_point")


def test_the_text_is_told_once_and_only_its_hash_is_kept(membership):
    token, text = make_token(membership=membership, name=" Tablero ", actions=READ * 2, days=30)
    assert text.startswith(TOKEN_PREFIX) and len(text) > 40
    kept = str(ApiToken.objects.values().get())
    assert text not in kept and text.removeprefix(TOKEN_PREFIX) not in kept
    assert (token.name, token.actions) == ("Tablero", READ)
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert token_of(text) == token
    assert token_of(text[:-1]) is None
    assert token_of(token.digest) is None


def test_two_keys_differ(membership):
    texts = {make_token(membership=membership, name="x", actions=READ, days=1)[1] for _ in range(2)}
    assert len(texts) == 2


def test_everything_wrong_is_told_at_once(membership):
    with pytest.raises(TokenRefusedError) as refused:
        make_token(membership=membership, name=" ", actions=[Action.MANAGE_COLLECTION.value, "x"], days=TOKEN_DAYS + 1)
    assert refused.value.why == (
        "El nombre tiene de 1 a 80 letras. Dura de 1 a 365 días. "
        "Su rol no deja a un programa: collection.manage, x. Deja: plan.view, collection.view, collection.report, "
        "register.view, register.record."
    )
    with pytest.raises(TokenRefusedError, match="Elija al menos una acción"):
        make_token(membership=membership, name="x", actions=[], days=1)
    assert not ApiToken.objects.exists()


def test_a_role_gives_no_more_than_it_has(membership):
    membership.role = "reader"
    with pytest.raises(TokenRefusedError, match=r"Deja: plan\.view, register\.view\."):
        make_token(membership=membership, name="x", actions=[Action.REPORT_VALUES.value], days=1)


def test_a_program_never_decides():
    assert not {Action.MANAGE_COLLECTION, Action.CORRECT_VALUE, Action.PUBLISH_REPORT, Action.APPROVE_RECORD} & set(
        PROGRAM_ACTIONS
    )


def test_revoked_is_revoked_once(membership):
    token, text = make_token(membership=membership, name="x", actions=READ, days=1)
    revoke_token(token=token)
    first = token.revoked_at
    revoke_token(token=token)
    assert ApiToken.objects.get().revoked_at == first
    assert token_of(text) is None


def test_nobody_finds_the_key_of_another(membership):
    token, _ = make_token(membership=membership, name="x", actions=READ, days=1)
    other = add_person(username="eva", institution=membership.institution, role="planner").user
    assert find_token(token.pk, user=other) is None
    assert find_token(token.pk, user=membership.user) == find_token(token.pk) == token
    assert (tokens_of(other), tokens_of(membership.user)) == ([], [token])
