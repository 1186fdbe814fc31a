"""What a row says as a whole: by this a row without an email is known again, whatever its file and its place.

Compared are its values, without blanks and case: neither the words of a header nor the order of the columns matters.
The header of an extra does not either: an own field that is made of it, or to which a person sends the column, gives
its values another path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.compact_json import compact_json
from crm.said import EXTRAS, extra_path, field_of
from crm.standardizing.row_values import GUESSED
from crm.standardizing.standardizer import Standardizer, StandardRow
from crm.values.text import fold

_BYTES = 16
"""Of a digest: among a billion rows, two that differ have the same with a chance of 10^-21."""
_COUNTED_BYTES = 8
"""Of a digest while equal rows are counted: a file of a million rows takes some 70 MB. Two rows that differ are taken
for equal with a chance of 10^-7 a file, and then the same is true whenever they are imported."""
_GUESS = extra_path(GUESSED)


def digest_of(row: StandardRow) -> bytes:
    """A digest of what a row says.

    Labels of emails and phones do not count, and neither does the guess at a phone's country, which other rows of the
    sheet may suggest.
    """
    guess = row.cells.guessed_phone
    pairs = [
        (_named(path), fold(said.text))
        for path, said in row.says.items()
        if said.text and not (path == _GUESS and said.text == guess)
    ]
    return hashlib.blake2b(compact_json(sorted(pairs)).encode(), digest_size=_BYTES).digest()


def _named(path: str) -> str:
    return EXTRAS if field_of(path) == EXTRAS else fold(path)


@dataclass(slots=True)
class EqualRows:
    """Counts the rows of a file that say the same."""

    _seen: set[int] = field(default_factory=set)
    _repeated: dict[int, int] = field(default_factory=dict)

    def before(self, standardizer: Standardizer, cells: Sequence[str]) -> int:
        """How many rows that say the same have been counted before this one.

        A row with an address of its own is known by that, so it is not counted: 0.

        Args:
            standardizer: of the row's sheet.
        """
        if standardizer.finds_email(cells):
            return 0
        digest = int.from_bytes(digest_of(standardizer.standardize(cells))[:_COUNTED_BYTES])
        if digest not in self._seen:
            self._seen.add(digest)
            return 0
        self._repeated[digest] = self._repeated.get(digest, 0) + 1
        return self._repeated[digest]
