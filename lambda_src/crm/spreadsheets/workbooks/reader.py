"""Reads the sheets of Excel and OpenDocument workbooks as texts, with calamine."""

from __future__ import annotations

import io
import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from crm.sentences import Sentence
from crm.spreadsheets.frames import NO_FACTS, Cells, SheetFacts
from crm.spreadsheets.model import MIB, Limits
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.ahead import Ahead
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
# What a thread reserves: its stack and the area from which it allocates.
_RESERVED_BY_THREAD = 72 * MIB
# No cell of a dense sheet takes less: `<c r="A1"><v>1</v></c>`.
_LEAST_BYTES_OF_CELL = 23
_HANDLES = 2
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

        self._max_cells = 0
        self._parts: XlsxSheets | None = None
        self._others: XlsSheets | OdsSheets | None = None
        twin: Ahead[CalamineWorkbook] | None = None
        if kind in ("xlsx", "xlsm"):
            from crm.spreadsheets.workbooks.xlsx_sheets import XlsxSheets

            self._parts = XlsxSheets(path)
            parts = self._parts.parts
            if opens_twice(limits.memory_bytes, parts.sheet_sizes, parts.shared_bytes):
                twin = Ahead(lambda: _opened(path, kind))
            self._max_cells = most_cells(limits.memory_bytes, parts.shared_bytes, handles=_HANDLES if twin else 1)
        elif kind == "xls":
            from crm.spreadsheets.workbooks.xls_corrections import XlsSheets

            self._others = XlsSheets(path)
        elif kind == "ods":
            from crm.spreadsheets.workbooks.ods_corrections import OdsSheets

            self._others = OdsSheets(path)
        workbook = _opened(path, kind)
        self._handles = [workbook, twin.result()] if twin is not None else [workbook]
        self._metas = workbook.sheets_metadata
        if len(self._metas) > limits.sheets:
            raise rejection("too_large", Sentence("tooManySheets", most=limits.sheets))
        if self._parts is not None and self._parts.parts.has_sheets_twice:
            raise rejection("unsafe")
        self._worksheet = python_calamine.SheetTypeEnum.WorkSheet
        self._visible = python_calamine.SheetVisibleEnum

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

        While a sheet's rows are read, the next ones are parsed in threads, one by each handle of the workbook: calamine
        releases Python's lock.
        """
        ahead = deque(map(self._begin, range(min(len(self._handles), len(self._metas)))))
        while ahead:
            extra, loading = ahead.popleft()
            if extra is not None:
                extra.look()
            sheet = loading.result()
            if (following := sheet.position + len(self._handles)) < len(self._metas):
                ahead.append(self._begin(following))
            yield sheet
            del sheet, loading

    def _begin(self, position: int) -> tuple[SheetExtra | None, Ahead[SheetRows]]:
        """Starts to parse the sheet at a position."""
        is_worksheet = self._metas[position].typ is self._worksheet
        extra = self._parts.beside(position) if self._parts is not None and is_worksheet else None
        return extra, Ahead(lambda: self._load(position, extra))

    def _load(self, position: int, extra: SheetExtra | None) -> SheetRows:
        meta = self._metas[position]
        if meta.typ is not self._worksheet:
            return SheetRows(position, meta.name, NO_FACTS, iter(()))
        very_hidden = meta.visible is self._visible.VeryHidden
        if extra is not None and extra.table_cells() > self._max_cells:
            facts = SheetFacts(very_hidden=very_hidden, table_headers=extra.table_headers)
            return SheetRows(position, meta.name, facts, extra.stream())
        sheet = self._handles[position % len(self._handles)].get_sheet_by_index(position)
        headers = extra.table_headers if extra is not None else frozenset()
        facts = SheetFacts(very_hidden, _merges(sheet), headers, _merged_down(sheet))
        blocks = _blocks(sheet)
        if extra is not None:
            blocks = extra.corrected(blocks)
        elif self._others is not None:
            blocks = Corrector(self._others.corrections(position)).all(blocks)
        return SheetRows(position, meta.name, facts, blocks)


def _opened(path: str, kind: str) -> CalamineWorkbook:
    """The workbook. Given a path, calamine trusts its ending; given the content, it needs the whole file in memory."""
    from python_calamine import load_workbook

    ending = path.lower().rpartition(".")[2]
    if ending == kind or {ending, kind} <= {"xlsx", "xlsm"}:
        return load_workbook(path)
    # Each thread has a link of its own; one that exists already is refused.
    link = f"{os.environ.get('TMPDIR', '/tmp')}/easy-crm-{os.getpid()}-{threading.get_ident()}.{kind}"  # noqa: S108
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


def opens_twice(memory: int, sheets: Sequence[int], shared_bytes: int) -> bool:
    """Whether a workbook is opened by two handles, which parse two sheets at once: if all of it fits into memory.

    Args:
        memory: bytes that the process may have.
        sheets: the size of each sheet's part, in bytes.
        shared_bytes: the size of the part with the shared texts.
    """
    if len(sheets) < _HANDLES:
        return False
    tables = sum(sheets) * _BYTES_PER_CELL / _LEAST_BYTES_OF_CELL
    return tables < _left(memory, shared_bytes, _HANDLES)


def most_cells(memory: int, shared_bytes: int, *, handles: int = 1) -> int:
    """Cells that a sheet may claim and still be parsed in memory; a larger one is streamed.

    Each handle parses a sheet while the rows of another one are read.
    """
    left = _left(memory, shared_bytes, handles)
    return int(max(left / (handles + 1), memory / _LEAST_SHARE)) // _BYTES_PER_CELL


def _left(memory: int, shared_bytes: int, handles: int) -> float:
    """What memory is left for tables."""
    reserved = _RESERVED + (handles - 1) * _RESERVED_BY_THREAD
    return memory - reserved - handles * _BYTES_PER_SHARED_BYTE * shared_bytes


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
