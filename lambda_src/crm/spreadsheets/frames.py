"""How the child process hands rows to its parent: length-prefixed marshal frames over a pipe.

marshal is the fastest serializer of the standard library for tuples of texts, and both ends are the same interpreter.
A frame is a tuple whose first item is its kind:

- ``("book", format, encoding, delimiter, sheet_count, notes)``
- ``("sheet", index, name, facts)``, facts being the fields of `SheetFacts`
- ``("rows", delimiter, [row, ...])``: consecutive rows, ``()`` for a blank one. A row may be its line, which the parent
  splits at the delimiter: one text crosses the pipe in less time than its cells
- ``("gap", count)``: a run of more than `LONGEST_GAP` blank rows between two rows with content
- ``("end",)``: everything was read
- ``("rejected", code, sentence, cause)``; the cause is for the log: kind and place of an error, no text of the file
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Sequence
from itertools import groupby
from operator import not_
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from crm.spreadsheets.budget import Budget

# Later versions look up each text among those written before, which halves the speed of reading and saves little.
_MARSHAL_VERSION = 2
LONGEST_GAP = 50
"""Blank rows in a gap that count as rows. A longer gap counts as one: a stray cell may be a million rows away."""
_FIRST_ROWS = 200
"""Rows of the first frame; few, so that the parent can look for the header early."""
_CHUNK_CELLS = 6_000
"""Approximate number of cells in each following frame."""
LENGTH = struct.Struct("<I")
UNIT = "\x1f"
"""Between the cells of a workbook's row that is sent as a line."""

Cells = tuple[str, ...]
SentRow = Cells | str
"""The cells of a row, or its line."""


class SheetFacts(NamedTuple):
    """What a workbook says about a sheet apart from its cells.

    Args:
        very_hidden: hidden in a way that Excel's menus cannot undo.
        merges: merged ranges of the first rows: first row, first column, last row, last column, 0-based.
        table_headers: 0-based rows that table definitions call their header.
        down: single columns merged over several rows: first row, column, last row, 0-based.
    """

    very_hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    table_headers: frozenset[int] = frozenset()
    down: tuple[tuple[int, int, int], ...] = ()


NO_FACTS = SheetFacts()


def write_frame(pipe: BinaryIO, frame: tuple[Any, ...]) -> None:
    """Writes one frame and flushes it, so that the parent can process it."""
    body = marshal.dumps(frame, _MARSHAL_VERSION)
    pipe.write(LENGTH.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def width_of(row: Sequence[str] | str, delimiter: str | None) -> int:
    """Number of cells of a row, or of a line that is to be split at the delimiter."""
    if isinstance(row, str):
        return row.count(delimiter) + 1 if delimiter and row else 0
    return len(row)


class RowSender:
    """Collects a sheet's rows into frames; trailing blank rows are never sent.

    Args:
        pipe: takes the frames.
        budget: what may be sent, of all sheets together.
        delimiter: at which the parent splits lines.
    """

    def __init__(
        self,
        pipe: BinaryIO,
        budget: Budget,
        *,
        delimiter: str | None = None,
    ) -> None:
        self._delimiter = delimiter
        self._pipe = pipe
        self._budget = budget
        self._size = _FIRST_ROWS
        self._rows: list[SentRow] = []
        self._blanks = 0

    def rows(self, rows: Sequence[SentRow]) -> None:
        """Adds consecutive rows; ``()`` is a blank row."""
        # A line spans no more cells than it has characters, which no text file has too many of.
        self._budget.span(len(rows) + sum(map(len, rows)))
        if rows.count(()) <= LONGEST_GAP:
            self._add(rows)
            return
        # There may be a long gap between two of them.
        for _, run in groupby(rows, key=not_):
            self._add(list(run))

    def _add(self, rows: Sequence[SentRow]) -> None:
        end = len(rows)
        while end and not rows[end - 1]:
            end -= 1
        trailing = len(rows) - end
        if not end:
            self._blanks += trailing
            return
        start = 0
        while not rows[start]:
            start += 1
        self._blanks += start
        if self._blanks:
            self._pass_blanks()
        self._rows.extend(rows[start:end] if start or trailing else rows)
        self._blanks = trailing
        if len(self._rows) >= self._size:
            self.flush()

    def _pass_blanks(self) -> None:
        count, self._blanks = self._blanks, 0
        if count <= LONGEST_GAP:
            self._rows.extend([()] * count)
            return
        self.flush()
        self._budget.spend_rows(1)
        write_frame(self._pipe, ("gap", count))

    def flush(self) -> None:
        """Sends the collected rows."""
        if not self._rows:
            return
        lines = _lines(self._rows) if self._delimiter is None else None
        self._budget.spend(self._rows, lines)
        sent, between = (self._rows, self._delimiter) if lines is None else (lines, UNIT)
        write_frame(self._pipe, ("rows", between, sent))
        self._size = max(20, _CHUNK_CELLS // (width_of(self._rows[-1], self._delimiter) or 1))
        self._rows = []


def _lines(rows: Sequence[SentRow]) -> Sequence[SentRow] | None:
    """The rows of a workbook as lines; None if a cell holds what stands between cells."""
    lines = list(map(UNIT.join, rows))
    between = sum(map(len, rows)) - len(rows) + rows.count(())
    # All at once, because a call for each line takes as long as cutting it.
    if "".join(lines).count(UNIT) != between:
        return None
    return [line or () for line in lines] if "" in lines else lines
