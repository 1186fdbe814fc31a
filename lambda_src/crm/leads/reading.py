"""A lead as people read it: its further addresses, tags, extras and remarks, out of the values by path."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from crm.fields import IDENTIFYING
from crm.said import EMAILS, EXTRAS, NOTES, PHONES, TAGS, part_of
from crm.statements.folding import Held, LeadState
from crm.statements.lead import Lead
from crm.statements.statement import Origin
from crm.values.cjk_writing import is_family_name_first


def values_of(state: LeadState, field: str) -> Iterator[tuple[str, Held]]:
    """What a lead has several of: the part of the path behind the field, and the value.

    Args:
        field: `emails`, `phones`, `tags` or `extras`.
    """
    prefix = f"{field}/"
    return ((part_of(path), held) for path, held in state.held.items() if path.startswith(prefix))


def sorted_out(state: LeadState) -> tuple[dict[str, str], dict[str, list[tuple[str, Held]]]]:
    """The texts of fields, and by field what `values_of` gives, in one pass: what a list shows of each lead."""
    texts: dict[str, str] = {}
    several: dict[str, list[tuple[str, Held]]] = {EMAILS: [], PHONES: [], TAGS: [], EXTRAS: []}
    for path, held in state.held.items():
        field, slash, part = path.partition("/")
        if slash:
            several[field].append((part, held))
        else:
            texts[path] = held.text
    return texts, several


def tags_of(state: LeadState) -> list[str]:
    """The tags as they were written, in the order of the alphabet."""
    return sorted((held.text for _, held in values_of(state, TAGS)), key=str.casefold)


def extras_of(state: LeadState) -> dict[str, str]:
    """Values of columns that have no field, by header."""
    return {header: held.text for header, held in values_of(state, EXTRAS)}


def name_of(state: LeadState) -> str:
    """First and last name, "" where neither is known."""
    return " ".join(part for part in (state.text("firstName"), state.text("lastName")) if part)


def title_of(state: LeadState) -> str:
    """What people call a lead: its name in the order of its script, else what else says whose it is; "" for neither."""
    first, last = state.text("firstName"), state.text("lastName")
    if first and last and is_family_name_first(last + first):
        return last + first
    others = (state.text(path) for path in IDENTIFYING)
    return name_of(state) or next((text for text in others if text), "")


def remarks_of(state: LeadState) -> str:
    """The notes and the extras as one text, an extra as `Header: value`; "" where there is none."""
    lines = [state.text(NOTES) or ""]
    lines += [f"{header}: {text}" for header, text in extras_of(state).items()]
    return "\n".join(line for line in lines if line)


def file_of(state: LeadState) -> str:
    """The file that brought a value last; "" for a lead that was made by hand alone."""
    last: Origin | None = None
    for held in state.held.values():
        origin = held.origin
        # Most values of a lead have one origin, the same object.
        if origin is not last and origin.file_name and (last is None or origin.place > last.place):
            last = origin
    return last.file_name if last else ""


def imports_of(state: LeadState) -> tuple[str, ...]:
    """The ids of the imports and bulk changes that have brought a value which the lead has now."""
    # Most values of a lead have one origin, the same object.
    origins = {id(held.origin): held.origin for held in state.held.values()}
    return tuple(dict.fromkeys(one.name for one in origins.values() if not one.place.is_by_hand))


def with_label(held: Held) -> str:
    """A value as one text, its label behind it: `c@x.example (work)`."""
    return f"{held.text} ({held.label})" if held.label else held.text


def version_of(state: LeadState) -> str:
    """Names what a person sees of a lead: 16 hexadecimal digits that change with every value and its protection.

    Nothing else changes them, so that an import which only confirms a lead is in nobody's way.
    """
    seen = [(path, held.text, held.label, held.is_protected) for path, held in state.held.items()]
    seen.sort()
    return hashlib.sha256(f"{seen}{state.deleted_at}".encode()).hexdigest()[:16]


def has_expired(lead: Lead, now: str) -> bool:
    """Whether a lead's time in the bin is over at a time as ISO 8601."""
    return lead.has_expired(datetime.fromisoformat(now).timestamp())
