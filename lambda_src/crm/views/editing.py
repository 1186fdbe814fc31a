"""Making, changing and removing views, for those who may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crm.errors import Forbidden, NotFound, Outdated
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

    def change(self, view_id: str, user: User, version: str | None = None, **parts: Any) -> View:
        """Changes parts of a view.

        Args:
            version: what the person saw, see `View.version`; None to change whatever is there now.
            parts: attributes of `View`.

        Raises:
            NotFound: if there is no such view that the user sees.
            Outdated: if the view is not the one that was seen.
            Forbidden: for a shared view of somebody else, unless the user is an admin; else as `add`.
            Invalid, QueryError, Conflict: as `add`.
        """
        found = self._found(view_id, user)
        if version not in (None, found.version):
            raise Outdated("Someone else has changed this view meanwhile. Please look at it and try again.")
        return self._put(replace(found, **parts), user, found)

    def remove(self, view_id: str, user: User) -> None:
        """Removes a view.

        Raises:
            NotFound, Forbidden, Conflict: as `change`.
        """
        self.store.remove(self._found(view_id, user))

    def _put(self, view: View, user: User, seen: View | None = None) -> View:
        if view.shared and not may_share(user):
            raise Forbidden("Only members and admins may share a view.")
        made = checked(view, self.own_fields.read().fields)
        self.store.put(made, seen)
        return made

    def _found(self, view_id: str, user: User) -> View:
        found = next((view for view in self.seen_by(user) if view.view_id == view_id), None)
        if found is None:
            raise NotFound("There is no such view. It may have been deleted.")
        if not found.may_be_changed_by(user):
            raise Forbidden("Only its owner or an admin may change this view.")
        return found
