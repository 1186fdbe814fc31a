"""Cognito's managed login with one identity provider, which lets one user in without asking: the HTTP endpoints of the
authorization-code flow (RFC 6749, 4.1) with PKCE (RFC 7636).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.doubles.cognito import CLIENT_ID, FakeCognito, FakeUser

PROVIDER = "Acme"


class GrantRefused(Exception):
    """The token endpoint takes the code for no good one."""


@dataclass(frozen=True)
class _Grant:
    user: FakeUser
    challenge: str
    back: str


class FakeManagedLogin:
    """Answers like the domain of a user pool.

    Attributes:
        user: who is signed in at the provider; None: the provider refuses.
        signed_out: how often somebody signed out here.
    """

    def __init__(self, cognito: FakeCognito, page: str) -> None:
        self.user: FakeUser | None = None
        self.signed_out = 0
        self._cognito = cognito
        self._page = page
        self._grants: dict[str, _Grant] = {}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes from the authorization endpoint."""
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT_ID)
        assert (asked["code_challenge_method"], asked["identity_provider"]) == ("S256", PROVIDER)
        assert asked["redirect_uri"] == self._page, "the user pool knows no other address"
        if self.user is None:
            answer = {"error": "access_denied", "error_description": "User is not assigned to the client."}
        else:
            code = secrets.token_urlsafe()
            self._grants[code] = _Grant(self.user, asked["code_challenge"], asked["redirect_uri"])
            answer = {"code": code}
        return f"{self._page}?{urlencode(answer | {'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, str]:
        """The tokens for a code, which works once.

        Raises:
            GrantRefused: as `invalid_grant`.
        """
        assert (form["grant_type"], form["client_id"]) == ("authorization_code", CLIENT_ID)
        grant = self._grants.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if grant is None or (grant.challenge, grant.back) != (challenge, form["redirect_uri"]):
            raise GrantRefused
        tokens = self._cognito.sign_in(grant.user)
        return {
            "id_token": tokens["IdToken"],
            "access_token": tokens["AccessToken"],
            "refresh_token": tokens["RefreshToken"],
            "token_type": "Bearer",
        }

    def log_out(self, asked: dict[str, str]) -> str:
        """Where the browser goes from the logout endpoint."""
        assert asked == {"client_id": CLIENT_ID, "logout_uri": self._page}
        self.signed_out += 1
        return self._page
