"""Accounts as the API shows them."""

from __future__ import annotations

from pydantic import Field

from crm.accounts.account import Account, AccountState, Role
from crm.api.answers import Answer, Time


class Person(Answer):
    """A person who may sign in, or could before."""

    user_id: str
    email: str = Field(description="Empty where an identity provider tells none.")
    role: Role | None = Field(description="What they may do; null for nothing.")
    state: AccountState
    is_from_provider: bool = Field(description="Whether they sign in at the identity provider.")
    created_at: Time

    @classmethod
    def of(cls, account: Account) -> Person:
        return cls(
            user_id=account.account_id,
            email=account.email,
            role=account.role,
            state=account.state,
            is_from_provider=account.is_from_provider,
            created_at=account.created_at,
        )


class People(Answer):
    """All people, by their addresses."""

    users: list[Person]
