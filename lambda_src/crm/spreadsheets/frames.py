"""How the child process hands rows to its parent: length-prefixed marshal frames over a pipe.

marshal is the cheapest serializer in the standard library for tuples of texts, and both ends are the same interpreter.
A frame is a tuple whose first item says what it is:

- ``("book", format, encoding, delimiter, sheet_count, notes)``
- ``("sheet", index, name, facts)``, facts being the fields of `SheetFacts`
- ``("rows", first_number, [cells, ...])``: consecutive rows, ``()`` for a blank one
- ``("blank", count)``: a run of blank rows between two rows with content
- ``("end",)``: everything was read
- ``("rejected", code, sentence)``
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO, NamedTuple

LENGTH = struct.Struct("<I")

Cells = tuple[str, ...]


class SheetFacts(NamedTuple):
    """What the workbook says about a sheet beside its cells.

    Args:
        very_hidden: hidden so that Excel's menus cannot show it.
        merges: merged ranges of the first rows: first row, first column, last row, last column, 0-based.
        table_headers: 0-based rows that table definitions call their header.
    """

    very_hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    table_headers: frozenset[int] = frozenset()


NO_FACTS = SheetFacts()


def write_frame(pipe: BinaryIO, frame: tuple[Any, ...]) -> None:
    """Write one frame and flush it, so that the parent can start on it."""
    body = marshal.dumps(frame)
    pipe.write(LENGTH.pack(len(body)))
    pipe.write(body)
    pipe.flush()


class RowSender:
    """Collects a sheet's rows into frames; trailing blank rows are never sent.

    Args:
        pipe: where frames go.
        first_chunk: rows in the first frame, small so that the header can be looked for early.
        chunk_cells: cells in the following frames.
    """

    def __init__(self, pipe: BinaryIO, *, first_chunk: int = 256, chunk_cells: int = 12_000) -> None:
        self._pipe = pipe
        self._chunk_cells = chunk_cells
        self._next_size = first_chunk
        self._rows: list[Cells] = []
        self._first_number = 1
        self._blanks = 0

    def rows(self, rows: Sequence[Cells]) -> None:
        """Add consecutive rows; ``()`` is a blank row."""
        for cells in rows:
            if not cells:
                self._blanks += 1
                continue
            if self._blanks:
                self._pass_blanks()
            self._rows.append(cells)
            if len(self._rows) >= self._next_size:
                self.flush()

    def _pass_blanks(self) -> None:
        count, self._blanks = self._blanks, 0
        if count < 50:
            self._rows.extend([()] * count)
            return
        self.flush()
        write_frame(self._pipe, ("blank", count))
        self._first_number += count

    def flush(self) -> None:
        """Send what is collected."""
        if not self._rows:
            return
        write_frame(self._pipe, ("rows", self._first_number, self._rows))
        self._first_number += len(self._rows)
        width = max(map(len, self._rows[-20:])) or 1
        self._next_size = max(20, self._chunk_cells // width)
        self._rows = []
