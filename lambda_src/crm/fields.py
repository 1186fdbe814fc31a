"""The fields of a lead, in one table: mapping, storage, the API, exports and questions take what they say from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MISSING = "N/A"
"""What a field holds when the spreadsheet said nothing (design, promise 4)."""

MAX_VALUE = 1_000
"""Characters that a person may type into a field of one line."""
MAX_REMARKS = 10_000
"""Characters that a person may type into the remarks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a lead.

    Args:
        name: in the API, in storage and in the page.
        attribute: of `LeadValues`.
        label: in the header of an export, by which an import knows it again.
        max_length: characters that a person may type.
        is_identifying: whether a lead may consist of this field alone.
        is_in_free_text: whether the language model may find it in a text that holds several things at once.
    """

    name: str
    attribute: str
    label: str
    max_length: int = MAX_VALUE
    is_identifying: bool = False
    is_in_free_text: bool = True


FIELDS: tuple[Field, ...] = (
    Field(name="firstName", attribute="first_name", label="First name", is_identifying=True),
    Field(name="lastName", attribute="last_name", label="Last name", is_identifying=True),
    Field(name="title", attribute="title", label="Title"),
    Field(name="company", attribute="company", label="Company", is_identifying=True),
    Field(name="email", attribute="email", label="Email", is_identifying=True),
    Field(name="phone", attribute="phone", label="Phone", is_identifying=True),
    Field(name="remarks", attribute="remarks", label="Remarks", max_length=MAX_REMARKS, is_in_free_text=False),
)
"""In the order in which tables, exports and forms show them."""

FIELD_BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
LEAD_FIELDS: tuple[str, ...] = tuple(FIELD_BY_NAME)
ATTRIBUTES: Mapping[str, str] = {field.name: field.attribute for field in FIELDS}
"""Name of each field to its attribute of `LeadValues`."""
IDENTIFYING: tuple[str, ...] = tuple(field.name for field in FIELDS if field.is_identifying)
"""A lead has at least one of these."""


class TargetField(StrEnum):
    """Where a source column may go: a field of the lead, or one of the two that become fields of it."""

    FIRST_NAME = "firstName"
    LAST_NAME = "lastName"
    TITLE = "title"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    REMARKS = "remarks"
    FULL_NAME = "fullName"
    """Split into first and last name by the standardizer."""
    LEAD_ID = "leadId"
    """The identity column of our own export, so that an export can be imported again."""


@dataclass(frozen=True, slots=True)
class LeadValues:
    """The values a person sees and edits, one attribute a field; `MISSING` stands for no value."""

    first_name: str = MISSING
    last_name: str = MISSING
    title: str = MISSING
    company: str = MISSING
    email: str = MISSING
    phone: str = MISSING
    remarks: str = MISSING

    def to_json(self) -> dict[str, str]:
        """The values under the names the API and the table use."""
        return {name: getattr(self, attribute) for name, attribute in ATTRIBUTES.items()}

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> LeadValues:
        """Reads values stored under the API's names; absent or empty ones are `MISSING`."""
        return cls(**{attribute: str(values.get(name) or MISSING) for name, attribute in ATTRIBUTES.items()})
