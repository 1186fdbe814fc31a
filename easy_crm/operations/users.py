"""The users who may sign in: invitations and groups."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from easy_crm.errors import CommandFailed
from easy_crm.operations.cognito_users import attributes_of, new_password
from easy_crm.operations.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Invited:
    """The result of an invitation.

    Attributes:
        is_new: False for an existing user.
        password: the one for the first sign-in, where no mail is sent; None where Cognito mails it.
    """

    is_new: bool
    password: str | None = None


def groups(deployment: Deployment) -> list[str]:
    """The groups of the user pool."""
    return sorted(str(group.properties["GroupName"]) for group in deployment.of_type("AWS::Cognito::UserPoolGroup"))


def has_users(deployment: Deployment) -> bool:
    """Whether the user pool has any user."""
    cognito = deployment.account.client("cognito-idp")
    return bool(cognito.list_users(UserPoolId=deployment.output("UserPoolId"), Limit=1)["Users"])


def add(deployment: Deployment, email: str, group: str) -> Invited:
    """Invites a user and adds them to a group; an existing user moves to that group, also one of the identity provider.

    Cognito mails a password for the first sign-in. The emulator sends no mail, so the password is returned.

    Raises:
        CommandFailed: for an unknown group or an invalid address.
    """
    known = groups(deployment)
    if group not in known:
        raise CommandFailed(f'There is no group "{group}". There are {", ".join(known)}.')
    if email.count("@") != 1 or email.startswith("@") or "." not in email.partition("@")[2]:
        raise CommandFailed(f'"{email}" is not an email address.')
    cognito, pool = deployment.account.client("cognito-idp"), deployment.output("UserPoolId")
    if federated := _with_federated(cognito, pool, email):
        for name in federated:
            _move(cognito, pool, name, group, known)
        return Invited(is_new=False)
    invited = invite(deployment, email)
    _move(cognito, pool, email, group, known)
    return invited


def invite(deployment: Deployment, email: str, *, is_told: bool = True) -> Invited:
    """Creates a user, who is in no group; changes nothing of an existing one.

    Args:
        is_told: whether Cognito mails the invitation.
    """
    cognito, pool = deployment.account.client("cognito-idp"), deployment.output("UserPoolId")
    password = new_password() if deployment.account.is_emulated else None
    try:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=email,
            UserAttributes=attributes_of(email),
            DesiredDeliveryMediums=["EMAIL"],
            **({"TemporaryPassword": password} if password else {}),
            **({} if is_told else {"MessageAction": "SUPPRESS"}),
        )
    except cognito.exceptions.UsernameExistsException:
        return Invited(is_new=False)
    return Invited(True, password)


def _with_federated(cognito: Any, pool: str, email: str) -> list[str]:
    """The names of all users with this address, if one of them has come from the identity provider; else none."""
    users = cognito.list_users(UserPoolId=pool, Filter=f"email = {json.dumps(email)}")["Users"]
    if any(user["UserStatus"] == "EXTERNAL_PROVIDER" for user in users):
        return [user["Username"] for user in users]
    return []


def _move(cognito: Any, pool: str, name: str, group: str, known: Collection[str]) -> None:
    """Makes a user a member of one of our groups only; the group that Cognito makes for a provider is not ours."""
    answer = cognito.admin_list_groups_for_user(UserPoolId=pool, Username=name)
    for other in {found["GroupName"] for found in answer["Groups"]} & set(known) - {group}:
        cognito.admin_remove_user_from_group(UserPoolId=pool, Username=name, GroupName=other)
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=group)
