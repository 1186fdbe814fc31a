"""An account: a person who may sign in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm.users import RANKS


class Role(StrEnum):
    """What a person may do, as the group of the user pool that says so (`crm.users`)."""

    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


class AccountState(StrEnum):
    ACTIVE = "active"
    INVITED = "invited"
    """Has a password by mail and has not signed in with it yet."""
    OFF = "off"
    """Cannot sign in."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the pool.

    Args:
        account_id: Cognito's `sub`, which also names the owner of an import.
        name: the one that Cognito has for them.
        email: "" where an identity provider tells none.
        roles: as a rule one; none for who has come from an identity provider and waits for one.
        is_from_provider: whether they sign in at the identity provider and have no password here.
        created_at: ISO 8601, UTC.
    """

    account_id: str
    name: str
    email: str
    state: AccountState
    roles: frozenset[Role]
    is_from_provider: bool
    created_at: str

    @property
    def role(self) -> Role | None:
        """The highest role; None for who may do nothing."""
        return max(self.roles, key=lambda role: RANKS[role.value], default=None)

    @property
    def governs(self) -> bool:
        """Whether they may sign in and change what others may do."""
        return Role.ADMIN in self.roles and self.state is AccountState.ACTIVE
