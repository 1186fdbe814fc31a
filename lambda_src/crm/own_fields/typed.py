"""What a person types into own fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from crm.errors import Invalid
from crm.own_fields.definition import FieldType, OwnField
from crm.own_fields.reading import is_unclear_date, read, written
from crm.said import EXTRAS, field_of, header_key, part_of
from crm.values.blanks import is_surely_blank
from crm.values.text import clean_cell

_EXPECTED: Mapping[FieldType, str] = {
    FieldType.NUMBER: "This is not a number.",
    FieldType.DATE: "This is not a date. Write it as 2026-01-31.",
    FieldType.DATE_TIME: "This is not a date and time. Write it as 2026-01-31 14:30.",
    FieldType.YES_NO: "Write yes or no.",
    FieldType.LINK: "This is not the address of a web page.",
}


def typed_extras(
    extras: Mapping[str, str | None], fields: Iterable[OwnField], held: Collection[str] = ()
) -> dict[str, str | None]:
    """What a person typed, by header, with the values of own fields as they are stored.

    An own field is typed under its label or one of its headers, however these are written, and stored under its label.
    What else it has read gives way, so that it has one value, or none where it is emptied. Of several of its headers
    that are typed, the first counts that says something.

    Args:
        held: paths of the lead's values.

    Raises:
        Invalid: names each value that does not fit and says why in words for the person.
    """
    typed_texts = dict(extras)
    problems: dict[str, str] = {}
    for field in fields:
        headers = field.named_by(extras)
        if not headers:
            continue
        others = [part_of(path) for path in field.read_among(held)]
        typed_texts = dict.fromkeys(others) | {one: text for one, text in typed_texts.items() if one not in headers}
        texts = {header: clean_cell(extras[header] or "") for header in headers}
        header = next((one for one, text in texts.items() if text and not is_surely_blank(text)), None)
        if header is None:
            typed_texts[field.label] = None
            continue
        try:
            typed_texts[field.label] = typed(field, texts[header])
        except ValueError as problem:
            problems[f"{EXTRAS}.{header}"] = str(problem)
    if problems:
        raise Invalid("Some fields do not fit. Please correct them and try again.", problems)
    return typed_texts


def with_typed_extras(
    lead: Mapping[str, Any], fields: Iterable[OwnField], held: Collection[str] = ()
) -> dict[str, Any]:
    """A lead as a person typed it, its extras as `typed_extras` gives them."""
    extras = lead.get(EXTRAS)
    return {**lead, EXTRAS: typed_extras(extras, fields, held)} if extras else dict(lead)


def protected_as_stored(
    protected: Iterable[str] | None, extras: Mapping[str, str | None] | None, fields: Iterable[OwnField]
) -> list[str] | None:
    """The paths that a person protects, those of own fields that were typed by their labels.

    Args:
        extras: what was typed, by header.
    """
    if protected is None:
        return None
    typed_fields = [field for field in fields if field.named_by(extras or {})]
    labels = {key: field.path for field in typed_fields for key in field.header_keys}
    return [labels.get(header_key(part_of(path)), path) if field_of(path) == EXTRAS else path for path in protected]


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
