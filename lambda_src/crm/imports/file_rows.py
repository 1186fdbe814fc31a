"""The rows of a file as they were read, for somebody who checks it: the header, and some rows from one on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from pydantic import Field

from crm.api.answers import Answer
from crm.imports.answers import Number
from crm.imports.batches import BatchRow
from crm.imports.plan import ImportPlan
from crm.imports.work_files import WorkFiles

PAGE_ROWS = 50
"""Rows of one answer."""
MAX_CELL = 2_000
"""Characters of a cell that are shown."""
PAGE_CHARACTERS = 1_000_000
"""Characters of the cells of one answer: at most 4 MB, of the 6 MB that a function may answer."""


class FileRow(Answer):
    """A row of a sheet."""

    number: int = Field(ge=1, description="As the spreadsheet program counts.")
    cells: list[str] = Field(description="By column; it ends with the last one that holds something.")
    shortened: list[int] = Field(description="0-based columns of which only the beginning is shown.")


class TopRow(Answer):
    """One of the first rows of a sheet, whatever it holds."""

    number: int = Field(ge=1)
    cells: list[str] = Field(description="The beginnings of the texts of its first columns.")


class FileRows(Answer):
    """Some rows of a sheet, as the file has them."""

    sheet: Number
    header_rows: list[int] = Field(description="Numbers of the rows that hold the header.")
    top: list[TopRow] = Field(
        description="The first rows with content, titles and header included, among which another header can be "
        "chosen; empty for the later sheets of large workbooks."
    )
    header: list[str] = Field(description="By column, as the mapping calls them; empty for a skipped sheet.")
    rows: list[FileRow]
    following: int | None = Field(description="The row to ask on from; null after the last one.")


def file_rows(plan: ImportPlan, files: WorkFiles, sheet: int, start: int) -> FileRows:
    """The rows of a sheet from one on.

    Args:
        sheet: index of a sheet of the plan.
        start: number of the first row, from 1; a row that is not there stands for the next one.

    Raises:
        MissingWorkFileError: if the rows have expired.
    """
    chosen = plan.sheet(sheet)
    mapping = chosen.mapping
    header = [column.header for column in sorted(mapping.columns, key=lambda one: one.column)] if mapping else []
    found: list[FileRow] = []
    top = [TopRow(number=one.number, cells=list(one.cells)) for one in chosen.top]
    following: int | None = None
    left = PAGE_CHARACTERS
    for row in _rows_from(plan, files, sheet, start):
        size = sum(min(len(cell), MAX_CELL) for cell in row.cells)
        if len(found) == PAGE_ROWS or (found and size > left):
            following = row.number
            break
        found.append(shown_row(row, left))
        left -= size
    return FileRows(
        sheet=sheet,
        header_rows=list(chosen.header_rows),
        top=top,
        header=header,
        rows=found,
        following=following,
    )


def _rows_from(plan: ImportPlan, files: WorkFiles, sheet: int, start: int) -> Iterator[BatchRow]:
    numbers = [number for number, index in enumerate(plan.batch_sheets, 1) if index == sheet]
    for number in islice(numbers, _first(plan, files, numbers, start), None):
        yield from (row for row in files.batch(plan.import_id, number).rows if row.number >= start)


def _first(plan: ImportPlan, files: WorkFiles, numbers: Sequence[int], start: int) -> int:
    """The position of the first batch that ends with this row or a later one. Rows ascend from batch to batch."""
    if start <= 1:
        return 0
    return bisect_left(numbers, start, key=lambda number: files.batch(plan.import_id, number).rows[-1].number)


def shown_row(row: BatchRow, left: int) -> FileRow:
    """A row with cells that are cut, each and altogether.

    Args:
        left: characters that it may show.
    """
    cells, shortened = [], []
    for column, cell in enumerate(row.cells):
        text = cell[: min(MAX_CELL, left)]
        left -= len(text)
        cells.append(text)
        if len(text) < len(cell):
            shortened.append(column)
    return FileRow(number=row.number, cells=cells, shortened=shortened)
