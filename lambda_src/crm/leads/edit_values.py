"""What a person may type into a lead. Values are cleaned as an import cleans them.

So an edited lead that is exported and imported again is found unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm.errors import Invalid
from crm.fields import FIELD_BY_NAME, IDENTIFYING, Field, FieldKind
from crm.said import Said, tag_path
from crm.statements.folding import LeadState
from crm.values.email import normalize_email
from crm.values.phones import phones_in
from crm.values.text import clean_cell

MAX_TAGS = 50

Typed = Mapping[str, str | Sequence[str] | None]
"""Field to what was typed; None and an empty text take the value away."""


def said_by_hand(current: LeadState | None, typed: Typed, protected: frozenset[str] = frozenset()) -> dict[str, Said]:
    """The values of a person's statement.

    Args:
        current: the lead as it is, None for a new one.
        protected: fields that imports leave alone from now on.

    Raises:
        Invalid: names each field that does not fit and says why in words for the person.
    """
    problems: dict[str, str] = {}
    says: dict[str, Said] = {}
    for name, value in typed.items():
        field = FIELD_BY_NAME.get(name)
        if field is None:
            problems[name] = "There is no such field."
            continue
        try:
            says |= _said(field, value, current, is_protected=name in protected)
        except ValueError as problem:
            problems[name] = str(problem)
    if problems:
        raise Invalid("Some fields do not fit. Please correct them and try again.", problems)
    left = {path for path in IDENTIFYING if current and current.text(path)}
    left = (left - says.keys()) | {path for path in IDENTIFYING if path in says and says[path].text}
    if not left:
        raise Invalid(
            "A lead needs a name, a company, an email or a phone.", {"firstName": "Fill in at least one of these."}
        )
    return says


def _said(
    field: Field, value: str | Sequence[str] | None, current: LeadState | None, *, is_protected: bool
) -> dict[str, Said]:
    if field.kind is FieldKind.TAGS:
        return _tags(field, value, current)
    if value is not None and not isinstance(value, str):
        raise ValueError("This field holds one value.")
    text = _cleaned(field, value or "")
    return {field.name: Said(text, is_protected=is_protected and text is not None)}


def _tags(field: Field, value: str | Sequence[str] | None, current: LeadState | None) -> dict[str, Said]:
    """The tags that are new, and those that go."""
    typed = [value] if isinstance(value, str) else list(value or ())
    if len(typed) > MAX_TAGS:
        raise ValueError(f"At most {MAX_TAGS} tags.")
    wanted = {tag_path(text): text for one in typed if (text := _cleaned(field, one)) is not None}
    held = {path for path in (current.held if current else ()) if path.startswith(f"{field.name}/")}
    return {path: Said(None) for path in held - wanted.keys()} | {path: Said(text) for path, text in wanted.items()}


def _cleaned(field: Field, text: str) -> str | None:
    if len(text) > field.max_length:
        raise ValueError(f"At most {field.max_length:,} characters; these are {len(text):,}.")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("This holds signs that are no text.")
    cleaned = clean_cell(text)
    if field.kind is not FieldKind.LONG_TEXT:
        cleaned = " ".join(cleaned.split())
    if not cleaned:
        return None
    if field.kind is FieldKind.EMAIL:
        address = normalize_email(cleaned)
        if address is None:
            raise ValueError("This is not an email address.")
        return address
    if field.kind is FieldKind.PHONE:
        phones = phones_in(cleaned, None)
        return phones[0].text if len(phones) == 1 else cleaned
    return cleaned
