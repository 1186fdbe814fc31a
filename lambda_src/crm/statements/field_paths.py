"""Own fields that read several headers: a row that says one of them says the field (docs/own-fields.md).

A lead may have the value under another header than the file: then what the row says goes to the path of the value that
counts. So policies, rules and protection look at the whole field, and what was said last counts. Which headers a field
reads is part of a statement's source, so that a lead stays the result of its statements alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from crm.outcomes import Rule
from crm.said import Said, Says, extra_path, header_key, part_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.statements.folding import Held

_EXTRA = extra_path("")


class Reader(NamedTuple):
    """The own field that reads a header.

    Args:
        field: its key.
        place: 0 for its label, then the headers in their order.
    """

    field: str
    place: int


Readers = Mapping[str, Reader]
"""By header (`crm.said.header_key`). No two fields read the same one."""


def paths_by_field(held: Mapping[str, Held], readers: Readers) -> dict[str, list[str]]:
    """The paths of a lead that each field reads, by its key: the one that counts first, then the others.

    What a person has protected counts first, then what was said last; of one row, the label's, then the headers' in
    their order.
    """
    found: dict[str, list[tuple[tuple[Any, ...], str]]] = {}
    for path, value in held.items() if readers else ():
        if (reader := _reader(path, readers)) is not None:
            rank = (value.is_protected, value.origin.place, -reader.place)
            found.setdefault(reader.field, []).append((rank, path))
    # Of two spellings of one header, the one that sorts first: sorting keeps the order of equal ranks.
    in_order = {field: sorted(ranked, key=lambda one: one[1]) for field, ranked in found.items()}
    return {
        field: [path for _, path in sorted(ranked, key=lambda one: one[0], reverse=True)]
        for field, ranked in in_order.items()
    }


def at_their_paths(
    says: Says, held: Mapping[str, Held], readers: Readers, rule_of: Callable[[str], Rule]
) -> Mapping[str, Said]:
    """What a row says, at the paths at which the lead has its own fields.

    Of several headers of one field, the first goes there; the others keep their own paths, and so do all where the
    row says the one that counts. What is said only where a field is empty is left out where it is not.

    Args:
        rule_of: what the import does to a path.
    """
    said: dict[str, list[tuple[tuple[Any, ...], str]]] = {}
    for path, one in says.items() if readers else ():
        reader = _reader(path, readers)
        if reader is not None and rule_of(path) is not Rule.NEVER:
            said.setdefault(reader.field, []).append(((one.text is None, reader.place, path), path))
    if not said:
        return says
    has = paths_by_field(held, readers)
    goes_to: dict[str, str] = {}
    left_out: set[str] = set()
    for field, ranked in said.items():
        if field not in has:
            continue
        paths, counts = [path for _, path in sorted(ranked)], has[field][0]
        left_out |= {path for path in paths if rule_of(path) is Rule.IF_EMPTY}
        if counts not in paths:
            goes_to[paths[0]] = counts
    return {goes_to.get(path, path): one for path, one in says.items() if path not in left_out}


def _reader(path: str, readers: Readers) -> Reader | None:
    return readers.get(header_key(part_of(path))) if path.startswith(_EXTRA) else None
