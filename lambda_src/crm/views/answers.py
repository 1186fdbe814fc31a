"""Views as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from crm.api.answers import Answer
from crm.users import User
from crm.views.view import View


class ColumnAnswer(Answer):
    """A column of a view."""

    field: str = Field(description="Its name in leads and filters.")
    width: int | None = Field(description="In pixels; null for the usual one.")


class ViewAnswer(Answer):
    """A saved view of the list of leads."""

    view_id: str
    name: str
    shared: bool = Field(description="Whether everyone sees it; else its owner alone.")
    owner_email: str
    can_change: bool = Field(description="Whether you may change and delete it.")
    q: str = Field(description="Words that must all occur; empty for none.")
    where: dict[str, Any] | None = Field(description="A condition; null for none.")
    sort: str | None = Field(description="A field, - before it for descending; null for the usual order.")
    columns: list[ColumnAnswer] = Field(description="In their order; none for the usual ones.")
    version: str = Field(description="For If-Match: changes with each part of the view.")

    @classmethod
    def of(cls, view: View, user: User) -> ViewAnswer:
        return cls(
            view_id=view.view_id,
            name=view.name,
            shared=view.shared,
            owner_email=view.owner_email,
            can_change=view.may_be_changed_by(user),
            q=view.q,
            where=None if view.where is None else dict(view.where),
            sort=view.sort,
            columns=[ColumnAnswer(field=one.field, width=one.width) for one in view.columns],
            version=view.version,
        )


class ViewList(Answer):
    """Your own views, then the shared ones, each in the order in which they were made."""

    views: list[ViewAnswer]

    @classmethod
    def of(cls, views: Iterable[View], user: User) -> ViewList:
        return cls(views=[ViewAnswer.of(view, user) for view in views])
