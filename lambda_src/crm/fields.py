"""The built-in fields of a lead, in one table: mapping, storage, the API, exports and questions take them from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# What a lead can hold, whether a file says it or a person types it, so that what was imported can be edited and what
# was typed comes back from an export. Sizes are bytes of UTF-8: they limit an item of the database.
MAX_VALUE = 2_000
"""A value of one line."""
MAX_NOTES = 20_000
"""The notes, or another field of several lines."""
MAX_EXTRA = 10_000
"""The value of one column that has no field."""
MAX_LABEL = 200
"""A header as the name of an extra, or what an email or phone is called."""
MAX_TAG = 200


class FieldKind(StrEnum):
    """What a field holds, and so how it is typed, cleaned and shown. One field each is an email, a phone, and tags."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    LONG_TEXT = "longText"
    TAGS = "tags"
    CHOICE = "choice"
    USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One built-in field of a lead.

    Args:
        name: in the API, in storage and in the page.
        label: in the header of an export, by which an import knows it again.
        kind: what it holds.
        max_bytes: of a value, in UTF-8.
        is_identifying: whether a lead may consist of this field alone.
        is_in_free_text: whether the language model may find it in a text that holds several things at once.
        headers: whole headers of columns that go there, in any language, as people write them; questions call it so,
            too. The rules know headers of the fields that have none here (`crm.mapping.rules`).
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    max_bytes: int = MAX_VALUE
    is_identifying: bool = False
    is_in_free_text: bool = False
    headers: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field(name="firstName", label="First name", is_identifying=True, is_in_free_text=True),
    Field(name="lastName", label="Last name", is_identifying=True, is_in_free_text=True),
    Field(name="title", label="Title", is_in_free_text=True),
    Field(name="company", label="Company", is_identifying=True, is_in_free_text=True),
    Field(name="email", label="Email", kind=FieldKind.EMAIL, is_identifying=True, is_in_free_text=True),
    Field(name="phone", label="Phone", kind=FieldKind.PHONE, is_identifying=True, is_in_free_text=True),
    Field(name="notes", label="Notes", kind=FieldKind.LONG_TEXT, max_bytes=MAX_NOTES),
    Field(name="tags", label="Tags", kind=FieldKind.TAGS, max_bytes=MAX_TAG),
    Field(name="status", label="Status", kind=FieldKind.CHOICE),
    Field(name="owner", label="Owner", kind=FieldKind.USER),
)
"""In the order in which tables, exports and forms show them."""

FIELD_BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
LEAD_FIELDS: tuple[str, ...] = tuple(FIELD_BY_NAME)
IDENTIFYING: tuple[str, ...] = tuple(field.name for field in FIELDS if field.is_identifying)
"""A lead has at least one of these."""
BY_HEADER: Mapping[str, Field] = {field.name: field for field in FIELDS if field.headers}
"""The fields of which all is said in the table."""


class TargetField(StrEnum):
    """The targets of columns that code knows by name; `TARGETS` has all."""

    FIRST_NAME = "firstName"
    LAST_NAME = "lastName"
    TITLE = "title"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    TAGS = "tags"
    STATUS = "status"
    OWNER = "owner"
    REMARKS = "remarks"
    """Kept as an extra under its header; with the transform `notes` it is the notes."""
    FULL_NAME = "fullName"
    """Split into first and last name by the standardizer."""
    LEAD_ID = "leadId"
    """The identity column of our own export, so that an export can be imported again."""
    NOTHING = "nothing"
    """Not imported: a person does not want it, or our own export or report has added it to what leads have."""


TARGETS: tuple[str, ...] = (
    *(name for name in LEAD_FIELDS if name != "notes"),
    *(TargetField.FULL_NAME.value, TargetField.REMARKS.value, TargetField.LEAD_ID.value, TargetField.NOTHING.value),
)
"""Where a source column may go: a field of the lead, or something that becomes one or several of them. The notes are
remarks of a kind (`crm.mapping.mapping.TransformKind`)."""
