"""Views as they are stored: the shared ones in one item of the leads table, those of each user in one of their own.

A view that becomes shared, or private again, is written to its new place before it leaves the old one. Who finds it in
both takes the shared one, so a change that was cut short loses nothing and can be made again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm.aws.versioned_items import MAX_BYTES, VersionedItems, WrittenMeanwhileError
from crm.errors import Conflict, Invalid
from crm.views import view as views
from crm.views.view import View

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SHARED = "#views"
"""Key of the item with the shared views."""
MAX_VIEWS = MAX_BYTES // views.MAX_BYTES
"""Of each user, and shared ones: 50."""

BUSY = ("busy", "Someone else is changing views. Please try again.")

Views = tuple[View, ...]
"""In the order in which they were made."""


class ViewStore:
    """Reads and writes views.

    Args:
        client: DynamoDB.
        table: name of the leads table.
    """

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._items = VersionedItems(client, table)

    def seen_by(self, user_id: str) -> Views:
        """A user's own views, then the shared ones."""
        shared = self._read(SHARED)
        known = {view.view_id for view in shared}
        return (*(view for view in self._read(_private(user_id)) if view.view_id not in known), *shared)

    def put(self, view: View, seen: View | None = None) -> None:
        """Adds a view, or writes it in place of the one with its id.

        Args:
            seen: the view in place of which it is written.

        Raises:
            Invalid: when there are `MAX_VIEWS` already.
            Conflict: `busy`, when somebody else changes views in this moment, or has changed this one since.
        """

        def with_it(found: Views) -> Views:
            if seen is not None and any(one.view_id == view.view_id and one not in (seen, view) for one in found):
                raise Conflict(*BUSY)
            if any(one.view_id == view.view_id for one in found):
                return tuple(view if one.view_id == view.view_id else one for one in found)
            if len(found) >= MAX_VIEWS:
                raise Invalid(f"There are {MAX_VIEWS} views, which is all there can be. Please delete one first.")
            return (*found, view)

        private = _private(view.owner_id)
        self._change(SHARED if view.shared else private, with_it)
        self._take_out(private if view.shared else SHARED, view)

    def remove(self, view: View) -> None:
        """Removes a view.

        Raises:
            Conflict: as `put`.
        """
        self._take_out(_private(view.owner_id), view)
        self._take_out(SHARED, view)

    def _take_out(self, key: str, view: View) -> None:
        self._change(key, lambda found: tuple(one for one in found if one.view_id != view.view_id))

    def _read(self, key: str) -> Views:
        return tuple(map(View.from_json, self._items.read(key).content or ()))

    def _change(self, key: str, change: Callable[[Views], Views]) -> None:
        document = self._items.read(key)
        before = tuple(map(View.from_json, document.content or ()))
        after = change(before)
        if after == before:
            return
        try:
            self._items.write(key, [view.to_json() for view in after], document)
        except WrittenMeanwhileError as error:
            raise Conflict(*BUSY) from error


def _private(user_id: str) -> str:
    """Key of the item with a user's own views."""
    return f"{SHARED}/{user_id}"
