"""The body of a request for a bulk change: which leads, and what becomes of each."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from crm.errors import Invalid
from crm.fields import FIELDS, MAX_EXTRA, MAX_LABEL, MAX_TAG, FieldKind
from crm.imports.bulk_change import BulkAction, BulkChange
from crm.imports.bulk_edit import bulk_edit
from crm.own_fields.definition import OwnField
from crm.query.conditions import EVERY_LEAD, MAX_TEXT
from crm.query.lead_query import LeadQuery
from crm.query.parameters import build_query, filters_from_texts
from crm.query.reading_conditions import WHERE_FORM, condition_from_json

MAX_SET = 20
"""Extras that one bulk change may set."""
MAX_TAGS = 20
"""Tags that one bulk change may add, and as many that it may remove."""
_SET = tuple(field for field in FIELDS if field.kind not in (FieldKind.TAGS, FieldKind.EMAIL))
"""An email is one lead's; tags are added and removed one by one."""
ONLY_EDITS = "Only an edit sets values."


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

    action: BulkAction
    values: BulkValues | None = Field(None, description="Of an edit.")
    addTags: _Tags = []  # noqa: N815 - the API's names
    removeTags: _Tags = []  # noqa: N815


class WantedJob(_Body):
    """A bulk change of all leads that a query finds; a restore looks for them in the bin."""

    q: str = Field("", max_length=MAX_TEXT)
    filters: dict[str, str] = Field(
        {}, description="field to the text that it contains; field[comparison] compares as GET /leads does"
    )
    where: dict[str, Any] | None = Field(None, description=WHERE_FORM)
    change: WantedChange

    def query(self, own_fields: Collection[OwnField]) -> LeadQuery:
        """Which leads.

        Raises:
            QueryError: names the part that does not fit.
        """
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
