"""Users that exist only during a smoke test."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import struct
import time
from typing import Any

from easy_crm.operations.cognito_users import create_user, new_password
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.smoke.api_client import SmokeFailure

_CODE_SECONDS = 30


class TemporaryUsers:
    """Creates users, signs them in through the admin API, and removes them.

    Args:
        deployment: the deployment with the user pool.
        run: part of the user names, unique to this run.
    """

    def __init__(self, deployment: Deployment, run: str) -> None:
        self._cognito = deployment.account.client("cognito-idp")
        self._pool = deployment.output("UserPoolId")
        self._client = deployment.output("UserPoolClientId")
        self._run = run
        self._made: list[str] = []

    def token(self, group: str) -> str:
        """Creates a user in a group and signs them in; no mail is sent.

        Returns:
            The id token.
        """
        email, password = f"smoke-{group}-{self._run}@example.com", new_password()
        self._made.append(email)
        create_user(self._cognito, self._pool, email, password, group)
        answer = self._cognito.admin_initiate_auth(
            UserPoolId=self._pool,
            ClientId=self._client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
        if answer.get("ChallengeName") == "MFA_SETUP":
            answer = self._with_second_factor(email, answer["Session"])
        if "AuthenticationResult" not in answer:
            raise SmokeFailure(
                f"the sign-in requires {answer.get('ChallengeName')}, which the smoke test does not support"
            )
        return str(answer["AuthenticationResult"]["IdToken"])

    def remove(self) -> None:
        """Removes the users that it created."""
        while self._made:
            with contextlib.suppress(self._cognito.exceptions.UserNotFoundException):
                self._cognito.admin_delete_user(UserPoolId=self._pool, Username=self._made[-1])
            self._made.pop()

    def _with_second_factor(self, email: str, session: str) -> Any:
        begun = self._cognito.associate_software_token(Session=session)
        code = one_time_code(begun["SecretCode"], time.time())
        confirmed = self._cognito.verify_software_token(Session=begun["Session"], UserCode=code)
        return self._cognito.admin_respond_to_auth_challenge(
            UserPoolId=self._pool,
            ClientId=self._client,
            ChallengeName="MFA_SETUP",
            Session=confirmed["Session"],
            ChallengeResponses={"USERNAME": email},
        )


def one_time_code(secret: str, now: float) -> str:
    """The code that an authenticator app shows (RFC 6238): six digits, new every 30 seconds.

    Args:
        secret: the shared secret in base 32.
        now: seconds since 1970.
    """
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(now) // _CODE_SECONDS), hashlib.sha1)
    offset = digest[-1] & 0xF
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
