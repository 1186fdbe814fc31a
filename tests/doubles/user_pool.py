"""Cognito in memory, as far as functions read and change the users of a pool."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.doubles.client import FakeClient, Refused, Request, Response, operation

PAGE = 2
"""Users of a page: so few that several pages are read."""


@dataclass
class PoolUser:
    """A user of the pool.

    Attributes:
        groups: those of the CRM, and those that Cognito makes for a provider.
        invitations: mails with a password so far.
    """

    email: str
    groups: set[str] = field(default_factory=set)
    status: str = "CONFIRMED"
    enabled: bool = True
    sub: str = field(default_factory=lambda: str(uuid.uuid4()))
    invitations: int = 0


class FakeUserPool(FakeClient):
    """A double of `boto3.client("cognito-idp")`.

    Attributes:
        users: by their names, which for users of the pool's own are their ids.
        refuses: the error code with which every call is refused, if any.
        refuses_changes: the same for changes alone.
        on_change: called before each change, to let somebody else be quicker.
    """

    service = "cognito-idp"

    def __init__(self) -> None:
        super().__init__()
        self.users: dict[str, PoolUser] = {}
        self.refuses: str | None = None
        self.refuses_changes: str | None = None
        self.on_change: Callable[[], None] = lambda: None

    def add(self, email: str, *groups: str, sub: str = "", status: str = "CONFIRMED") -> PoolUser:
        user = PoolUser(email, set(groups), status)
        user.sub = sub or user.sub
        self.users[f"Acme_{email}" if status == "EXTERNAL_PROVIDER" else user.sub] = user
        return user

    @operation("ListUsers")
    def list_users(self, request: Request) -> Response:
        self._refuse()
        return self._page(list(self.users.items()), request.get("PaginationToken"), "PaginationToken")

    @operation("ListUsersInGroup")
    def list_users_in_group(self, request: Request) -> Response:
        self._refuse()
        members = [(name, user) for name, user in self.users.items() if request["GroupName"] in user.groups]
        return self._page(members, request.get("NextToken"), "NextToken")

    @operation("AdminCreateUser")
    def admin_create_user(self, request: Request) -> Response:
        self._refuse(change=True)
        email = request["Username"]
        if "@" not in email:
            raise Refused("InvalidParameterException", "Username should be an email.")
        found = [(name, user) for name, user in self.users.items() if user.email == email]
        if request.get("MessageAction") == "RESEND":
            ((name, user),) = found
        else:
            if found:
                raise Refused("UsernameExistsException", "User account already exists")
            user = self.add(email, status="FORCE_CHANGE_PASSWORD")
            name = user.sub
        user.invitations += 1
        return {"User": _shown(name, user)}

    @operation("AdminAddUserToGroup")
    def admin_add_user_to_group(self, request: Request) -> Response:
        self._user(request).groups.add(request["GroupName"])
        return {}

    @operation("AdminRemoveUserFromGroup")
    def admin_remove_user_from_group(self, request: Request) -> Response:
        self._user(request).groups.discard(request["GroupName"])
        return {}

    @operation("AdminDisableUser")
    def admin_disable_user(self, request: Request) -> Response:
        self._user(request).enabled = False
        return {}

    @operation("AdminEnableUser")
    def admin_enable_user(self, request: Request) -> Response:
        self._user(request).enabled = True
        return {}

    @operation("AdminDeleteUser")
    def admin_delete_user(self, request: Request) -> Response:
        self._user(request)
        del self.users[request["Username"]]
        return {}

    def _user(self, request: Request) -> PoolUser:
        """The user whom a change names."""
        self._refuse(change=True)
        on_change, self.on_change = self.on_change, lambda: None
        on_change()
        if request["Username"] not in self.users:
            raise Refused("UserNotFoundException", "User does not exist.")
        return self.users[request["Username"]]

    def _refuse(self, *, change: bool = False) -> None:
        code = self.refuses or (self.refuses_changes if change else None)
        if code:
            raise Refused(code, "Refused.")

    @staticmethod
    def _page(users: list[tuple[str, PoolUser]], token: str | None, name: str) -> Response:
        start = int(token or 0)
        page: dict[str, Any] = {"Users": [_shown(*user) for user in users[start : start + PAGE]]}
        return page | ({name: str(start + PAGE)} if start + PAGE < len(users) else {})


def _shown(name: str, user: PoolUser) -> dict[str, Any]:
    return {
        "Username": name,
        "Attributes": [{"Name": "sub", "Value": user.sub}, {"Name": "email", "Value": user.email}],
        "Enabled": user.enabled,
        "UserStatus": user.status,
        "UserCreateDate": datetime(2026, 11, 20, 8, tzinfo=UTC),
    }
