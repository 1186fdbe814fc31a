"""The accounts of the user pool, each change of one as one call of Cognito."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from crm.accounts.account import Account, AccountState, Role
from crm.clock import iso
from crm.errors import Conflict, Invalid
from crm.patience import OutOfPatienceError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import UserTypeTypeDef

_FROM_PROVIDER = "EXTERNAL_PROVIDER"
_INVITED = "FORCE_CHANGE_PASSWORD"


class AccountDirectory:
    """Reads and changes the accounts of a pool.

    What Cognito refuses becomes a refusal: `OutOfPatienceError` when it is too busy, `Conflict` when it has mailed as
    much as it may, `Invalid` for an address that it does not take.

    Args:
        client: Cognito, with boto3's own retries.
        pool_id: id of the user pool.
    """

    def __init__(self, client: CognitoIdentityProviderClient, pool_id: str) -> None:
        self._client = client
        self._pool_id = pool_id

    def all(self) -> list[Account]:
        """All accounts by their addresses."""
        roles: dict[str, set[Role]] = {}
        with _refusals():
            for role in Role:
                pages = self._client.get_paginator("list_users_in_group").paginate(
                    UserPoolId=self._pool_id, GroupName=role.value
                )
                for name in (user["Username"] for page in pages for user in page["Users"]):
                    roles.setdefault(name, set()).add(role)
            users = [
                user
                for page in self._client.get_paginator("list_users").paginate(UserPoolId=self._pool_id)
                for user in page["Users"]
            ]
        found = [_account(user, frozenset(roles.get(user["Username"], ()))) for user in users]
        return sorted(found, key=lambda account: (account.email.casefold(), account.name))

    def invite(self, email: str) -> None:
        """Makes an account, which may do nothing yet; Cognito mails a password for the first sign-in.

        Raises:
            Conflict: as for all calls, and when there is one for this address.
        """
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        with _refusals():
            self._client.admin_create_user(
                UserPoolId=self._pool_id,
                Username=email,
                UserAttributes=attributes,  # type: ignore[arg-type]
                DesiredDeliveryMediums=["EMAIL"],
            )

    def invite_again(self, account: Account) -> None:
        """Mails a new password to somebody who has not signed in yet; the one before is worth nothing then."""
        with _refusals():
            self._client.admin_create_user(
                UserPoolId=self._pool_id,
                # Where people sign in with their address, Cognito takes no other name of theirs here.
                Username=account.email,
                MessageAction="RESEND",
                DesiredDeliveryMediums=["EMAIL"],
            )

    def set_role(self, account: Account, role: Role) -> None:
        """Puts an account into one of our groups only; groups that Cognito makes for a provider are not ours."""
        with _refusals():
            self._client.admin_add_user_to_group(UserPoolId=self._pool_id, Username=account.name, GroupName=role.value)
            for other in sorted(account.roles - {role}):
                self._client.admin_remove_user_from_group(
                    UserPoolId=self._pool_id, Username=account.name, GroupName=other.value
                )

    def switch(self, account: Account, *, on: bool) -> None:
        """Lets an account sign in, or not; who is switched off cannot renew a session either."""
        change = self._client.admin_enable_user if on else self._client.admin_disable_user
        with _refusals():
            change(UserPoolId=self._pool_id, Username=account.name)

    def remove(self, account: Account) -> None:
        with _refusals():
            self._client.admin_delete_user(UserPoolId=self._pool_id, Username=account.name)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turns what Cognito refuses for a reason that a person can do something about into a refusal."""
    try:
        yield
    except ClientError as error:
        make = _REFUSALS.get(error.response["Error"]["Code"])
        if make is None:
            raise
        raise make() from error


_REFUSALS: dict[str, Callable[[], Exception]] = {
    "TooManyRequestsException": OutOfPatienceError,
    "UsernameExistsException": lambda: Conflict("user_exists", "There is an account for this address already."),
    "LimitExceededException": lambda: Conflict(
        "too_many_mails", "Cognito has sent as many invitations as it may today. Please try again tomorrow."
    ),
    "InvalidParameterException": lambda: Invalid(
        "This address cannot be invited. Please check it.", {"email": "Cognito does not take this address."}
    ),
}


def _account(user: UserTypeTypeDef, roles: frozenset[Role]) -> Account:
    attributes = {one["Name"]: one.get("Value", "") for one in user.get("Attributes", ())}
    if not user["Enabled"]:
        state = AccountState.OFF
    elif user["UserStatus"] == _INVITED:
        state = AccountState.INVITED
    else:
        state = AccountState.ACTIVE
    return Account(
        account_id=attributes["sub"],
        name=user["Username"],
        email=attributes.get("email", ""),
        state=state,
        roles=roles,
        is_from_provider=user["UserStatus"] == _FROM_PROVIDER,
        created_at=iso(user["UserCreateDate"]),
    )
