"""Who asks: the API's authorizer has checked the token; here its claims are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm.errors import SignedOut
from crm.users import User


def current_user(event: Mapping[str, Any]) -> User:
    """Reads the user from the event of a REST API with a Cognito authorizer.

    Raises:
        SignedOut: when the event carries no id token's claims.
    """
    claims = ((event.get("requestContext") or {}).get("authorizer") or {}).get("claims") or {}
    if not claims.get("sub") or claims.get("token_use", "id") != "id":
        raise SignedOut
    return User(str(claims["sub"]), str(claims.get("email", "")), _groups(claims.get("cognito:groups", "")))


def _groups(claim: Any) -> frozenset[str]:
    """API Gateway hands the list over as text, `admin,member` or `[admin member]`."""
    if isinstance(claim, str):
        claim = claim.strip("[]").replace(",", " ").split()
    return frozenset(str(group).strip('"') for group in claim)
