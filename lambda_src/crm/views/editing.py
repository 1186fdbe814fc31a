"""Making, changing and removing views, for those who may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crm.errors import Forbidden, NotFound
from crm.ids import new_id
from crm.own_fields.store import OwnFieldStore
from crm.users import User
from crm.views.store import Views, ViewStore
from crm.views.view import View, checked, may_share


@dataclass(frozen=True, slots=True)
class ViewEditor:
    """Changes views for a signed-in user."""

    store: ViewStore
    own_fields: OwnFieldStore

    def seen_by(self, user: User) -> Views:
        """A user's own views, then the shared ones."""
        return self.store.seen_by(user.id)

    def add(self, user: User, name: str, **parts: Any) -> View:
        """A new view of the user.

        Args:
            parts: further attributes of `View`.

        Raises:
            Forbidden: to share it, for a viewer.
            Invalid, QueryError: names each part that does not fit.
            Conflict: `busy`, when somebody else changes views in this moment.
        """
        return self._put(View(view_id=new_id(), name=name, owner_id=user.id, owner_email=user.email, **parts), user)

    def change(self, view_id: str, user: User, **parts: Any) -> View:
        """Changes parts of a view.

        Raises:
            NotFound: if there is no such view that the user sees.
            Forbidden: for a shared view of somebody else, unless the user is an admin; else as `add`.
            Invalid, QueryError, Conflict: as `add`.
        """
        return self._put(replace(self._found(view_id, user), **parts), user)

    def remove(self, view_id: str, user: User) -> None:
        """Removes a view.

        Raises:
            NotFound, Forbidden, Conflict: as `change`.
        """
        self.store.remove(self._found(view_id, user))

    def _put(self, view: View, user: User) -> View:
        if view.shared and not may_share(user):
            raise Forbidden("Only members and admins may share a view.")
        made = checked(view, self.own_fields.read().fields)
        self.store.put(made)
        return made

    def _found(self, view_id: str, user: User) -> View:
        found = next((view for view in self.seen_by(user) if view.view_id == view_id), None)
        if found is None:
            raise NotFound("There is no such view. It may have been deleted.")
        if not found.may_be_changed_by(user):
            raise Forbidden("Only its owner or an admin may change this view.")
        return found
