"""The people who may sign in, as the API's double has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.doubles.api_answers import ApiError, time_at

Json = dict[str, Any]


@dataclass
class FakePeople:
    """Who may sign in, by id.

    Attributes:
        mails: addresses to which an invitation has gone.
    """

    users: dict[str, Json] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)

    def add(self, email: str, role: str | None = "member", *, user_id: str = "", **parts: Any) -> Json:
        """Somebody who may sign in, if `parts` do not say otherwise."""
        number = len(self.users)
        made: Json = {"userId": user_id or f"user-{number}", "email": email, "role": role, "state": "active"}
        made |= {"isFromProvider": False, "createdAt": time_at(number)} | parts
        self.users[made["userId"]] = made
        return made

    def all(self) -> Json:
        return {"users": sorted(self.users.values(), key=lambda user: user["email"].casefold())}

    def invite(self, email: str, role: str) -> Json:
        known = next((user for user in self.users.values() if user["email"] == email), None)
        if known and known["state"] != "invited":
            raise ApiError(409, "user_exists", f"There is an account for {email} already.")
        self.mails.append(email)
        return known or self.add(email, role, state="invited")

    def change(self, user_id: str, changes: Json) -> Json:
        user = self._find(user_id)
        changed = dict(user)
        if changes.get("role"):
            changed["role"] = changes["role"]
        if changes.get("isActive") is not None:
            changed["state"] = "active" if changes["isActive"] else "off"
        others = [one for one in self.users.values() if one is not user]
        if not any(one["role"] == "admin" and one["state"] == "active" for one in [*others, changed]):
            raise ApiError(
                409, "last_admin", "This is the only admin who can sign in. Make somebody else an admin first."
            )
        self.users[user_id] = changed
        return changed

    def remove(self, user_id: str) -> None:
        if self._find(user_id)["state"] == "active":
            raise ApiError(409, "user_active", "Switch the account off first.")
        del self.users[user_id]

    def _find(self, user_id: str) -> Json:
        if user_id not in self.users:
            raise ApiError(404, "not_found", "There is no such person any more.")
        return self.users[user_id]
