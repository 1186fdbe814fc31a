"""The body of a request for a bulk change: which leads, and what becomes of each."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from crm.errors import Invalid
from crm.fields import FIELDS, MAX_EXTRA, MAX_LABEL, MAX_TAG, FieldKind
from crm.ids import ID
from crm.imports.bulk_change import BulkAction, BulkChange
from crm.imports.bulk_edit import bulk_edit
from crm.imports.wanted_leads import NamedLeads, WantedLeads
from crm.own_fields.definition import OwnField
from crm.query.conditions import EVERY_LEAD, MAX_TEXT
from crm.query.parameters import build_query, filters_from_texts
from crm.query.reading_conditions import WHERE_FORM, condition_from_json

MAX_SET = 20
"""Extras that one bulk change may set."""
MAX_TAGS = 20
"""Tags that one bulk change may add, and as many that it may remove."""
_SET = tuple(field for field in FIELDS if field.kind not in (FieldKind.TAGS, FieldKind.EMAIL))
"""An email is one lead's; tags are added and removed one by one."""
MAX_LEADS = 200
"""Leads that can be named one by one: those of the longest page of the list."""
ONLY_EDITS = "Only an edit sets values."
ONE_WAY = "Name the leads or a query that finds them, not both."


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


if TYPE_CHECKING:

    class _Fields(_Body):
        pass

else:
    _Fields = create_model(
        "_Fields",
        __base__=_Body,
        **{one.name: (Annotated[str | None, Field(max_length=one.max_bytes)], None) for one in _SET},
    )


class BulkValues(_Fields):
    """Values that each lead is to have. What is not named stays; null and empty take a value away."""

    extras: Annotated[
        dict[Annotated[str, Field(max_length=MAX_LABEL)], Annotated[str, Field(max_length=MAX_EXTRA)] | None] | None,
        Field(max_length=MAX_SET, description="By header, also those of own fields."),
    ] = None


_Tags = Annotated[list[Annotated[str, Field(max_length=MAX_TAG)]], Field(max_length=MAX_TAGS)]


class WantedChange(_Body):
    """What becomes of each lead."""

    action: Literal[BulkAction.EDIT, BulkAction.DELETE, BulkAction.RESTORE]
    values: BulkValues | None = Field(None, description="Of an edit.")
    addTags: _Tags = []  # noqa: N815 - the API's names
    removeTags: _Tags = []  # noqa: N815


class WantedJob(_Body):
    """A bulk change of all leads that a query finds, or of those that are named; of a restore, leads of the bin."""

    leadIds: (  # noqa: N815
        Annotated[
            list[Annotated[str, Field(pattern=ID)]],
            Field(min_length=1, max_length=MAX_LEADS, description="These leads, instead of a query."),
        ]
        | None
    ) = None
    q: str = Field("", max_length=MAX_TEXT)
    filters: dict[str, str] = Field(
        {}, description="field to the text that it contains; field[comparison] compares as GET /leads does"
    )
    where: dict[str, Any] | None = Field(None, description=WHERE_FORM)
    change: WantedChange

    def leads(self, own_fields: Collection[OwnField]) -> WantedLeads:
        """Which leads.

        Raises:
            Invalid: if there are both, ids and a query.
            QueryError: names the part of the query that does not fit.
        """
        if self.leadIds is not None:
            if self.q or self.filters or self.where is not None:
                raise Invalid(ONE_WAY, {"leadIds": ONE_WAY})
            return NamedLeads(tuple(self.leadIds))
        where = EVERY_LEAD if self.where is None else condition_from_json(self.where)
        conditions = (*filters_from_texts(self.filters), where)
        query = build_query(q=self.q, where=conditions, in_bin=self.change.action is BulkAction.RESTORE)
        query.check(own_fields)
        return query

    def bulk_change(self, own_fields: Collection[OwnField]) -> BulkChange:
        """What becomes of each.

        Raises:
            Invalid: names each value that does not fit.
        """
        wanted = self.change
        typed = wanted.values.model_dump(exclude_unset=True) if wanted.values else {}
        if wanted.action is BulkAction.EDIT:
            return bulk_edit(typed, wanted.addTags, wanted.removeTags, own_fields)
        if typed or wanted.addTags or wanted.removeTags:
            raise Invalid(ONLY_EDITS)
        return BulkChange(wanted.action)
