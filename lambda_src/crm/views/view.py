"""What a view is: which leads it lists, in which order, and with which columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from crm.compact_json import compact_json
from crm.errors import Invalid
from crm.own_fields.definition import OwnField
from crm.query.lead_query import LeadQuery
from crm.query.parameters import build_query
from crm.query.query_fields import check_known, check_name
from crm.query.reading_conditions import condition_from_json, condition_to_json
from crm.users import RANKS, User
from crm.versions import version_of

MAX_NAME = 60
MAX_COLUMNS = 100
MIN_WIDTH, MAX_WIDTH = 60, 800
"""Pixels: from what shows a word to what fills a screen."""
MAX_BYTES = 6_000
"""Bytes of a view as JSON, so that `crm.views.store.MAX_VIEWS` fit into an item."""


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of the list.

    Args:
        field: its name in the query language.
        width: in pixels; None for the usual one.
    """

    field: str
    width: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A saved view.

    Args:
        view_id: its id.
        name: what its owner calls it.
        owner_id: the user who made it.
        owner_email: how others know that user.
        shared: whether everyone sees it; else its owner alone.
        q: words that must all occur in a lead.
        where: a condition as JSON; None for none.
        sort: a field, `-` before it for descending; None for the usual order.
        columns: in their order; none for the usual ones.
    """

    view_id: str
    name: str
    owner_id: str
    owner_email: str
    shared: bool = False
    q: str = ""
    where: Mapping[str, Any] | None = None
    sort: str | None = None
    columns: tuple[ViewColumn, ...] = ()

    @property
    def version(self) -> str:
        """Names what a person sees of the view; changes with each part of it."""
        return version_of(self.to_json())

    def may_be_changed_by(self, user: User) -> bool:
        """Its owner changes it, and an admin a shared one; who shares views has to be a member still."""
        return user.may_control(self.owner_id) if self.shared else user.id == self.owner_id

    def query(self) -> LeadQuery:
        """What it lists.

        Raises:
            QueryError: names the part that no query can have.
        """
        where = () if self.where is None else (condition_from_json(self.where),)
        return build_query(q=self.q, where=where, sort=self.sort)

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "viewId": self.view_id,
            "name": self.name,
            "owner": {"id": self.owner_id, "email": self.owner_email},
            "shared": self.shared,
            "q": self.q,
            "where": self.where,
            "sort": self.sort,
            "columns": [{"field": one.field, "width": one.width} for one in self.columns],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> View:
        """Reads what `to_json` wrote."""
        return cls(
            view_id=value["viewId"],
            name=value["name"],
            owner_id=value["owner"]["id"],
            owner_email=value["owner"]["email"],
            shared=value["shared"],
            q=value["q"],
            where=value["where"],
            sort=value["sort"],
            columns=tuple(ViewColumn(one["field"], one["width"]) for one in value["columns"]),
        )


def may_share(user: User) -> bool:
    """Whether a user may show views to everyone."""
    return user.rank >= RANKS["member"]


def checked(view: View, own_fields: Iterable[OwnField]) -> View:
    """The view in its one spelling, if a list can be made of it.

    Args:
        own_fields: those that there are.

    Raises:
        Invalid: names each part that does not fit and says why.
        QueryError: for a query that cannot be made, names the part.
    """
    name = " ".join(view.name.split())
    fields = [column.field for column in view.columns]
    problems: dict[str, str] = {}
    if not 1 <= len(name) <= MAX_NAME:
        problems["name"] = f"1 to {MAX_NAME} characters."
    if len(fields) > MAX_COLUMNS or len(set(fields)) < len(fields):
        problems["columns"] = f"At most {MAX_COLUMNS}, each once."
    if problems:
        raise Invalid("This view cannot be saved.", problems)
    own = {field.key: field for field in own_fields}
    for number, field in enumerate(fields):
        check_name(field, f"columns[{number}].field")
        check_known(field, f"columns[{number}].field", own)
    query = view.query()
    query.check(own.values())
    where = None if view.where is None else condition_to_json(query.where)
    made = replace(view, name=name, q=query.text, where=where)
    if len(compact_json(made.to_json()).encode()) > MAX_BYTES:
        raise Invalid("This view is too long to be saved. Please use fewer or shorter filters.")
    return made
