"""What one file may become: rows, and blank rows, cells and characters in proportion to its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from operator import methodcaller

from crm.sentences import Sentence
from crm.sentences.failures import FILES
from crm.spreadsheets.frames import SentRow
from crm.spreadsheets.model import Limits
from crm.spreadsheets.rejections import rejection

_EMPTY_CELLS = methodcaller("count", "")


class Budget:
    """Counts what is read of a file, and rejects it where it becomes more than any list of contacts is.

    Args:
        limits: how much that is.
        file_bytes: size of the file.
        unfolds: whether it may hold more cells and characters than it has bytes, as all but text files may.
    """

    def __init__(self, limits: Limits, file_bytes: int, *, unfolds: bool = True) -> None:
        self._unfolds = unfolds
        self._most_rows = limits.rows
        self._rows_left = limits.rows
        self._blank_rows_left = max(limits.few_blank_rows, limits.blank_rows_per_byte * file_bytes)
        self._spanned_left = max(limits.few_spanned, limits.spanned_per_byte * file_bytes)
        self._cells_left = max(limits.few_cells, limits.cells_per_byte * file_bytes)
        self._characters_left = max(limits.few_characters, limits.characters_per_byte * file_bytes)

    def spend(self, rows: Sequence[SentRow], lines: Sequence[SentRow] | None) -> None:
        """Takes the rows, their cells with content, and the characters of these from what is left.

        Args:
            rows: consecutive rows.
            lines: the same rows as lines, if they are sent so. What stands between their cells counts as characters.

        Raises:
            SpreadsheetRejected: if nothing is left.
        """
        self.spend_rows(len(rows))
        self._blank_rows_left -= rows.count(())
        if self._unfolds:
            self._cells_left -= sum(map(len, rows)) - sum(map(_EMPTY_CELLS, rows))
            self._characters_left -= sum(map(len, map("".join, rows) if lines is None else lines))
            if min(self._cells_left, self._characters_left) < 0:
                raise rejection("unsafe", FILES["unfolds"])
        if self._blank_rows_left < 0:
            raise rejection("too_large", FILES["mostlyBlank"])

    def span(self, places: int) -> None:
        """Takes rows and cells that have to be walked through, blank ones included, from what is left.

        Raises:
            SpreadsheetRejected: if nothing is left.
        """
        self._spanned_left -= places
        if self._spanned_left < 0:
            raise rejection("too_large", FILES["mostlyBlank"])

    def spend_rows(self, rows: int) -> None:
        """Takes so many rows from what is left.

        Raises:
            SpreadsheetRejected: if nothing is left.
        """
        self._rows_left -= rows
        if self._rows_left < 0:
            raise rejection("too_large", Sentence("tooManyRowsInFile", most=self._most_rows))
