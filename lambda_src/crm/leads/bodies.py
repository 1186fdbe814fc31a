"""The body of a request by which a person makes or changes a lead; `crm.leads.edit_values` says what fits.

Lengths are characters here, and there are at most as many as the bytes that a lead can hold (`crm.fields`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, create_model

from crm.fields import FIELDS, MAX_EXTRA, MAX_LABEL, MAX_VALUE, FieldKind
from crm.fields import Field as LeadField
from crm.leads.edit_values import MAX_EXTRAS, MAX_SEVERAL, Typed

MAX_PROTECTED = 500
"""Paths that one edit may name as protected."""


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _type(field: LeadField) -> object:
    text = Annotated[str, Field(max_length=field.max_bytes)]
    if field.kind is FieldKind.TAGS:
        return Annotated[list[text] | None, Field(max_length=MAX_SEVERAL)]
    return text | None


if TYPE_CHECKING:

    class _TypedFields(_Body):
        pass

else:
    _TypedFields = create_model("_TypedFields", __base__=_Body, **{one.name: (_type(one), None) for one in FIELDS})


class TypedFurtherValue(_Body):
    """An email or a phone beside the first one."""

    value: Annotated[str, Field(max_length=MAX_VALUE)]
    label: Annotated[str, Field(max_length=MAX_LABEL)] = ""


_Several = Annotated[list[TypedFurtherValue] | None, Field(max_length=MAX_SEVERAL)]


class TypedLead(_TypedFields):
    """What a person writes into a lead. What is not named stays; null and empty take a value away."""

    emails: _Several = Field(None, description="All emails beside the first one.")
    phones: _Several = Field(None, description="All phones beside the first one.")
    extras: Annotated[
        dict[str, Annotated[str, Field(max_length=MAX_EXTRA)] | None] | None,
        Field(max_length=MAX_EXTRAS, description="By header, those that change; null takes one away."),
    ] = None
    protect: Annotated[
        list[str] | None,
        Field(
            max_length=MAX_PROTECTED,
            description="Paths of all values that imports leave alone from now on; left out, that stays as it is.",
        ),
    ] = None

    def typed(self) -> Typed:
        """The values that were named."""
        return self.model_dump(exclude_unset=True, exclude={"protect"})
