"""A lead as people read it: its further addresses, tags, extras and remarks, out of the values by path."""

from __future__ import annotations

from collections.abc import Iterator

from crm.said import EXTRAS, NOTES, TAGS, part_of
from crm.statements.folding import Held, LeadState


def values_of(state: LeadState, field: str) -> Iterator[tuple[str, Held]]:
    """What a lead has several of: the part of the path behind the field, and the value.

    Args:
        field: `emails`, `phones`, `tags` or `extras`.
    """
    prefix = f"{field}/"
    return ((part_of(path), held) for path, held in state.held.items() if path.startswith(prefix))


def tags_of(state: LeadState) -> list[str]:
    """The tags as they were written, in the order of the alphabet."""
    return sorted((held.text for _, held in values_of(state, TAGS)), key=str.casefold)


def extras_of(state: LeadState) -> dict[str, str]:
    """Values of columns that have no field, by header."""
    return {header: held.text for header, held in values_of(state, EXTRAS)}


def name_of(state: LeadState) -> str:
    """First and last name, "" where neither is known."""
    return " ".join(part for part in (state.text("firstName"), state.text("lastName")) if part)


def remarks_of(state: LeadState) -> str:
    """The notes and the extras as one text, an extra as `Header: value`; "" where there is none."""
    lines = [state.text(NOTES) or ""]
    lines += [f"{header}: {text}" for header, text in extras_of(state).items()]
    return "\n".join(line for line in lines if line)


def file_of(state: LeadState) -> str:
    """The file that brought a value last; "" for a lead that was made by hand alone."""
    origins = [held.origin for held in state.held.values() if held.origin.file_name]
    return max(origins, key=lambda origin: origin.place).file_name if origins else ""
