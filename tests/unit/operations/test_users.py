"""Invitations, groups, and codes of authenticator apps."""

# ruff: noqa: N803 (boto3's argument names)

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.operations import users
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.smoke.temporary_users import one_time_code
from tests.unit.operations.deployed_in_memory import deployment

GROUPS = {
    f"{name}Group": {"Type": "AWS::Cognito::UserPoolGroup", "Properties": {"GroupName": name}}
    for name in ("admin", "member", "viewer")
}


class Pool:
    """A user pool: groups and invitations by address."""

    class UsernameExistsException(Exception):
        pass

    exceptions = SimpleNamespace(UsernameExistsException=UsernameExistsException)

    def __init__(self) -> None:
        self.groups: dict[str, set[str]] = {}
        self.invitations: list[dict[str, Any]] = []
        self.federated: dict[str, str] = {}

    def come_in(self, name: str, email: str) -> None:
        """Somebody signs in at the identity provider for the first time."""
        self.groups[name] = {"pool_Acme"}
        self.federated[name] = email

    def admin_create_user(self, *, Username: str, **request: Any) -> None:
        if Username in self.groups:
            raise self.UsernameExistsException
        self.groups[Username] = set()
        self.invitations.append(request)

    def admin_list_groups_for_user(self, *, Username: str, UserPoolId: str) -> Any:  # noqa: ARG002
        return {"Groups": [{"GroupName": name} for name in self.groups[Username]]}

    def admin_add_user_to_group(self, *, Username: str, GroupName: str, UserPoolId: str) -> None:  # noqa: ARG002
        self.groups[Username].add(GroupName)

    def admin_remove_user_from_group(self, *, Username: str, GroupName: str, UserPoolId: str) -> None:  # noqa: ARG002
        self.groups[Username].remove(GroupName)

    def list_users(self, *, UserPoolId: str, Filter: str = "", Limit: int = 60) -> Any:  # noqa: ARG002
        found = [
            {
                "Username": name,
                "UserStatus": "EXTERNAL_PROVIDER" if name in self.federated else "CONFIRMED",
            }
            for name in self.groups
            if not Filter or Filter == f'email = "{self.federated.get(name, name)}"'
        ]
        return {"Users": found[:Limit]}


def system(pool: Pool, endpoint: str | None = None) -> Deployment:
    return deployment(
        {"storage": {"Resources": GROUPS}}, outputs={"UserPoolId": "pool"}, endpoint=endpoint, cognito_idp=pool
    )


def test_in_aws_the_invitation_is_mailed_and_no_password_is_known_here() -> None:
    pool = Pool()

    invited = users.add(system(pool), "ana@example.com", "admin")

    assert (invited.is_new, invited.password) == (True, None)
    assert pool.groups == {"ana@example.com": {"admin"}}
    assert pool.invitations[0]["DesiredDeliveryMediums"] == ["EMAIL"]
    assert "TemporaryPassword" not in pool.invitations[0]


def test_where_no_mail_is_sent_the_first_password_is_printed() -> None:
    pool = Pool()

    invited = users.add(system(pool, endpoint="http://127.0.0.1:1"), "ana@example.com", "member")

    assert invited.password
    assert pool.invitations[0]["TemporaryPassword"] == invited.password


def test_an_existing_user_changes_group() -> None:
    pool = Pool()
    users.add(system(pool), "ana@example.com", "viewer")

    assert users.add(system(pool), "ana@example.com", "member").is_new is False
    assert pool.groups == {"ana@example.com": {"member"}}


def test_whoever_came_in_through_the_provider_gets_a_group_and_no_invitation() -> None:
    pool = Pool()
    pool.come_in("Acme_00u1", "ana@example.com")

    assert users.add(system(pool), "ana@example.com", "viewer").is_new is False
    users.add(system(pool), "ana@example.com", "member")

    assert pool.groups == {"Acme_00u1": {"pool_Acme", "member"}}, "the provider's own group stays"
    assert not pool.invitations


def test_a_person_with_a_password_and_a_sign_in_at_the_provider_has_one_group() -> None:
    pool = Pool()
    users.add(system(pool), "ana@example.com", "viewer")
    pool.come_in("Acme_00u1", "ana@example.com")

    users.add(system(pool), "ana@example.com", "admin")

    assert pool.groups == {"ana@example.com": {"admin"}, "Acme_00u1": {"pool_Acme", "admin"}}


@pytest.mark.parametrize("email", ["", "ana", "@example.com", "a@b@example.com", "ana@localhost"])
def test_an_invalid_address_is_refused(email: str) -> None:
    with pytest.raises(CommandFailed, match="not an email address"):
        users.add(system(Pool()), email, "member")


def test_an_unknown_group_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CommandFailed, match=r'no group "boss"\. There are admin, member, viewer'):
        users.add(system(Pool()), "ana@example.com", "boss")


def test_a_pool_without_users_is_recognized() -> None:
    pool = Pool()
    assert users.has_users(system(pool)) is False
    users.add(system(pool), "ana@example.com", "admin")
    assert users.has_users(system(pool)) is True


@pytest.mark.parametrize("now,code", [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_one_time_codes_are_those_of_rfc_6238(now: float, code: str) -> None:
    assert one_time_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", now) == code
