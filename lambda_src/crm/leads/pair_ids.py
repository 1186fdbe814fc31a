"""The id of a pair of leads, by which it can be said that they are not the same person."""

from __future__ import annotations

from crm.statements.keys import is_key


def pair_id_of(one: str, other: str) -> str:
    """The same for the same two leads always, in either order."""
    return "".join(sorted((one, other)))


def lead_ids_of(pair_id: str) -> tuple[str, str] | None:
    """The ids of the two leads of a pair; None if that is no pair's id."""
    half = len(pair_id) // 2
    first, second = pair_id[:half], pair_id[half:]
    return (first, second) if is_key(first) and is_key(second) and first < second else None
