"""Saved views in the API's double."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.doubles.api_answers import ApiError, version_of
from tests.doubles.cognito import FakeUser

Json = dict[str, Any]
NOTHING: Json = {"shared": False, "q": "", "where": None, "sort": None, "columns": []}


@dataclass
class FakeViews:
    """Views, which tests set up and look into; each has an id of its number."""

    all: dict[str, Json] = field(default_factory=dict)

    def add(self, owner: FakeUser, name: str, **parts: Any) -> Json:
        """A new view; what is not given is as of a list of everything."""
        view_id = f"view-{len(self.all):03d}"
        self.all[view_id] = NOTHING | {"viewId": view_id, "name": name, "ownerEmail": owner.email} | parts
        return self._shown(self.all[view_id], owner)

    def seen_by(self, user: FakeUser) -> Json:
        """A user's own, then the shared ones."""
        mine = [view for view in self.all.values() if not view["shared"] and view["ownerEmail"] == user.email]
        shared = [view for view in self.all.values() if view["shared"]]
        return {"views": [self._shown(view, user) for view in (*mine, *shared)]}

    def shown(self, view_id: str, user: FakeUser) -> Json:
        """A view as an answer has it."""
        return self._shown(self._found(view_id), user)

    def change(self, view_id: str, user: FakeUser, parts: Json) -> Json:
        """Changes parts of a view."""
        view = self._found(view_id)
        view |= parts
        return self._shown(view, user)

    def remove(self, view_id: str) -> None:
        """Removes a view."""
        self._found(view_id)
        del self.all[view_id]

    def _found(self, view_id: str) -> Json:
        if view_id not in self.all:
            raise ApiError(404, "not_found", "There is no such view. It may have been deleted.")
        return self.all[view_id]

    def _shown(self, view: Json, user: FakeUser) -> Json:
        may_change = view["ownerEmail"] == user.email or (view["shared"] and user.group == "admin")
        return view | {"version": version_of(view), "canChange": may_change}
