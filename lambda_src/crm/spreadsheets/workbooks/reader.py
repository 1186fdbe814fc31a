"""Reads the sheets of Excel and OpenDocument workbooks as texts, with calamine."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from crm.sentences import Sentence
from crm.spreadsheets.frames import NO_FACTS, Cells, SheetFacts
from crm.spreadsheets.model import MIB, Limits
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.cell_texts import rows_of_texts
from crm.spreadsheets.workbooks.xlsx_corrections import Corrector

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    from crm.spreadsheets.workbooks.ods_corrections import OdsSheets
    from crm.spreadsheets.workbooks.xls_corrections import XlsSheets
    from crm.spreadsheets.workbooks.xlsx_sheets import SheetExtra, XlsxSheets

_BLOCK_ROWS = 512
# Rows in which merged ranges matter: headers are not searched for further down.
_MERGES_UP_TO = 500
# Rows that one cell of a table may span, and cells that may span some: what is more is a drawing and no list.
_MOST_MERGED_DOWN = 200
_MOST_RANGES = 5_000
# Measured: a table of calamine takes 48 bytes a cell, and 3.5 for each byte of the part with the shared texts. Besides,
# an interpreter with its libraries and threads reserves less than 150 MiB (docs/measurements.md).
_BYTES_PER_CELL = 60
_BYTES_PER_SHARED_BYTE = 3.5
_RESERVED = 150 * MIB
# A sheet is parsed while the rows of the one before are read.
_SHEETS_AT_ONCE = 2
# Share of the memory that a sheet may take at the least, however large the shared texts.
_LEAST_SHARE = 8


class SheetRows(NamedTuple):
    """One sheet of a workbook.

    Args:
        position: 0-based, in the workbook.
        name: as on its tab.
        facts: what the workbook says about it.
        blocks: chunks of rows from row 1 and column A on, blank ones as ``()``.
    """

    position: int
    name: str
    facts: SheetFacts
    blocks: Iterator[list[Cells]]


class WorkbookReader:
    """A workbook opened with calamine.

    Args:
        path: the file.
        kind: xlsx, xlsm, xlsb, xls or ods.
        limits: a sheet that would not fit into memory is streamed, if the kind allows it.
    """

    def __init__(self, path: str, kind: str, limits: Limits) -> None:
        import python_calamine

        self._workbook = _opened(path, kind)
        self._metas = self._workbook.sheets_metadata
        if len(self._metas) > limits.sheets:
            raise rejection("too_large", Sentence("tooManySheets", most=limits.sheets))
        self._worksheet = python_calamine.SheetTypeEnum.WorkSheet
        self._visible = python_calamine.SheetVisibleEnum
        self._max_cells = 0
        self._parts: XlsxSheets | None = None
        self._others: XlsSheets | OdsSheets | None = None
        if kind in ("xlsx", "xlsm"):
            from crm.spreadsheets.workbooks.xlsx_sheets import XlsxSheets

            self._parts = XlsxSheets(path)
            self._max_cells = most_cells(limits.memory_bytes, self._parts.parts.shared_bytes)
        elif kind == "xls":
            from crm.spreadsheets.workbooks.xls_corrections import XlsSheets

            self._others = XlsSheets(path)
        elif kind == "ods":
            from crm.spreadsheets.workbooks.ods_corrections import OdsSheets

            self._others = OdsSheets(path)

    @property
    def sheet_count(self) -> int:
        """Sheets of any kind."""
        return len(self._metas)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know."""
        hidden = [meta.name for meta in self._metas if meta.visible is self._visible.Hidden]
        return tuple(Sentence("hiddenSheet", name=name) for name in hidden)

    def sheets(self) -> Iterator[SheetRows]:
        """The sheets in order. Chart and macro sheets have no rows.

        While a sheet's rows are read, the next sheet is parsed in a thread: calamine releases Python's lock.
        """
        loading = self._begin(0)
        while loading is not None:
            if loading.extra is not None:
                loading.extra.look()
            sheet = loading.result()
            loading = self._begin(sheet.position + 1)
            yield sheet
            del sheet

    def _begin(self, position: int) -> _Loading | None:
        """Starts to parse the sheet at a position; None after the last sheet."""
        if position >= len(self._metas):
            return None
        is_worksheet = self._metas[position].typ is self._worksheet
        extra = self._parts.beside(position) if self._parts is not None and is_worksheet else None
        return _Loading(self._load, position, extra)

    def _load(self, position: int, extra: SheetExtra | None) -> SheetRows:
        meta = self._metas[position]
        if meta.typ is not self._worksheet:
            return SheetRows(position, meta.name, NO_FACTS, iter(()))
        very_hidden = meta.visible is self._visible.VeryHidden
        if extra is not None and extra.table_cells() > self._max_cells:
            facts = SheetFacts(very_hidden=very_hidden, table_headers=extra.table_headers)
            return SheetRows(position, meta.name, facts, extra.stream())
        sheet = self._workbook.get_sheet_by_index(position)
        headers = extra.table_headers if extra is not None else frozenset()
        facts = SheetFacts(very_hidden, _merges(sheet), headers, _merged_down(sheet))
        blocks = _blocks(sheet)
        if extra is not None:
            blocks = extra.corrected(blocks)
        elif self._others is not None:
            blocks = Corrector(self._others.corrections(position)).all(blocks)
        return SheetRows(position, meta.name, facts, blocks)


class _Loading:
    """A sheet that is being parsed in a thread.

    Args:
        load: parses it.
        position: of the sheet.
        extra: what is known about it apart from calamine's view.
    """

    def __init__(
        self, load: Callable[[int, SheetExtra | None], SheetRows], position: int, extra: SheetExtra | None
    ) -> None:
        self.position = position
        self.extra = extra
        self._load = load
        self._sheet: SheetRows | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._sheet = self._load(self.position, self.extra)
        except BaseException as error:  # calamine's panics are BaseException
            self._error = error

    def result(self) -> SheetRows:
        """Waits for the sheet and returns it, or raises the error of parsing it."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._sheet is not None  # noqa: S101
        return self._sheet


def _opened(path: str, kind: str) -> CalamineWorkbook:
    """The workbook. Given a path, calamine trusts its ending; given the content, it needs the whole file in memory."""
    from python_calamine import load_workbook

    ending = path.lower().rpartition(".")[2]
    if ending == kind or {ending, kind} <= {"xlsx", "xlsm"}:
        return load_workbook(path)
    link = f"{os.environ.get('TMPDIR', '/tmp')}/easy-crm-{os.getpid()}.{kind}"  # noqa: S108 - refused where it exists
    try:
        os.symlink(os.path.abspath(path), link)  # noqa: PTH100, PTH211  (pathlib costs the child process 7 ms)
    except OSError:
        with open(path, "rb") as file:  # noqa: PTH123
            return load_workbook(io.BytesIO(file.read()))
    try:
        return load_workbook(link)
    finally:
        # What has been opened stays readable.
        os.unlink(link)  # noqa: PTH108


def most_cells(memory: int, shared_bytes: int) -> int:
    """Cells that a sheet may claim and still be parsed in memory; a larger one is streamed."""
    left = memory - _RESERVED - _BYTES_PER_SHARED_BYTE * shared_bytes
    return int(max(left / _SHEETS_AT_ONCE, memory / _LEAST_SHARE)) // _BYTES_PER_CELL


def _merges(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    ranges = sheet.merged_cell_ranges or ()
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges if top < _MERGES_UP_TO)[:2000]


def _merged_down(sheet: CalamineSheet) -> tuple[tuple[int, int, int], ...]:
    ranges = sheet.merged_cell_ranges or ()
    down = ((top, left, bottom) for (top, left), (bottom, right) in ranges if left == right and top < bottom)
    return tuple(one for one in down if one[2] - one[0] < _MOST_MERGED_DOWN)[:_MOST_RANGES]


def _blocks(sheet: CalamineSheet) -> Iterator[list[Cells]]:
    start = sheet.start
    if start is None:
        return
    left = ("",) * start[1]
    rows = sheet.iter_rows()
    while block := list(islice(rows, _BLOCK_ROWS)):
        texts = rows_of_texts(block)
        yield [left + cells if cells else () for cells in texts] if left else texts
