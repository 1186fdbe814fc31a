"""Labels of phones in the rows: `Work`, `Mobile` or `Fax` below `Phone 1 - Type`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.mapping import PLAIN_RANK, ColumnMapping, TransformKind
from crm.values.text import clean_cell

MOST_LABELS = 500
"""Different labels that are read of one sheet; those behind them come as if they said nothing."""
LONGEST_LABEL = 80
"""Characters; a longer text is a note, and no label."""


@lru_cache(maxsize=512)
def rank_of_label(text: str) -> int | None:
    """Where a phone comes that is called so; None for a fax, a pager and somebody else's."""
    reading = read_header(text)
    if "fax" in reading.kinds or reading.meaning is Meaning.SOMEONE_ELSE:
        return None
    return reading.rank


class LabelRanks:
    """Collects what the labels of one sheet say while its rows stream by.

    Args:
        columns: the sheet's mapping. Where no column labels another, nothing is collected.
    """

    def __init__(self, columns: Sequence[ColumnMapping]) -> None:
        self._labels = [column.column for column in columns if column.transform.kind is TransformKind.LABEL]
        self._seen: set[str] = set()
        self.found: dict[str, int | None] = {}
        for column in columns if self._labels else ():
            self._keep(column.header)

    def read(self, cells: Sequence[str]) -> None:
        """Takes note of the labels in one row."""
        for place in self._labels:
            text = clean_cell(cells[place]) if place < len(cells) else ""
            if text and text not in self._seen and len(text) <= LONGEST_LABEL and len(self._seen) < MOST_LABELS:
                self._seen.add(text)
                self._keep(text)

    def _keep(self, text: str) -> None:
        rank = rank_of_label(text)
        if rank != PLAIN_RANK:
            self.found[text] = rank
