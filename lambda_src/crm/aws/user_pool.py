"""The users of the pool, as whom rows of imports may name as owners."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

logger = Logger()


class UserPool:
    """The user pool as a `crm.imports.owners.UserDirectory`.

    Args:
        connect: makes the client of Cognito; called only when users are asked for.
        pool_id: id of the user pool.
    """

    def __init__(self, connect: Callable[[], CognitoIdentityProviderClient], pool_id: str) -> None:
        self._connect = connect
        self._pool_id = pool_id

    def emails(self) -> frozenset[str] | None:
        """The addresses of all users in lower case; None when Cognito does not answer, which is logged."""
        try:
            pages = (
                self._connect()
                .get_paginator("list_users")
                .paginate(UserPoolId=self._pool_id, AttributesToGet=["email"])
            )
            users = [user for page in pages for user in page["Users"]]
        except (ClientError, BotoCoreError) as error:
            logger.warning("the users could not be listed", error_type=type(error).__name__)
            return None
        attributes = [attribute for user in users for attribute in user.get("Attributes", ())]
        return frozenset(one["Value"].lower() for one in attributes if one["Name"] == "email")
