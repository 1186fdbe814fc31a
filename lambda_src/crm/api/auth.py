"""Who asks: the API's authorizer has checked the token; here its claims are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm.errors import SignedOut
from crm.users import User, require

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.common import DictWrapper


def current_user(event: Mapping[str, Any]) -> User:
    """Reads the user from the event of a REST API with a Cognito authorizer.

    Raises:
        SignedOut: when the event carries no id token's claims.
    """
    claims = ((event.get("requestContext") or {}).get("authorizer") or {}).get("claims") or {}
    if not claims.get("sub") or claims.get("token_use", "id") != "id":
        raise SignedOut
    return User(str(claims["sub"]), str(claims.get("email", "")), _groups(claims.get("cognito:groups", "")))


def user_of(event: DictWrapper, group: str = "viewer") -> User:
    """The user of a request, who must rank at least as `group`.

    Raises:
        SignedOut: as `current_user`.
        Forbidden: for a lower rank.
    """
    return require(current_user(event.raw_event), group)


def _groups(claim: Any) -> frozenset[str]:
    """API Gateway hands the list over as text, `admin,member` or `[admin member]`."""
    if isinstance(claim, str):
        claim = claim.strip("[]").replace(",", " ").split()
    return frozenset(str(group).strip('"') for group in claim)
