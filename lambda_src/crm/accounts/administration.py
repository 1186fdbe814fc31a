"""What an admin may change of accounts. There is always an admin who may sign in.

A token holds the groups of its user for an hour, so what it says may be over: here the pool itself says whether the
person who asks is an admin still. Otherwise who has just been demoted could promote themselves again.

Cognito has no conditional writes. Two admins who demote each other at the same moment each find another admin before
their write, so it is looked again after it, and a change that has left none is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from crm.accounts.account import Account, AccountState, Role
from crm.errors import Conflict, Forbidden, Invalid, NotFound
from crm.users import User
from crm.values.email import normalize_email


class Directory(Protocol):
    """Where accounts are; see `crm.accounts.directory`."""

    def all(self) -> list[Account]: ...

    def invite(self, email: str) -> None: ...

    def invite_again(self, account: Account) -> None: ...

    def set_role(self, account: Account, role: Role) -> None: ...

    def switch(self, account: Account, *, on: bool) -> None: ...

    def remove(self, account: Account) -> None: ...


class Administration:
    """The accounts, for one admin.

    Args:
        user: who asks.

    Raises:
        Forbidden: by each method, when the pool says that the user is no admin any more.
    """

    def __init__(self, directory: Directory, user: User) -> None:
        self._directory = directory
        self._user = user

    def all(self) -> list[Account]:
        """All accounts by their addresses."""
        accounts = self._directory.all()
        if not any(one.governs and one.account_id == self._user.id for one in accounts):
            raise Forbidden("You are no admin any more. Sign in again to go on with what you may do now.")
        return accounts

    def invite(self, email: str, role: Role) -> Account:
        """Invites a person by mail. Who has not followed an earlier invitation gets another one, and this role.

        Raises:
            Invalid: for a text that is no address.
            Conflict: when somebody signs in with this address, or is switched off.
        """
        address = normalize_email(email)
        if address is None:
            raise Invalid("This is no email address.", {"email": "Type an address such as name@example.com."})
        known = _with_address(self.all(), address)
        if known is None:
            self._directory.invite(address)
        elif known.state is AccountState.INVITED:
            self._directory.invite_again(known)
        else:
            raise Conflict("user_exists", f"There is an account for {address} already.")
        invited = _with_address(self._directory.all(), address)
        if invited is None:
            raise RuntimeError("the user pool does not have an account that it has just made")
        self._directory.set_role(invited, role)
        return self._now(invited.account_id)

    def change(self, account_id: str, *, role: Role | None = None, is_active: bool | None = None) -> Account:
        """Changes what a person may do, or whether they may sign in; None leaves it as it is.

        Raises:
            NotFound: when there is no such account.
            Conflict: when no admin would be left.
        """
        before = self._find(account_id)
        if role is not None and role != before.role:
            self._keeping_an_admin(
                lambda: self._directory.set_role(before, role), lambda: self._put_back(account_id, before)
            )
        if is_active is not None and is_active == (before.state is AccountState.OFF):
            self._keeping_an_admin(
                lambda: self._directory.switch(before, on=is_active),
                lambda: self._directory.switch(before, on=not is_active),
            )
        return self._now(account_id)

    def remove(self, account_id: str) -> None:
        """Removes an account that is switched off, or whose invitation nobody has followed.

        Raises:
            NotFound: when there is no such account.
            Conflict: when the person may sign in.
        """
        account = self._find(account_id)
        if account.state is AccountState.ACTIVE:
            raise Conflict("user_active", f"{account.email} may sign in. Switch the account off first.")
        self._directory.remove(account)

    def _find(self, account_id: str) -> Account:
        found = _with_id(self.all(), account_id)
        if found is None:
            raise NotFound("There is no such person any more.")
        return found

    def _now(self, account_id: str) -> Account:
        found = _with_id(self._directory.all(), account_id)
        if found is None:
            raise NotFound("There is no such person any more.")
        return found

    def _put_back(self, account_id: str, before: Account) -> None:
        if before.role is not None:
            self._directory.set_role(self._now(account_id), before.role)

    def _keeping_an_admin(self, change: Callable[[], None], take_back: Callable[[], None]) -> None:
        change()
        if not any(one.governs for one in self._directory.all()):
            take_back()
            raise Conflict("last_admin", "This is the only admin who can sign in. Make somebody else an admin first.")


def _with_address(accounts: Sequence[Account], address: str) -> Account | None:
    return next((one for one in accounts if normalize_email(one.email) == address), None)


def _with_id(accounts: Sequence[Account], account_id: str) -> Account | None:
    return next((one for one in accounts if one.account_id == account_id), None)
