"""Users with their groups go into a file, and from it into another pool."""

# Arguments have the names that boto3 gives them.
# ruff: noqa: N803

from __future__ import annotations

import json
import stat
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.user_backup import SavedUser, export_users, import_users, read_users
from tests.unit.operations.deployed_in_memory import deployment

GROUPS = ("admin", "member", "viewer")


class UsernameExistsException(Exception):
    """As Cognito's."""


@dataclass
class Pool:
    """A user pool whose user names are not the addresses, as Cognito makes them; a page has one user.

    Attributes:
        users: groups and whether enabled, by address.
        told: who got an invitation.
        from_provider: who signs in at the identity provider.
        without_address: whose address Cognito does not have.
    """

    users: dict[str, tuple[set[str], bool]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    from_provider: frozenset[str] = frozenset()
    without_address: frozenset[str] = frozenset()
    exceptions = SimpleNamespace(UsernameExistsException=UsernameExistsException)

    def get_paginator(self, name: str) -> Any:
        return SimpleNamespace(paginate=getattr(self, f"_{name}"))

    def _list_users(self, UserPoolId: str) -> list[Any]:  # noqa: ARG002
        return [{"Users": [self._user(email)]} for email in self.users]

    def _list_users_in_group(self, UserPoolId: str, GroupName: str) -> list[Any]:  # noqa: ARG002
        return [{"Users": [self._user(email)]} for email, (groups, _) in self.users.items() if GroupName in groups]

    def _user(self, email: str) -> Any:
        attributes = [{"Name": "sub", "Value": "1"}, {"Name": "email", "Value": email}]
        if email in self.without_address:
            attributes.pop()
        status = "EXTERNAL_PROVIDER" if email in self.from_provider else "CONFIRMED"
        enabled = self.users[email][1]
        return {"Username": f"id-of-{email}", "Attributes": attributes, "Enabled": enabled, "UserStatus": status}

    def admin_create_user(self, *, Username: str, **request: Any) -> None:
        if Username in self.users:
            raise UsernameExistsException
        self.users[Username] = (set(), True)
        if request.get("MessageAction") != "SUPPRESS":
            self.told.append(Username)

    def admin_add_user_to_group(self, *, Username: str, GroupName: str, **_: Any) -> None:
        self.users[Username][0].add(GroupName)

    def admin_disable_user(self, *, Username: str, **_: Any) -> None:
        self.users[Username] = (self.users[Username][0], False)


def system(pool: Pool, groups: tuple[str, ...] = GROUPS) -> Deployment:
    resources = {name: {"Type": "AWS::Cognito::UserPoolGroup", "Properties": {"GroupName": name}} for name in groups}
    return deployment({"storage": {"Resources": resources}}, outputs={"UserPoolId": "pool"}, cognito_idp=pool)


@pytest.fixture
def usual() -> Pool:
    return Pool(
        {
            "vera@x.example": ({"viewer"}, True),
            "ana@x.example": ({"admin", "member"}, True),
            "gone@x.example": ({"member"}, False),
            "nobody@x.example": (set(), True),
        }
    )


def test_an_empty_pool_gets_the_users_with_their_groups_and_who_is_disabled(usual: Pool, tmp_path: Path) -> None:
    path, other = tmp_path / "users.json", Pool()
    assert export_users(system(usual), path) == 4
    restored = import_users(system(other), read_users(path))
    assert other.users == usual.users
    assert all(one.is_new for one in restored)


def test_invitations_go_to_those_who_may_sign_in(usual: Pool, tmp_path: Path) -> None:
    path, other = tmp_path / "users.json", Pool()
    export_users(system(usual), path)
    import_users(system(other), read_users(path))
    assert sorted(other.told) == ["ana@x.example", "nobody@x.example", "vera@x.example"]


def test_nobody_gets_a_password_who_signs_in_at_the_identity_provider(usual: Pool, tmp_path: Path) -> None:
    path, other = tmp_path / "users.json", Pool()
    usual.from_provider = frozenset({"ana@x.example"})
    export_users(system(usual), path)
    restored = import_users(system(other), read_users(path))
    assert "ana@x.example" not in {*other.users, *other.told}
    assert [one.user for one in restored if one.user.is_from_provider] == [
        SavedUser("ana@x.example", ["admin", "member"], True, is_from_provider=True, name="id-of-ana@x.example")
    ]


@pytest.mark.parametrize("from_provider", [True, False])
def test_who_has_no_address_is_in_the_file_by_their_name_and_is_not_invited(
    usual: Pool, tmp_path: Path, *, from_provider: bool
) -> None:
    path, other = tmp_path / "users.json", Pool()
    usual.without_address = frozenset({"ana@x.example"})
    usual.from_provider = usual.without_address if from_provider else frozenset()

    assert export_users(system(usual), path) == 4
    restored = import_users(system(other), read_users(path))

    assert {*other.users} == {*usual.users} - usual.without_address
    (nameless,) = (one for one in restored if one.user.email is None)
    assert (nameless.user.called, nameless.user.groups) == ("id-of-ana@x.example", ["admin", "member"])
    assert not nameless.is_new


def test_who_is_there_stays_as_they_are(usual: Pool) -> None:
    saved = [SavedUser("gone@x.example", ["admin"], True), SavedUser("vera@x.example", ["admin"], False)]
    before = dict(usual.users)
    assert [one.is_new for one in import_users(system(usual), saved)] == [False, False]
    assert usual.users == before


def test_a_file_with_an_unknown_group_changes_nothing() -> None:
    pool = Pool()
    saved = [SavedUser("a@x.example", ["member"], True), SavedUser("b@x.example", ["boss"], True)]
    with pytest.raises(CommandFailed, match="no group boss"):
        import_users(system(pool), saved)
    assert pool.users == {}


def test_the_file_is_for_its_owner_alone_and_in_the_order_of_addresses(usual: Pool, tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    export_users(system(usual), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    users = json.loads(path.read_text())["users"]
    assert users[0] == {
        "email": "ana@x.example",
        "groups": ["admin", "member"],
        "enabled": True,
        "is_from_provider": False,
        "name": "id-of-ana@x.example",
    }
    assert [user["email"] for user in users] == sorted(usual.users)


@pytest.mark.parametrize("content", ["", "[]", '{"users": [1]}', '{"users": [{"name": "ana"}]}', '{"leads": []}'])
def test_another_file_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    path.write_text(content)
    with pytest.raises(CommandFailed, match=r"users\.json is no file of users"):
        read_users(path)
