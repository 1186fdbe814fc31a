"""Creates users who can sign in at once: for `up`, for tests, and for smoke tests."""

from __future__ import annotations

import contextlib
import secrets
import string
from typing import Any


def new_password() -> str:
    """A random password with every kind of character that the user pool requires."""
    alphabet = string.ascii_letters + string.digits
    body = "".join(secrets.choice(alphabet) for _ in range(12))
    one_of_each = [secrets.choice(kind) for kind in (string.ascii_uppercase, string.ascii_lowercase, string.digits)]
    return f"{body}-{''.join(one_of_each)}"


def attributes_of(email: str) -> list[dict[str, str]]:
    """The Cognito attributes of a user: a confirmed email address."""
    return [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]


def create_user(cognito: Any, pool: str, email: str, password: str, group: str | None) -> None:
    """Creates a user who can sign in at once; no mail is sent. An existing user gets this password and group.

    Args:
        cognito: the boto3 client.
        pool: the id of the user pool.
    """
    with contextlib.suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(
            UserPoolId=pool, Username=email, MessageAction="SUPPRESS", UserAttributes=attributes_of(email)
        )
    cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=password, Permanent=True)
    if group:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=group)
