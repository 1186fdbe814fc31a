"""The values of own fields: of a lead, and of what a person types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crm.errors import Invalid
from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.reading import Value, is_unclear_date, read, written
from crm.said import EXTRAS, part_of
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


def typed_extras(extras: Mapping[str, str | None], fields: Iterable[OwnField]) -> dict[str, str | None]:
    """What a person typed, by header, with the values of own fields as they are stored.

    An own field is typed under its label. Where it is emptied, all that it reads is.

    Raises:
        Invalid: names each value that does not fit and says why in words for the person.
    """
    typed_texts = dict(extras)
    problems: dict[str, str] = {}
    for field in fields:
        if field.label not in extras:
            continue
        text = (extras[field.label] or "").strip()
        if not text:
            typed_texts = dict.fromkeys(map(part_of, field.paths)) | typed_texts
            continue
        try:
            typed_texts[field.label] = typed(field, text)
        except ValueError as problem:
            problems[f"{EXTRAS}.{field.label}"] = str(problem)
    if problems:
        raise Invalid("Some fields do not fit. Please correct them and try again.", problems)
    return typed_texts


def with_typed_extras(lead: Mapping[str, Any], fields: Iterable[OwnField]) -> dict[str, Any]:
    """A lead as a person typed it, its extras as `typed_extras` gives them."""
    extras = lead.get(EXTRAS)
    return {**lead, EXTRAS: typed_extras(extras, fields)} if extras else dict(lead)


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
