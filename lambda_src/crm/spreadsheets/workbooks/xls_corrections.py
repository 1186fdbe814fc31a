"""Corrects cells of a BIFF8 workbook (.xls) that calamine reads otherwise than Excel shows them.

calamine reads error values as blank and knows neither links nor number formats. Record layouts are those of [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from crm.spreadsheets.cell_links import address_of
from crm.spreadsheets.workbooks.corrections import Correction, RowCorrections
from crm.spreadsheets.workbooks.number_formats import NumberFormat, find_format
from crm.spreadsheets.workbooks.ole import OleFile, biff_records

_BOF, _EOF, _BOUND_SHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
_NUMBER, _RK, _MUL_RK, _BOOL_ERR, _FORMULA, _LINK = 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006, 0x01B8
_BIFF8 = 0x0600
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_WIDE_MARKS = tuple(mark.encode("utf-16-le") for mark in ("mailto:", "tel:"))


class XlsSheets:
    """The sheets of one workbook.

    Args:
        path: the file.
    """

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:  # noqa: PTH123  (pathlib costs the child process 7 ms)
            ole = OleFile(file.read())
        entry = ole.find("Workbook")
        self._stream = ole.read(entry) if entry is not None else b""
        self._starts: list[int] = []
        self._formats: dict[int, NumberFormat] = {}
        if self._stream[4:6] == struct.pack("<H", _BIFF8):
            self._read_globals()

    def _read_globals(self) -> None:
        codes: dict[int, str] = {}
        styles: list[int] = []
        stream = self._stream
        for kind, start, length in biff_records(stream):
            if kind == _EOF:
                break
            if kind == _BOUND_SHEET:
                self._starts.append(struct.unpack_from("<I", stream, start)[0])
            elif kind == _FORMAT and length >= 5:
                number, count, flags = struct.unpack_from("<HHB", stream, start)
                raw = stream[start + 5 : start + 5 + count * (2 if flags & 1 else 1)]
                codes[number] = raw.decode("utf-16-le" if flags & 1 else "latin-1", "replace")
            elif kind == _XF and length >= 4:
                styles.append(struct.unpack_from("<H", stream, start + 2)[0])
        for style, number in enumerate(styles):
            shown = find_format(str(number), codes.get(number))
            if shown is not None:
                self._formats[style] = shown

    def corrections(self, position: int) -> Iterator[RowCorrections]:
        """The corrections of the sheet at a position, rows ascending."""
        if position >= len(self._starts):
            return
        found: dict[int, list[Correction]] = {}
        for row, correction in _sheet(self._stream, self._starts[position], self._formats):
            found.setdefault(row, []).append(correction)
        yield from sorted(found.items())


class _Cell(NamedTuple):
    row: int
    column: int
    style: int


def _sheet(stream: bytes, begin: int, formats: Mapping[int, NumberFormat]) -> Iterator[tuple[int, Correction]]:
    for kind, start, length in biff_records(stream, begin):
        if kind == _EOF:
            return
        if kind == _BOOL_ERR and length >= 8 and stream[start + 7]:
            yield _error(stream, start, stream[start + 6])
        elif kind == _FORMULA and length >= 14 and stream[start + 12 : start + 14] == b"\xff\xff":
            if stream[start + 6] == 2:
                yield _error(stream, start, stream[start + 8])
        elif kind in (_NUMBER, _FORMULA) and formats and length >= 14:
            yield from _number(_cell(stream, start), struct.unpack_from("<d", stream, start + 6)[0], formats)
        elif kind == _RK and formats and length >= 10:
            yield from _number(_cell(stream, start), _rk(struct.unpack_from("<I", stream, start + 6)[0]), formats)
        elif kind == _MUL_RK and formats and length >= 12:
            row, column = struct.unpack_from("<HH", stream, start)
            for offset in range(start + 4, start + length - 2, 6):
                style, value = struct.unpack_from("<HI", stream, offset)
                yield from _number(_Cell(row, column, style), _rk(value), formats)
                column += 1
        elif kind == _LINK and length >= 8:
            yield from _links(stream, start, length)


def _cell(stream: bytes, start: int) -> _Cell:
    return _Cell(*struct.unpack_from("<HHH", stream, start))


def _error(stream: bytes, start: int, code: int) -> tuple[int, Correction]:
    cell = _cell(stream, start)
    return cell.row, Correction(cell.column, _ERRORS.get(code, "#N/A"), None)


def _number(cell: _Cell, value: float, formats: Mapping[int, NumberFormat]) -> Iterator[tuple[int, Correction]]:
    shown = formats[cell.style].show(value) if cell.style in formats else None
    if shown is not None:
        yield cell.row, Correction(cell.column, shown, None)


def _rk(raw: int) -> float:
    """An RK number ([MS-XLS] 2.5.217): 30 bits of an integer or of a float, perhaps times 100."""
    if raw & 2:
        value = float(raw >> 2 if raw < 1 << 31 else (raw >> 2) - (1 << 30))
    else:
        (value,) = struct.unpack("<d", struct.pack("<II", 0, raw & 0xFFFFFFFC))
    return value / 100 if raw & 1 else value


def _links(stream: bytes, start: int, length: int) -> Iterator[tuple[int, Correction]]:
    first_row, _, first_column, _ = struct.unpack_from("<4H", stream, start)
    body = stream[start + 8 : start + length]
    for mark in _WIDE_MARKS:
        at = body.find(mark)
        if at >= 0:
            target = body[at:].decode("utf-16-le", "replace").partition("\0")[0]
            address = address_of(target)
            if address:
                yield first_row, Correction(first_column, None, address)
            return
