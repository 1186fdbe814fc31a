"""What a person may type into a lead. Values are cleaned as an import cleans them.

So an edited lead that is exported and imported again is found unchanged: what the file could not hold is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crm.errors import Invalid
from crm.fields import FIELD_BY_NAME, IDENTIFYING, MAX_EXTRA, MAX_LABEL, MAX_TAG, Field, FieldKind, TargetField
from crm.said import (
    EMAIL,
    EMAILS,
    EXTRAS,
    PHONE,
    PHONES,
    TAGS,
    Said,
    extra_path,
    field_of,
    part_of,
    tag_path,
)
from crm.standardizing.remarks import header_name
from crm.statements.folding import LeadState
from crm.values.blanks import is_blank_like, is_blank_name, is_surely_blank
from crm.values.email import normalize_email
from crm.values.labelled import as_label, join_labelled, split_labelled
from crm.values.phones import phones_in
from crm.values.tags import typed_tags
from crm.values.text import clean_cell

MAX_SEVERAL = 50
"""Tags, further emails or further phones that a person may give to a lead."""
MAX_EXTRAS = 200
"""Extras that one edit may name."""

Typed = Mapping[str, Any]
"""What was typed: by field a text, or texts for the tags; `emails` and `phones`: a list of {value, label}, which is all
that the lead is to have; `extras`: text by header, for those that are to change. None, an empty text and one that
only says that there is nothing, such as `N/A`, take a value away."""

_NAMES = (TargetField.FIRST_NAME, TargetField.LAST_NAME)
_FURTHER = {EMAILS: FIELD_BY_NAME[EMAIL], PHONES: FIELD_BY_NAME[PHONE]}


def said_by_hand(current: LeadState | None, typed: Typed, protected: Collection[str] | None = None) -> dict[str, Said]:
    """The values of a person's statement.

    Args:
        current: the lead as it is, None for a new one.
        protected: paths of all values that imports leave alone from now on; None to leave that as it is.

    Raises:
        Invalid: names each field that does not fit and says why in words for the person.
    """
    says, problems = said_of(typed, current.held if current else ())
    says |= _protection(current, says, protected, problems)
    if problems:
        raise misfit(problems)
    left = {path for path in IDENTIFYING if current and current.text(path)}
    left = (left - says.keys()) | {path for path in IDENTIFYING if path in says and says[path].text}
    if not left:
        raise Invalid(
            "A lead needs a name, a company, an email or a phone.", {"firstName": "Fill in at least one of these."}
        )
    return says


def said_of(typed: Typed, held: Collection[str] = ()) -> tuple[dict[str, Said], dict[str, str]]:
    """The values that were typed, and why others do not fit, by field, in words for the person.

    Args:
        held: paths of the lead's values.
    """
    says: dict[str, Said] = {}
    problems: dict[str, str] = {}
    for name, value in typed.items():
        try:
            says |= _said(name, value, held)
        except ValueError as problem:
            problems[name] = str(problem)
    return says, problems


def misfit(problems: Mapping[str, str]) -> Invalid:
    """Refuses what does not fit; `problems` as of `said_of`."""
    return Invalid("Some fields do not fit. Please correct them and try again.", dict(problems))


def _said(name: str, value: Any, held: Collection[str]) -> dict[str, Said]:
    if name in _FURTHER:
        return _further(name, value, held)
    if name == EXTRAS:
        return _extras(value, held)
    field = FIELD_BY_NAME.get(name)
    if field is None:
        raise ValueError("There is no such field.")
    if field.kind is FieldKind.TAGS:
        return _tags(field, value, held)
    if value is not None and not isinstance(value, str):
        raise ValueError("This field holds one value.")
    return {name: Said(_cleaned(field, value or ""))}


def _tags(field: Field, value: Sequence[str] | None, held: Collection[str]) -> dict[str, Said]:
    """The tags that are new, and those that go."""
    return _instead(_beside(held, field.name), {tag_path(tag): Said(tag) for tag in cleaned_tags(value)})


def cleaned_tags(value: Sequence[str] | None) -> list[str]:
    """Tags as they are stored; a text may hold several.

    Raises:
        ValueError: if they do not fit; says why in words for the person.
    """
    typed = [_text(one, FIELD_BY_NAME[TAGS].max_bytes) for one in _several(value)]
    return [_text(tag, MAX_TAG) for one in typed for tag in typed_tags(one)]


def _further(name: str, value: Sequence[Mapping[str, str]] | None, held: Collection[str]) -> dict[str, Said]:
    """The emails or phones beside the first one that are new, and those that go."""
    wanted: dict[str, Said] = {}
    for one in _several(value):
        text = _cleaned(_FURTHER[name], one["value"])
        if text is not None:
            label = as_label(_line(one.get("label", ""), MAX_LABEL))
            if split_labelled(join_labelled([(text, label)])) != [(text, label)]:
                raise ValueError("Write what stands in brackets as its kind.")
            wanted[f"{name}/{text}"] = Said(text, label=label)
    return _instead(_beside(held, name), wanted)


def _extras(value: Mapping[str, str | None] | None, held: Collection[str]) -> dict[str, Said]:
    typed = value or {}
    if len(typed) > MAX_EXTRAS:
        raise ValueError(f"At most {MAX_EXTRAS} at a time.")
    says: dict[str, Said] = {}
    for header, text in typed.items():
        # A header of a file may be written in a way in which nobody would type it.
        path = extra_path(header)
        if path not in held:
            path = extra_path(header_name(_line(header, MAX_LABEL)))
        if path == extra_path(""):
            raise ValueError("A value needs a name.")
        says[path] = Said(_long_text(text or "", MAX_EXTRA))
    return says


def _protection(
    current: LeadState | None, says: Mapping[str, Said], protected: Collection[str] | None, problems: dict[str, str]
) -> dict[str, Said]:
    """What is said with the protection that it is to have. A value that is protected anew is said by the person."""
    held = current.held if current else {}
    if protected is None:
        was = {path for path, value in held.items() if value.is_protected}
        return {path: _as(said, path in was) for path, said in says.items() if said.text is not None}
    texts = {path: Said(value.text, label=value.label) for path, value in held.items()} | dict(says)
    protected = {stored for path in protected for stored in ([path] if path in texts else _as_stored(path))}
    for path in protected:
        if path not in texts or texts[path].text is None:
            problems[path] = "There is no value to protect."
    changed = {path for path, value in held.items() if value.is_protected != (path in protected)}
    return {path: _as(texts[path], path in protected) for path in says.keys() | changed if texts[path].text is not None}


def _as_stored(path: str) -> list[str]:
    """The paths of a value that is named as it was typed, such as `phones/030 123`."""
    name, part = field_of(path), part_of(path)
    if name == TAGS:
        return [tag_path(tag) for tag in typed_tags(part)]
    if name == EXTRAS:
        return [extra_path(header_name(clean_cell(part)))]
    try:
        stored = _cleaned(_FURTHER[name], part) if name in _FURTHER else None
    except ValueError:
        stored = None
    return [f"{name}/{stored}" if stored else path]


def _as(said: Said, is_protected: bool) -> Said:
    return Said(said.text, label=said.label, is_protected=is_protected)


def _beside(held: Collection[str], field: str) -> set[str]:
    return {path for path in held if path.startswith(f"{field}/")}


def _instead(held: Collection[str], wanted: Mapping[str, Said]) -> dict[str, Said]:
    return {path: Said(None) for path in held if path not in wanted} | dict(wanted)


def _several(value: Sequence[Any] | None) -> Sequence[Any]:
    if isinstance(value, str):
        raise ValueError("This field holds several values.")
    if len(value or ()) > MAX_SEVERAL:
        raise ValueError(f"At most {MAX_SEVERAL}.")
    return value or ()


def _cleaned(field: Field, text: str) -> str | None:
    if field.kind is FieldKind.LONG_TEXT:
        return _long_text(text, field.max_bytes)
    cleaned = _line(text, field.max_bytes)
    # As in a file: a surname may well be None.
    if not cleaned or (is_blank_name if field.name in _NAMES else is_blank_like)(cleaned):
        return None
    if field.kind is FieldKind.EMAIL:
        address = normalize_email(cleaned)
        if address is None:
            raise ValueError("This is not an email address.")
        return address
    if field.kind is FieldKind.PHONE:
        phones = phones_in(cleaned, None)
        if len(phones) > 1 or ";" in cleaned:
            raise ValueError("Write one number here, and each other one in a row of its own.")
        return phones[0].text if phones else cleaned
    return cleaned


def _long_text(text: str, max_bytes: int) -> str | None:
    cleaned = _text(text, max_bytes)
    return None if is_surely_blank(cleaned) else cleaned


def _line(text: str, max_bytes: int) -> str:
    return " ".join(_text(text, max_bytes).split())


def _text(text: str, max_bytes: int) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("This holds signs that are no text.")
    size = len(text.encode())
    if size > max_bytes:
        beyond = "" if text.isascii() else " A letter that is not English takes two to four."
        raise ValueError(f"At most {max_bytes:,} bytes; these are {size:,}.{beyond}")
    return clean_cell(text)
