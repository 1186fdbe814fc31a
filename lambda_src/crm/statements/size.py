"""How large a lead may become, and what is left out of a statement that would make it larger.

What is left out follows from the lead as it stands at the statement's turn and from the statement alone, so that the
order of deliveries does not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from crm.compact_json import compact_json
from crm.said import EMAIL, EXTRAS, field_of

if TYPE_CHECKING:
    from crm.statements.folding import Held
    from crm.statements.statement import Origin

MOST_BYTES = 300_000
"""Of a lead's values with their origins in UTF-8. DynamoDB takes an item of 400 KB, keys and names included; times
and what else a lead holds take less than a KB of it."""
_VALUE_BYTES = 40
"""Around a value: quotes, commas, brackets, the number of its origin, its column."""
_ORIGIN_BYTES = 60
"""Around an origin: its place, quotes, commas."""
_FEWEST_TO_MEASURE = MOST_BYTES // 12
"""Characters, origins included, below which no lead is too large: JSON makes at most six bytes of a character."""


def bytes_of(held: Mapping[str, Held]) -> int:
    """What the values of a lead take in storage."""
    origins = {one.origin for one in held.values()}
    return sum(_bytes_of_value(path, one) for path, one in held.items()) + sum(map(_bytes_of_origin, origins))


def fitting(
    before: Mapping[str, Held], after: Mapping[str, Held], said: Collection[str]
) -> tuple[Mapping[str, Held], tuple[str, ...]]:
    """A lead's values without those of a statement that would make it too large.

    Args:
        before: the lead's values when the statement's turn comes.
        after: its values with all that the statement says.
        said: the paths of which the statement speaks.

    Returns:
        The values, and the paths that are left out: extras first, then other values, the longest first; never the first
        address. At a path that is left out, the lead keeps what it had.
    """
    if after is before or _surely_fits(after) or (size := bytes_of(after)) <= MOST_BYTES:
        return after, ()
    left = dict(after)
    left_out: list[str] = []
    new = [path for path in said if path in left and not _has(before, path, left[path]) and path != EMAIL]
    new.sort(key=lambda path: (field_of(path) != EXTRAS, -_bytes_of_value(path, left[path]), path))
    for path in new:
        if size <= MOST_BYTES:
            break
        size -= _bytes_of_value(path, left.pop(path))
        if (old := before.get(path)) is not None:
            size += _bytes_of_value(path, old) + _bytes_of_origin(old.origin)
            left[path] = old
        left_out.append(path)
    return left, tuple(left_out)


def _has(held: Mapping[str, Held], path: str, one: Held) -> bool:
    return path in held and (held[path].text, held[path].label) == (one.text, one.label)


def _surely_fits(held: Mapping[str, Held]) -> bool:
    characters = 100 * len(held)
    for path, one in held.items():
        characters += len(path) + len(one.text) + len(one.origin.file_name)
    return characters < _FEWEST_TO_MEASURE


def _bytes_of_value(path: str, one: Held) -> int:
    return _length(path) + _length(one.text) + _length(one.label) + _VALUE_BYTES


def _bytes_of_origin(origin: Origin) -> int:
    return sum(map(_length, origin[1:])) + _ORIGIN_BYTES


def _length(text: str) -> int:
    """Bytes of a text as it stands in JSON, without its quotes."""
    return len(compact_json(text).encode()) - 2
