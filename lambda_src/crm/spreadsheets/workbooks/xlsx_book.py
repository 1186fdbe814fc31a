"""Reads xlsx and xlsm workbooks."""

from __future__ import annotations

from collections.abc import Iterator

from crm.spreadsheets.frames import NO_FACTS, Cells
from crm.spreadsheets.rejections import rejection
from crm.spreadsheets.workbooks.ahead import Ahead
from crm.spreadsheets.workbooks.corrections import Corrector, linked
from crm.spreadsheets.workbooks.sheet_rows import SheetRows, facts_of
from crm.spreadsheets.workbooks.xlsx_parts import XlsxParts
from crm.spreadsheets.workbooks.xlsx_rows import RowReader
from crm.spreadsheets.workbooks.xlsx_sheet_xml import SheetXml
from crm.spreadsheets.workbooks.xlsx_values import CellValues


class XlsxBook:
    """An xlsx workbook.

    Args:
        path: the file.

    Raises:
        SpreadsheetRejected: if it has no workbook's part.
    """

    def __init__(self, path: str) -> None:
        self._parts = XlsxParts(path)
        self._sheets = self._parts.sheets

    @property
    def sheet_count(self) -> int:
        """Sheets of any kind."""
        return len(self._sheets)

    @property
    def hidden(self) -> list[str]:
        """Names of the sheets that are hidden."""
        return [sheet.name for sheet in self._sheets if sheet.visibility == "hidden"]

    def sheets(self) -> Iterator[SheetRows]:
        """The sheets in order. Charts, dialogs and macros have no rows.

        While a sheet's rows are read, the next one is unpacked in a thread, which releases Python's lock.

        Raises:
            SpreadsheetRejected: if sheets share a part: each of them would be read again.
        """
        paths = [sheet.path for sheet in self._sheets if sheet.path is not None]
        if len(set(paths)) < len(paths):
            raise rejection("unsafe")
        ahead = [self._begin(0)] if self._sheets else []
        values = CellValues(self._parts)
        for position, sheet in enumerate(self._sheets):
            xml = ahead.pop().result()
            if position + 1 < len(self._sheets):
                ahead.append(self._begin(position + 1))
            if xml is None:
                yield SheetRows(position, sheet.name, NO_FACTS, iter(()))
                continue
            facts = facts_of(
                xml.merged(),
                very_hidden=sheet.visibility == "veryHidden",
                table_headers=self._parts.table_headers(sheet),
            )
            yield SheetRows(position, sheet.name, facts, _with_links(xml, RowReader(xml, values).blocks()))

    def _begin(self, position: int) -> Ahead[SheetXml | None]:
        """Unpacks the sheet at a position; None comes of one without rows."""
        sheet = self._sheets[position]
        return Ahead(lambda: SheetXml(self._parts, sheet) if sheet.has_rows else None)


def _with_links(sheet: SheetXml, blocks: Iterator[list[Cells]]) -> Iterator[list[Cells]]:
    links = sheet.links()
    return Corrector(linked(links)).all(blocks) if links else blocks
