"""Who may sign in: invitations, groups, and users for a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from easy_crm.errors import CommandFailed
from easy_crm.operations.cognito_users import attributes_of, new_password
from easy_crm.operations.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of an invitation.

    Attributes:
        is_new: False for somebody who was a user already.
        password: for the first sign-in, where no mail is sent; None where Cognito mails one.
    """

    is_new: bool
    password: str | None = None


def groups(deployment: Deployment) -> list[str]:
    """The groups that the user pool has."""
    return sorted(str(group.properties["GroupName"]) for group in deployment.of_type("AWS::Cognito::UserPoolGroup"))


def has_users(deployment: Deployment) -> bool:
    """Whether anybody may sign in already."""
    cognito = deployment.account.client("cognito-idp")
    return bool(cognito.list_users(UserPoolId=deployment.output("UserPoolId"), Limit=1)["Users"])


def add(deployment: Deployment, email: str, group: str) -> Invited:
    """Invites somebody and puts them into a group; who is a user already changes to that group.

    Cognito mails a password for the first sign-in. The emulator mails nothing, so there the password is returned.

    Raises:
        CommandFailed: for an unknown group, or something that is no address.
    """
    known = groups(deployment)
    if group not in known:
        raise CommandFailed(f'There is no group "{group}". There are {", ".join(known)}.')
    if email.count("@") != 1 or email.startswith("@") or "." not in email.partition("@")[2]:
        raise CommandFailed(f'"{email}" is not an email address.')
    cognito, pool = deployment.account.client("cognito-idp"), deployment.output("UserPoolId")
    password = new_password() if deployment.account.is_emulated else None
    try:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=email,
            UserAttributes=attributes_of(email),
            DesiredDeliveryMediums=["EMAIL"],
            **({"TemporaryPassword": password} if password else {}),
        )
        is_new = True
    except cognito.exceptions.UsernameExistsException:
        is_new, password = False, None
    for other in set(_groups_of(cognito, pool, email)) - {group}:
        cognito.admin_remove_user_from_group(UserPoolId=pool, Username=email, GroupName=other)
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=group)
    return Invited(is_new, password)


def _groups_of(cognito: Any, pool: str, email: str) -> list[str]:
    answer = cognito.admin_list_groups_for_user(UserPoolId=pool, Username=email)
    return [group["GroupName"] for group in answer["Groups"]]
