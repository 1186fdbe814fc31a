"""The record of a lead in the read model: all that lists and exports show of it, in as few bytes as that takes.

Where each value comes from is left out, but for two things: which of several values was said last, because that decides
which extra an own field reads, and the name of the file that said the last.
"""

from __future__ import annotations

import json
from typing import Any

from crm.compact_json import compact_json
from crm.leads.reading import file_of
from crm.statements.arrivals import Standing
from crm.statements.folding import Held, LeadState
from crm.statements.lead import Lead
from crm.statements.statement import Origin, Place


def to_record(state: LeadState) -> str:
    """The record of a lead's state."""
    places = sorted({held.origin.place for held in state.held.values()})
    rank = {place: number for number, place in enumerate(places)}
    values = {path: _value(held, rank[held.origin.place]) for path, held in state.held.items()}
    record: list[Any] = [values, state.created_at, state.updated_at, file_of(state)]
    if state.deleted_at:
        record.append(state.deleted_at)
    return compact_json(record)


def _value(held: Held, rank: int) -> str | list[Any]:
    parts: list[Any] = [held.text, rank, held.label, held.is_protected]
    for usual in (False, "", 0):
        if parts[-1] != usual:
            return parts
        parts.pop()
    return held.text


def from_record(lead_id: str, record: str) -> Lead:
    """A lead of which lists and exports show the same as of the one that the record was made of.

    It has no chain, and the origins of its values are told apart and ordered, but nothing else is true of them.
    """
    values, created_at, updated_at, file_name, *deleted = json.loads(record)
    origins: dict[int, Origin] = {}
    held = {
        path: _held(parts if isinstance(parts, list) else [parts], file_name, origins) for path, parts in values.items()
    }
    state = LeadState(held, created_at, updated_at, deleted[0] if deleted else "")
    return Lead(lead_id, Standing(state, max((one.place for one in origins.values()), default=Place(0, 0, 0))), "")


def _held(parts: list[Any], file_name: str, origins: dict[int, Origin]) -> Held:
    text, rank, label, is_protected = parts + [0, "", False][len(parts) - 1 :]
    origin = origins.get(rank)
    if origin is None:
        origin = origins[rank] = Origin(Place(0, 0, rank), "", "", "", file_name)
    return Held(text, origin, None, label, is_protected)
