"""The fields of a lead: the words that mapping, standardizing, storage and the API share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MISSING = "N/A"
"""What a field holds when the spreadsheet said nothing (promise 2)."""


class TargetField(StrEnum):
    """Where a source column may go. The first seven are stored on a lead."""

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
    """The seven values a person sees and edits; `MISSING` stands for no value."""

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


ATTRIBUTES: dict[str, str] = {
    "firstName": "first_name",
    "lastName": "last_name",
    "title": "title",
    "company": "company",
    "email": "email",
    "phone": "phone",
    "remarks": "remarks",
}
"""API name of each stored field to the attribute of `LeadValues`."""

LEAD_FIELDS: tuple[str, ...] = tuple(ATTRIBUTES)
