"""Workbooks made by hand, so that a test can put into them what no library writes."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EPOCH = dt.datetime(1899, 12, 30)

Cell = object
Part = tuple[str, str | bytes]


def column_name(column: int) -> str:
    """A for 0, AA for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class Raw(str):
    """The XML of a cell, with ``{r}`` where its reference belongs."""


def sheet_xml(
    rows: Sequence[Sequence[Cell]],
    *,
    top: int = 0,
    left: int = 0,
    strings: dict[str, int] | None = None,
    after: str = "",
    dimension: str = "",
) -> str:
    """A worksheet part.

    Args:
        rows: texts, numbers, booleans, dates, None, or `Raw` XML.
        top: empty rows above.
        left: empty columns before.
        strings: shared texts, filled here; without them texts are written inline.
        after: XML after the cells: merges, hyperlinks, table parts.
        dimension: what the sheet claims to span.
    """
    lines = []
    for number, cells in enumerate(rows, start=top + 1):
        named = ((f"{column_name(column)}{number}", cell) for column, cell in enumerate(cells, start=left))
        lines.append(f'<row r="{number}">{"".join(_cell(name, cell, strings) for name, cell in named)}</row>')
    claimed = f'<dimension ref="{dimension}"/>' if dimension else ""
    data = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{claimed}{data}{after}</worksheet>'


def _cell(reference: str, cell: Cell, strings: dict[str, int] | None) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, Raw):
        return cell.replace("{r}", reference)
    if isinstance(cell, bool):
        return f'<c r="{reference}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{reference}"><v>{cell!r}</v></c>'
    if isinstance(cell, dt.datetime):
        return f'<c r="{reference}" s="2"><v>{(cell - _EPOCH) / dt.timedelta(days=1)!r}</v></c>'
    if isinstance(cell, dt.date):
        return f'<c r="{reference}" s="1"><v>{(dt.datetime(cell.year, cell.month, cell.day) - _EPOCH).days}</v></c>'
    text = escape(str(cell))
    if strings is None:
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{reference}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'


def styles_xml(*formats: str) -> str:
    """Styles: 0 general, 1 a date, 2 date and time, then one for each number format."""
    codes = "".join(f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(formats))
    xfs = "".join(f'<xf numFmtId="{200 + n}" applyNumberFormat="1"/>' for n in range(len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats)}">{codes}</numFmts><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>{xfs}</cellXfs></styleSheet>'
    )


def relations_xml(relations: Mapping[str, tuple[str, str, bool]]) -> str:
    """Relations of a part: id to (last word of the type, target, is outside)."""
    items = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target={quoteattr(target)}'
        f"{' TargetMode=' + quoteattr('External') if outside else ''}/>"
        for name, (kind, target, outside) in relations.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def write_parts(
    path: Path,
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    formats: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    epoch_1904: bool = False,
    extra: Sequence[Part] = (),
) -> None:
    """A workbook of worksheet parts.

    Args:
        path: where to.
        sheets: name to XML.
        strings: XML of the shared texts.
        formats: see `styles_xml`.
        states: hidden or veryHidden, by name.
        epoch_1904: days count from 1904.
        extra: more (path, XML) parts, which may replace the ones written here.
    """
    numbers = range(1, len(sheets) + 1)
    relations: dict[str, tuple[str, str, bool]] = {
        "st": ("styles", "styles.xml", False),
        "sh": ("sharedStrings", "sharedStrings.xml", False),
        **{f"s{n}": ("worksheet", f"worksheets/sheet{n}.xml", False) for n in numbers},
    }
    texts = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in strings)
    parts = {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": relations_xml({"r1": ("officeDocument", "xl/workbook.xml", False)}),
        "xl/workbook.xml": _workbook_xml(list(sheets), states or {}, epoch_1904=epoch_1904),
        "xl/_rels/workbook.xml.rels": relations_xml(relations),
        "xl/styles.xml": styles_xml(*formats),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in zip(numbers, sheets.values(), strict=True)},
        **dict(extra),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)


def _content_types(numbers: Sequence[int]) -> str:
    parts = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    parts += [(f"worksheets/sheet{n}", "worksheet") for n in numbers]
    types = "".join(f'<Override PartName="/xl/{part}.xml" ContentType="{_OFFICE}.{kind}+xml"/>' for part, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )


def _workbook_xml(names: Sequence[str], states: Mapping[str, str], *, epoch_1904: bool) -> str:
    properties = '<workbookPr date1904="1"/>' if epoch_1904 else ""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="s{n}" state="{states.get(name, "visible")}"/>'
        for n, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{sheets}</sheets></workbook>'


def write_xlsx(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    top: int = 0,
    left: int = 0,
    inline: bool = False,
    formats: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    epoch_1904: bool = False,
) -> None:
    """A workbook of rows; see `sheet_xml` and `write_parts`."""
    strings: dict[str, int] = {}
    parts = {
        name: sheet_xml(rows, top=top, left=left, strings=None if inline else strings) for name, rows in sheets.items()
    }
    write_parts(path, parts, strings=list(strings), formats=formats, states=states, epoch_1904=epoch_1904)


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (OLE2) of version 3 whose streams are at least one regular sector chain long."""
    sector = 512
    padded = {name: body.ljust(max(4096, -(-len(body) // sector) * sector), b"\0") for name, body in streams.items()}
    chains: list[int] = []
    data = b""
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for position, (name, body) in enumerate(padded.items(), start=1):
        start, count = len(chains), len(body) // sector
        chains += [*range(start + 1, start + count), 0xFFFFFFFE]
        data += body
        following = position + 1 if position < len(padded) else 0xFFFFFFFF
        entries.append(_entry(name, 2, start, len(body), right=following))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * sector, b"\0")
    directory_start = len(chains)
    count = len(directory) // sector
    chains += [*range(directory_start + 1, directory_start + count), 0xFFFFFFFE]
    fat_start = len(chains)
    fat_sectors = -(-(len(chains) + 1) // 128)
    chains += [0xFFFFFFFD] * fat_sectors
    fat = b"".join(number.to_bytes(4, "little") for number in chains).ljust(fat_sectors * sector, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(10)
    header += fat_sectors.to_bytes(4, "little") + directory_start.to_bytes(4, "little") + bytes(4)
    header += (4096).to_bytes(4, "little") + b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4)
    header += b"".join((fat_start + n).to_bytes(4, "little") for n in range(fat_sectors)).ljust(436, b"\xff")
    return header + data + directory + fat


def _entry(name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = b"\xff\xff\xff\xff" + right.to_bytes(4, "little") + child.to_bytes(4, "little")
    return (
        raw.ljust(64, b"\0")
        + len(raw).to_bytes(2, "little")
        + bytes((kind, 1))
        + links
        + bytes(36)
        + start.to_bytes(4, "little")
        + size.to_bytes(8, "little")
    )


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


class Styled(NamedTuple):
    """A number with the first number format of a workbook."""

    value: float


class ErrorValue(NamedTuple):
    """An error cell; 42 is #N/A."""

    code: int


def write_xls(
    path: Path, rows: Sequence[Sequence[Cell]], *, number_format: str = "0", links: Sequence[bytes] = ()
) -> None:
    """A BIFF8 workbook of one sheet.

    Args:
        path: where to.
        rows: texts, numbers, `Styled` numbers, `ErrorValue`s, None.
        number_format: of `Styled` numbers.
        links: bodies of HLINK records.
    """
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    formats = _record(0x041E, struct.pack("<H", 164) + _wide(number_format))
    styles = b"".join(_record(0x00E0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 164))
    head = begin + _record(0x0042, struct.pack("<H", 1200)) + formats + styles
    name = b"\x06\x00" + b"Sheet1"
    start = len(head) + 4 + 6 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBB", start, 0, 0) + name)
    cells = b"".join(
        _xls_cell(row, column, cell) for row, values in enumerate(rows) for column, cell in enumerate(values) if cell
    )
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells
    sheet += b"".join(_record(0x01B8, link) for link in links) + _record(0x000A)
    path.write_bytes(compound_file({"Workbook": head + bound + _record(0x000A) + sheet}))


def _xls_cell(row: int, column: int, cell: Cell) -> bytes:
    place = struct.pack("<HH", row, column)
    if isinstance(cell, Styled):
        if cell.value == int(cell.value) and abs(cell.value) < 1 << 29:
            return _record(0x027E, place + struct.pack("<HI", 1, int(cell.value) << 2 | 2))
        return _record(0x0203, place + struct.pack("<Hd", 1, cell.value))
    if isinstance(cell, ErrorValue):
        return _record(0x0205, place + struct.pack("<HBB", 0, cell.code, 1))
    if isinstance(cell, int | float):
        return _record(0x0203, place + struct.pack("<Hd", 0, float(cell)))
    return _record(0x0204, place + struct.pack("<H", 0) + _wide(str(cell)))


def mail_link(row: int, column: int, address: str) -> bytes:
    """The body of an HLINK record that leads to an email address ([MS-XLS] 2.4.140)."""
    target = f"mailto:{address}\0".encode("utf-16-le")
    moniker = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b") + struct.pack("<I", len(target)) + target
    place = struct.pack("<4H", row, row, column, column) + bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")
    return place + struct.pack("<II", 2, 3) + moniker
