"""The values of own fields: of a lead, and of what a person types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.reading import Value, is_unclear_date, read, written
from crm.statements.folding import LeadState

_EXPECTED: Mapping[FieldType, str] = {
    FieldType.NUMBER: "This is not a number.",
    FieldType.DATE: "This is not a date. Write it as 2026-01-31.",
    FieldType.DATE_TIME: "This is not a date and time. Write it as 2026-01-31 14:30.",
    FieldType.YES_NO: "Write yes or no.",
    FieldType.LINK: "This is not the address of a web page.",
}


def stored_text(state: LeadState, field: OwnField) -> str | None:
    """The text of a lead that a field reads; None where the lead has none."""
    return next((text for path in field.paths if (text := state.text(path))), None)


def value_of(state: LeadState, field: OwnField) -> Value | None:
    """The typed value of a lead, or the text as it stands where it does not fit the type; None where there is none."""
    text = stored_text(state, field)
    if text is None:
        return None
    value = read(field, text)
    return text if value is None else value


def own_field_values(state: LeadState, fields: Iterable[OwnField]) -> dict[str, Value | None]:
    """The value of each own field of a lead by its key, see `value_of`."""
    return {field.key: value_of(state, field) for field in fields}


def shown_text(field: OwnField, text: str) -> str:
    """A text as people see it in a field: its value in one spelling, or as it stands where it does not fit."""
    value = read(field, text)
    return text if value is None else written(field, value)


def typed(field: OwnField, text: str) -> str:
    """The text to store for what a person typed: the value in one spelling, such as an ISO date.

    Raises:
        ValueError: if it does not fit; says why in words for the person.
    """
    value = read(field, text)
    if value is not None:
        return written(field, value)
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        raise ValueError(f"Choose from {', '.join(field.choices)}.")
    if field.type is FieldType.DATE and field.day_first is None and is_unclear_date(text.strip()):
        raise ValueError("Day and month can be confused here. Write the date as 2026-01-31.")
    raise ValueError(_EXPECTED.get(field.type, "Write something."))
