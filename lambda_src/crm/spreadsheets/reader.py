"""Opening a spreadsheet: the one entrance of this package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crm.spreadsheets.header import find_header
from crm.spreadsheets.model import BLANK_ROW, EMPTY_SHEET, Limits, Row, SheetHead
from crm.spreadsheets.process import ReadingProcess
from crm.spreadsheets.row_kinds import RowKinds

_LOOK_AHEAD_ROWS = 200
_SAMPLE_ROWS = 100


class Sheet:
    """One sheet, read once from top to bottom.

    Args:
        head: what is known before the rows are read.
    """

    def __init__(self, head: SheetHead, first: list[Row], rest: Iterator[Row], kinds: RowKinds) -> None:
        self.head = head
        self._first = first
        self._rest = rest
        self._kinds = kinds

    def rows(self) -> Iterator[Row]:
        """The rows after the header, blank ones between others included; only once."""
        first, self._first = self._first, []
        for source in (first, self._rest):
            for row in source:
                if not row.cells:
                    yield row
                    continue
                skip = self._kinds.skip(row.cells)
                yield row._replace(skip=skip) if skip else row


class Spreadsheet:
    """An opened file.

    Args:
        format: xlsx, xlsm, xlsb, xls, ods, csv, tsv or txt.
        encoding: of a text file, None for workbooks.
        delimiter: of a text file, None for workbooks and for texts with one cell a line.
        notes: what the user should know about how the file was read.
    """

    def __init__(self, process: ReadingProcess, is_header_word: Callable[[str], bool] | None) -> None:
        self._process = process
        self._is_header_word = is_header_word
        self._next: tuple[Any, ...] | None = None
        frame = process.frame()
        self.format: str = frame[1]
        self.encoding: str | None = frame[2]
        self.delimiter: str | None = frame[3]
        self.notes: tuple[str, ...] = frame[4]

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in order. A sheet's rows must be read before the next sheet is asked for; unread ones are lost."""
        while True:
            frame = self._take()
            if frame[0] == "end":
                return
            if frame[0] == "sheet":
                yield self._sheet(frame[1], frame[2])

    def _take(self) -> tuple[Any, ...]:
        frame, self._next = self._next, None
        return frame if frame is not None else self._process.frame()

    def _rows(self) -> Iterator[Row]:
        number = 1
        while True:
            frame = self._take()
            if frame[0] == "blank":
                for _ in range(frame[1]):
                    yield Row(number, (), BLANK_ROW)
                    number += 1
            elif frame[0] == "rows":
                for cells in frame[2]:
                    yield Row(number, cells) if cells else Row(number, (), BLANK_ROW)
                    number += 1
            else:
                self._next = frame
                return

    def _sheet(self, index: int, name: str) -> Sheet:
        rows = self._rows()
        first: list[Row] = []
        for row in rows:
            first.append(row)
            if len(first) >= _LOOK_AHEAD_ROWS:
                break
        if not any(row.cells for row in first):
            head = SheetHead(index, name, EMPTY_SHEET, (), (), (), 0)
            return Sheet(head, [], iter(()), RowKinds([]))
        header = find_header(first, self._is_header_word)
        below = first[header.rows[-1] + 1 :] if header else first
        kinds = RowKinds([first[position].cells for position in header.rows] if header else [])
        sample = tuple(row for row in below if row.cells and not kinds.skip(row.cells))[:_SAMPLE_ROWS]
        texts = header.texts if header else ()
        width = max(len(texts), max((len(row.cells) for row in sample), default=0))
        numbers = tuple(first[position].number for position in header.rows) if header else ()
        skipped = None if any(row.cells for row in below) else EMPTY_SHEET
        head = SheetHead(index, name, skipped, numbers, texts, sample, width)
        return Sheet(head, below, rows, kinds)


@contextmanager
def open_spreadsheet(
    path: Path,
    *,
    file_name: str,
    limits: Limits | None = None,
    is_header_word: Callable[[str], bool] | None = None,
) -> Iterator[Spreadsheet]:
    """Open a file in a child process of its own; leaving the block ends it, however far it was read.

    Args:
        path: where the file lies.
        file_name: what the user called it; its ending counts only where the content leaves the kind open.
        limits: what it may cost.
        is_header_word: says whether a text is the name of a field in some language; makes headers surer.

    Raises:
        SpreadsheetRejected: here or while sheets and rows are read, if the file cannot be imported.
    """
    process = ReadingProcess(path, file_name, limits or Limits())
    try:
        yield Spreadsheet(process, is_header_word)
    finally:
        process.close()
