"""An admin sees everybody, invites, changes roles and switches off; an admin who may sign in is always left."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import user_api

from tests.crm_in_memory import CrmInMemory
from tests.doubles.user_pool import PoolUser

ANN = "user-1"


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    """A pool with one admin, who asks."""
    crm = CrmInMemory(monkeypatch)
    crm.aws.cognito.add("ann@crm.example", "admin", sub=ANN)
    return crm


def ask(crm: CrmInMemory, method: str, user: str = "", body: Any = None) -> tuple[int, Any]:
    path = f"/users/{user}" if user else "/users"
    status, answer = crm.call(user_api.handler, method, path, body, groups="admin", user=ANN)
    return status, answer


def code_of(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["error"]["code"]


def test_everybody_is_listed_by_address_with_role_and_state(crm: CrmInMemory) -> None:
    pool = crm.aws.cognito
    pool.add("Zoe@crm.example", "viewer", "member").enabled = False
    pool.add("bob@crm.example", "member", status="FORCE_CHANGE_PASSWORD")
    pool.add("eve@org.example", "pool_Acme", status="EXTERNAL_PROVIDER")

    people = [(one["email"], one["role"], one["state"], one["isFromProvider"]) for one in ask(crm, "GET")[1]["users"]]

    assert people == [
        ("ann@crm.example", "admin", "active", False),
        ("bob@crm.example", "member", "invited", False),
        ("eve@org.example", None, "active", True),
        ("Zoe@crm.example", "member", "off", False),
    ]


def test_an_invitation_is_mailed_and_mailed_again_until_it_is_followed(crm: CrmInMemory) -> None:
    status, bob = ask(crm, "POST", body={"email": " Bob@CRM.example", "role": "member"})
    assert (status, bob["email"], bob["role"], bob["state"]) == (201, "bob@crm.example", "member", "invited")

    again = ask(crm, "POST", body={"email": "bob@crm.example", "role": "viewer"})[1]
    user = crm.aws.cognito.users[bob["userId"]]
    assert (again["userId"], again["role"], user.invitations) == (bob["userId"], "viewer", 2)

    user.status = "CONFIRMED"
    answer = ask(crm, "POST", body={"email": "bob@crm.example", "role": "admin"})
    assert (code_of(answer), user.groups) == ((409, "user_exists"), {"viewer"})


def test_a_role_replaces_the_one_before_and_no_group_of_a_provider(crm: CrmInMemory) -> None:
    eve = crm.aws.cognito.add("eve@org.example", "pool_Acme", "viewer", status="EXTERNAL_PROVIDER")

    assert ask(crm, "PATCH", eve.sub, {"role": "admin"})[1]["role"] == "admin"

    assert eve.groups == {"pool_Acme", "admin"}


def test_who_is_switched_off_comes_back_with_the_same_role(crm: CrmInMemory) -> None:
    bob = crm.aws.cognito.add("bob@crm.example", "member")

    assert ask(crm, "PATCH", bob.sub, {"isActive": False})[1]["state"] == "off"
    back = ask(crm, "PATCH", bob.sub, {"isActive": True})[1]

    assert (back["state"], back["role"]) == ("active", "member")


@pytest.mark.parametrize("change", [{"role": "member"}, {"isActive": False}])
def test_the_last_admin_who_may_sign_in_stays_one(crm: CrmInMemory, change: dict[str, Any]) -> None:
    crm.aws.cognito.add("off@crm.example", "admin").enabled = False
    crm.aws.cognito.add("new@crm.example", "admin", status="FORCE_CHANGE_PASSWORD")

    assert code_of(ask(crm, "PATCH", ANN, change)) == (409, "last_admin")

    ann = crm.aws.cognito.users[ANN]
    assert (ann.enabled, ann.groups) == (True, {"admin"})


@pytest.mark.parametrize("change", [{"role": "member"}, {"isActive": False}])
def test_two_admins_who_put_each_other_out_at_the_same_moment_both_stay(
    crm: CrmInMemory, change: dict[str, Any]
) -> None:
    """Each has seen the other as an admin before the write; the other's write comes first."""
    bob = crm.aws.cognito.add("bob@crm.example", "admin")
    ann = crm.aws.cognito.users[ANN]

    def by_bob() -> None:
        ann.groups.clear()

    crm.aws.cognito.on_change = by_bob

    assert code_of(ask(crm, "PATCH", bob.sub, change)) == (409, "last_admin")
    assert (bob.enabled, bob.groups) == (True, {"admin"})


@pytest.mark.parametrize("gone", ["demoted", "off", "removed"])
def test_a_token_that_still_says_admin_is_worth_nothing_once_the_pool_says_otherwise(
    crm: CrmInMemory, gone: str
) -> None:
    crm.aws.cognito.add("bob@crm.example", "admin")
    ann = crm.aws.cognito.users[ANN]
    if gone == "demoted":
        ann.groups = {"viewer"}
    elif gone == "off":
        ann.enabled = False
    else:
        del crm.aws.cognito.users[ANN]

    assert code_of(ask(crm, "PATCH", ANN, {"role": "admin"})) == (403, "forbidden")
    assert code_of(ask(crm, "GET")) == (403, "forbidden")


def _off(user: PoolUser) -> None:
    user.enabled = False


def _invited(user: PoolUser) -> None:
    user.status = "FORCE_CHANGE_PASSWORD"


@pytest.mark.parametrize("becomes", [_off, _invited])
def test_only_who_may_not_sign_in_can_be_removed(crm: CrmInMemory, becomes: Any) -> None:
    bob = crm.aws.cognito.add("bob@crm.example", "member")
    assert code_of(ask(crm, "DELETE", bob.sub)) == (409, "user_active")

    becomes(bob)

    assert ask(crm, "DELETE", bob.sub)[0] == 204
    assert code_of(ask(crm, "DELETE", bob.sub)) == (404, "not_found")


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        ("TooManyRequestsException", (503, "busy")),
        ("LimitExceededException", (409, "too_many_mails")),
        ("InvalidParameterException", (422, "invalid")),
    ],
)
def test_what_cognito_refuses_is_told_in_words(crm: CrmInMemory, refusal: str, expected: tuple[int, str]) -> None:
    crm.aws.cognito.refuses_changes = refusal

    assert code_of(ask(crm, "POST", body={"email": "bob@crm.example", "role": "member"})) == expected
