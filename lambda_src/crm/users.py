"""Users and what their groups allow (promise 6).

A viewer reads, exports and asks; a member also imports and edits; an admin also controls the imports of others. A
user without a group may do nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm.errors import Forbidden

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


def require(user: User, group: str) -> User:
    """Returns the user if they rank at least as high as `group`.

    Raises:
        Forbidden: otherwise.
    """
    if user.rank < RANKS[group]:
        raise Forbidden(f"Your account may not do this: it takes the group {group}. Ask an admin of your CRM.")
    return user
