"""Who asks, and what they may do. The API's authorizer has checked the token; here its claims are read.

Groups (design, promise 6): a viewer reads, exports and asks; a member also imports and edits; an admin also
controls other people's imports. A user in no group may do nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.api.errors import ApiError, Forbidden

RANKS = {"viewer": 1, "member": 2, "admin": 3}


@dataclass(frozen=True, slots=True)
class User:
    """The signed-in user: Cognito's `sub`, email address, and groups."""

    id: str
    email: str
    groups: frozenset[str]

    @property
    def rank(self) -> int:
        return max((RANKS.get(group, 0) for group in self.groups), default=0)

    @property
    def is_admin(self) -> bool:
        return "admin" in self.groups

    def may_control(self, owner_id: str) -> bool:
        """Whether this user may cancel, force or undo an import of `owner_id`."""
        return self.is_admin or (self.rank >= RANKS["member"] and self.id == owner_id)


def current_user(event: Mapping[str, Any]) -> User:
    """Reads the user from the event of a REST API with a Cognito authorizer.

    Raises:
        ApiError: 401 when the event carries no id token's claims.
    """
    claims = ((event.get("requestContext") or {}).get("authorizer") or {}).get("claims") or {}
    if not claims.get("sub") or claims.get("token_use", "id") != "id":
        raise ApiError(401, "unauthorized", "Your session has ended. Please sign in again.")
    return User(str(claims["sub"]), str(claims.get("email", "")), _groups(claims.get("cognito:groups", "")))


def require(user: User, group: str) -> User:
    """Returns the user when they rank at least as `group`.

    Raises:
        Forbidden: otherwise.
    """
    if user.rank < RANKS[group]:
        raise Forbidden(f"Your account may not do this: it takes the group {group}. Ask an admin of your CRM.")
    return user


def _groups(claim: Any) -> frozenset[str]:
    """API Gateway hands the list over as text, `admin,member` or `[admin member]`."""
    if isinstance(claim, str):
        claim = claim.strip("[]").replace(",", " ").split()
    return frozenset(str(group).strip('"') for group in claim)
