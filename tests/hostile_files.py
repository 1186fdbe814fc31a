"""Files that are made to cost the reader far more than their size, ten of each kind, as small as they can be for it.

Each kind names the code with which such a file is refused, or None where it is imported like any other file, and
quickly. `size` says how much of its trick a file holds; the tests of this repository keep it small.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.unit.spreadsheets.workbooks import MAIN, RELATIONS, sheet_xml, write_parts

VARIANTS = 10
_PEOPLE = [["Name", "Email"], *([f"Ann {n}", f"ann{n}@x.example"] for n in range(20))]
_LAST_ROW = 1_048_576
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One kind of hostile file.

    Args:
        what: in words.
        name: of its files.
        code: of the rejection, None where such a file is imported.
        size: of the trick, where a test does not say otherwise.
        make: the bytes of a variant (from 0) of this size.
    """

    what: str
    name: str
    code: str | None
    size: int
    make: Callable[[int, int], bytes]

    def files(self, size: int | None = None) -> Iterator[bytes]:
        """Ten files, each another."""
        return (self.make(variant, self.size if size is None else size) for variant in range(VARIANTS))


def _workbook(sheets: Mapping[str, str], *extra: tuple[str, str], strings: tuple[str, ...] = ()) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_parts(path, sheets, strings=strings, extra=extra)
        return path.read_bytes()


def _naming(sheets: int, part_of: Callable[[int], int]) -> tuple[str, str]:
    tags = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="s{part_of(n)}"/>' for n in range(sheets))
    head = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    return "xl/workbook.xml", f"{head}<sheets>{tags}</sheets></workbook>"


def _shared_part(variant: int, size: int) -> bytes:
    """Sheets that are all the same part, or, in every second variant, only two of them."""
    parts = {f"P{n}": sheet_xml(_PEOPLE[: 4 + variant]) for n in range(1 + variant % 2)}
    return _workbook(parts, _naming(size, lambda n: 1 + n % len(parts)))


def _empty_sheets(variant: int, size: int) -> bytes:
    return _workbook({"P": sheet_xml([])}, _naming(size + variant, lambda _: 1))


def _line_breaks(variant: int, size: int) -> bytes:
    """Line breaks in a quote that is closed, open, or never one; lines of quotes only."""
    breaks = ("\n", "\r\n", "\r", '"\n', '"\n"\n')[variant // 2] * size
    end = '"\n' if variant % 2 else "\n"
    return f'Name,Email\nAnn,"{breaks}{end}'.encode()


def _many_rows(variant: int, size: int) -> bytes:
    row = ("a\n", "a,b\n", "a;\r\n", "1,\n", "a@x.example\n")[variant % 5]
    return b"Name,Email\n" + row.encode() * (size + variant)


def _repeated_rows(variant: int, size: int) -> bytes:
    """OpenDocument rows that say how often they are repeated."""
    cell = '<table:table-cell office:value-type="string"><text:p>Ann</text:p></table:table-cell>'
    return _open_document(
        [f'<table:table-row table:number-rows-repeated="{size}">{cell * (3 + variant)}</table:table-row>']
    )


def _open_document(tables: Iterable[str]) -> bytes:
    named = "".join(f'<table:table table:name="S{n}">{rows}</table:table>' for n, rows in enumerate(tables))
    content = (
        f'<office:document-content xmlns:office="{_OPEN}office:1.0" xmlns:table="{_OPEN}table:1.0" '
        f'xmlns:text="{_OPEN}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f"{named}</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def _tables_of_blank_rows(variant: int, size: int) -> bytes:
    """Tables that repeat a row that shows nothing; in every second variant, a row with a text follows it."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    blank = "<table:table-cell/>" if variant % 2 else cell.format(" ")
    last = f"<table:table-row>{cell.format('Ann')}</table:table-row>" if variant % 2 else ""
    rows = f'<table:table-row table:number-rows-repeated="{1_000_000 + variant}">{blank}</table:table-row>{last}'
    return _open_document([rows] * size)


def _sheets_of(sheets: int, rows: Iterable[int], column: str = "A") -> bytes:
    """Sheets with one cell in each of these rows."""
    cells = "".join(f'<row r="{n}"><c r="{column}{n}" t="inlineStr"><is><t>Ann</t></is></c></row>' for n in rows)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return _workbook({f"S{n}": sheet for n in range(sheets)})


def _wide_rows(variant: int, size: int) -> bytes:
    return _sheets_of(1, range(1 + variant, size + 1 + variant), "XFD")


def _last_rows(variant: int, size: int) -> bytes:
    return _sheets_of(size, (1 + variant, _LAST_ROW))


def _long_gaps(variant: int, size: int) -> bytes:
    return _sheets_of(2, range(1, size, 1_000 + variant))


def _short_gaps(variant: int, size: int) -> bytes:
    return _sheets_of(2, range(1, size, 40 + variant))


def _one_long_text(variant: int, size: int) -> bytes:
    """A text that the workbook keeps once and that every cell shows."""
    cells = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>0</v></c></row>' for n in range(size))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return _workbook({"S": sheet}, strings=("ann " * (7_000 + variant),))


def _costly_cells(variant: int, size: int) -> bytes:
    """Cells on which a search for addresses, numbers or names could read every sign again and again."""
    run = ("a", ".", "a.", "-", "1 ", "(", "+4", "a ", '""', "=")[variant]
    cell = f"{run * (size // len(run))}@"
    return "".join(
        [
            "Name,Email,Phone,Title,Notes\r\n",
            *(f'Ann {n},ann{n}@x.example,"{cell}","{cell}","{cell}"\r\n' for n in range(9)),
            *(f'"{cell}","{cell}","{cell}","{cell}","{cell}"\r\n' for _ in range(9)),
            *(f"Bob {n},bob{n}@x.example,030 12345{n},,\r\n" for n in range(9)),
        ]
    ).encode()


def _only_a_header(variant: int, size: int) -> bytes:
    headers = ("Name,Email", "Vorname;Nachname;E-Mail", "First name\tLast name\tPhone", "姓名,电话", "Firma;Telefon")
    blank = "\n" * (size if variant % 2 else 0)
    return f"{headers[variant % 5]}\n{blank}".encode()


def _only_empty_sheets(variant: int, _: int) -> bytes:
    return _workbook({f"S{n}": sheet_xml([] if variant % 2 else [["Name", "Email"]]) for n in range(1 + variant)})


KINDS = (
    Hostile("sheets that share a part", "shared.xlsx", "unsafe", 1_500, _shared_part),
    Hostile("thousands of empty sheets", "empty.xlsx", "too_large", 2_001, _empty_sheets),
    Hostile("millions of line breaks", "breaks.csv", "too_large", 5_000_001, _line_breaks),
    Hostile("millions of rows", "rows.csv", "too_large", 2_000_001, _many_rows),
    Hostile("repeated rows", "repeated.ods", "unsafe", 100_000, _repeated_rows),
    Hostile("blank rows repeated in many tables", "tables.ods", "too_large", 1_900, _tables_of_blank_rows),
    Hostile("rows as wide as a sheet can be", "wide.xlsx", "too_large", 20_000, _wide_rows),
    Hostile("cells in the last rows of many sheets", "last.xlsx", "too_large", 30, _last_rows),
    Hostile("cells with long gaps between", "gaps.xlsx", None, _LAST_ROW, _long_gaps),
    Hostile("cells with short gaps between", "short.xlsx", "too_large", _LAST_ROW, _short_gaps),
    Hostile("one long text in many cells", "text.xlsx", "unsafe", 5_000, _one_long_text),
    Hostile("cells that are costly to search", "cells.csv", None, 32_000, _costly_cells),
    Hostile("nothing but a header", "header.csv", "empty", 20, _only_a_header),
    Hostile("nothing in any sheet", "nothing.xlsx", "empty", 0, _only_empty_sheets),
)
