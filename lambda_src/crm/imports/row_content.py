"""What a row says as a whole: by this a row without an email is known again, whatever its file and its place.

Headers and cells are compared without blanks and case; the order of the columns does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.compact_json import compact_json
from crm.mapping.mapping import SheetMapping
from crm.values.emails_in_cells import emails_in
from crm.values.text import clean_cells, fold

_BYTES = 16
"""Of a digest: among a billion rows, two that differ have the same with a chance of 10^-21."""
_COUNTED_BYTES = 8
"""Of a digest while equal rows are counted: a file of a million rows takes some 70 MB. Two rows that differ are taken
for equal with a chance of 10^-7 a file, and then the same is true whenever they are imported."""


def folded_headers(mapping: SheetMapping) -> tuple[str, ...]:
    """A sheet's headers as `digest_of` takes them, by column."""
    headers = {column.column: fold(column.header) for column in mapping.columns}
    return tuple(headers.get(column, "") for column in range(max(headers, default=-1) + 1))


def digest_of(headers: Sequence[str], cells: Sequence[str]) -> bytes:
    """A digest of what a row says.

    Args:
        headers: see `folded_headers`.
        cells: the row's texts, of any length.
    """
    pairs = [
        (headers[column] if column < len(headers) else "", folded)
        for column, cell in enumerate(clean_cells(cells))
        if cell and (folded := fold(cell))
    ]
    return hashlib.blake2b(compact_json(sorted(pairs)).encode(), digest_size=_BYTES).digest()


@dataclass(slots=True)
class EqualRows:
    """Counts the rows of a file that say the same."""

    _seen: set[int] = field(default_factory=set)
    _repeated: dict[int, int] = field(default_factory=dict)

    def before(self, headers: Sequence[str], cells: Sequence[str]) -> int:
        """How many rows that say the same have been counted before this one.

        A row with an address is known by that, so it is not counted: 0.
        """
        if any(emails_in(cell).addresses for cell in cells if "@" in cell or "＠" in cell):
            return 0
        digest = int.from_bytes(digest_of(headers, cells)[:_COUNTED_BYTES])
        if digest not in self._seen:
            self._seen.add(digest)
            return 0
        self._repeated[digest] = self._repeated.get(digest, 0) + 1
        return self._repeated[digest]
