"""Users with their groups as a file, and back from it into a pool. Cognito hands out no passwords."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from easy_crm.errors import CommandFailed
from easy_crm.operations.data_export import open_privately
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.users import groups, invite


@dataclass(frozen=True, slots=True)
class SavedUser:
    """A user as the file has them.

    Attributes:
        email: the address to sign in with; None where Cognito has none, as of an identity provider that tells none, or
            of a user whose address was taken away by hand.
        groups: in alphabetical order.
        enabled: whether they may sign in.
        is_from_provider: whether they sign in at the identity provider and have no password here.
        name: the one that Cognito has for them.
    """

    email: str | None
    groups: list[str]
    enabled: bool
    is_from_provider: bool = False
    name: str = ""

    @property
    def called(self) -> str:
        """What a person knows them by."""
        return self.email or self.name

    @property
    def can_be_invited(self) -> bool:
        """Whether an invitation makes them anew. Only their sign-in makes a user of the identity provider."""
        return not self.is_from_provider and self.email is not None


@dataclass(frozen=True, slots=True)
class Restored:
    """A user after an import.

    Attributes:
        is_new: False for one that was in the pool, and was left as they were, and for one that cannot be invited.
        password: the one for the first sign-in, where no mail is sent; None where Cognito mails it.
    """

    user: SavedUser
    is_new: bool
    password: str | None


def export_users(deployment: Deployment, path: Path) -> int:
    """Writes all users of the pool to a new file, which only this user may read; returns how many.

    Raises:
        FileExistsError: when there is a file already.
    """
    cognito, pool = deployment.account.client("cognito-idp"), deployment.output("UserPoolId")
    members: dict[str, list[str]] = {}
    for group in groups(deployment):
        for name in _usernames(cognito.get_paginator("list_users_in_group").paginate(UserPoolId=pool, GroupName=group)):
            members.setdefault(name, []).append(group)
    found = [
        SavedUser(
            _email(user),
            members.get(user["Username"], []),
            bool(user["Enabled"]),
            user["UserStatus"] == "EXTERNAL_PROVIDER",
            user["Username"],
        )
        for page in cognito.get_paginator("list_users").paginate(UserPoolId=pool)
        for user in page["Users"]
    ]
    users = sorted(found, key=lambda user: user.called)
    with open_privately(path) as file:
        file.write(json.dumps({"users": [asdict(user) for user in users]}, indent=1, ensure_ascii=False).encode())
    return len(users)


def read_users(path: Path) -> list[SavedUser]:
    """The users of a file that `export_users` wrote.

    Raises:
        CommandFailed: when it is another kind of file.
    """
    try:
        users = [SavedUser(**user) for user in json.loads(path.read_bytes())["users"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CommandFailed(f"{path} is no file of users: {error}") from error
    return users


def import_users(deployment: Deployment, users: list[SavedUser]) -> list[Restored]:
    """Invites the users that the pool does not have, in their groups. Who was disabled stays so.

    A user who is there already stays as they are: what was changed since the export holds.

    Raises:
        CommandFailed: when the pool lacks a group; nothing is done then.
    """
    unknown = {group for user in users for group in user.groups} - set(groups(deployment))
    if unknown:
        raise CommandFailed(f"The user pool has no group {', '.join(sorted(unknown))}. Nothing was done.")
    return [_restore(deployment, user) for user in users]


def _restore(deployment: Deployment, user: SavedUser) -> Restored:
    if user.email is None or not user.can_be_invited:
        return Restored(user, is_new=False, password=None)
    cognito, pool = deployment.account.client("cognito-idp"), deployment.output("UserPoolId")
    invited = invite(deployment, user.email, is_told=user.enabled)
    if invited.is_new:
        for group in user.groups:
            cognito.admin_add_user_to_group(UserPoolId=pool, Username=user.email, GroupName=group)
        if not user.enabled:
            cognito.admin_disable_user(UserPoolId=pool, Username=user.email)
    return Restored(user, invited.is_new, invited.password)


def _usernames(pages: Any) -> list[str]:
    return [user["Username"] for page in pages for user in page["Users"]]


def _email(user: dict[str, Any]) -> str | None:
    return next((str(one["Value"]) for one in user.get("Attributes", ()) if one["Name"] == "email"), None)
