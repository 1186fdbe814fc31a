"""Who asks is what the id token says, and no answer is kept by a cache (promise 6)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.api.auth import current_user
from crm.api.resolver import Api
from crm.errors import SignedOut
from crm.users import User

from tests.factories import api_event


def event(**claims: Any) -> dict[str, Any]:
    """A request with these claims, None for one that is absent."""
    made = api_event("GET", "/api/leads")
    held = made["requestContext"]["authorizer"]["claims"] | claims
    made["requestContext"]["authorizer"]["claims"] = {name: one for name, one in held.items() if one is not None}
    return made


@pytest.mark.parametrize("groups", ["admin,member", "[admin member]", ["admin", "member"]])
def test_the_user_and_the_groups_are_read_from_the_claims(groups: Any) -> None:
    asked = event(sub="ann", email="ann@crm.example", **{"cognito:groups": groups})
    assert current_user(asked) == User("ann", "ann@crm.example", frozenset({"admin", "member"}))


def test_a_user_without_a_group_has_none() -> None:
    assert current_user(event(**{"cognito:groups": None})).groups == frozenset()


@pytest.mark.parametrize("asked", [event(token_use="access"), event(sub=None), {"requestContext": None}, {}])
def test_what_is_no_id_token_says_nobody(asked: dict[str, Any]) -> None:
    with pytest.raises(SignedOut):
        current_user(asked)


def _refused() -> None:
    raise SignedOut


def _broken() -> None:
    raise RuntimeError


@pytest.mark.parametrize("act", [lambda: {}, _refused, _broken], ids=["answered", "refused", "broken"])
def test_no_cache_keeps_an_answer(act: Any) -> None:
    api = Api()
    api.get("/leads")(act)
    context: Any = None
    answer = api.resolve(event(), context)
    assert answer["multiValueHeaders"]["Cache-Control"] == ["no-store"]
