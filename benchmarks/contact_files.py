"""Generates workbooks and CSV files of contacts, row by row; the same seed gives the same file.

`note_words` of such a function is how many words each note has; None for the short ones that most lists have.
"""

from __future__ import annotations

import csv
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

HEADER = (
    "Customer No",
    "First name",
    "Last name",
    "Email",
    "Phone",
    "Company",
    "Job title",
    "City",
    "Postcode",
    "Created",
    "Revenue",
    "Notes",
)
_FIRST = ("Anna", "José", "Wei", "Fatima", "Lukas", "Olga", "Mehmet", "Chloé", "Jan", "Priya", "Søren", "Maria")
_LAST = ("Müller", "García", "Wang", "Haddad", "Novák", "Ivanova", "Yılmaz", "Dubois", "de Vries", "Sharma", "Smith")
_COMPANIES = ("Acme", "Globex", "Initech", "Umbrella", "Hooli", "Stark", "Wayne", "Wonka", "Cyberdyne")
_TITLES = ("Director", "Sales Manager", "Engineer", "CEO", "Buyer", "Assistant", "Head of Marketing")
_CITIES = ("Berlin", "Paris", "Madrid", "Lyon", "Wien", "Praha", "London", "Oslo", "Bern")
_NOTES = ("", "", "met at the fair", "wants a call back, mornings", "existing customer")
_WORDS = ("call", "back", "offer", "spring", "fair", "asked", "price", "two", "samples", "mail", "until", "Monday")
# 2020-01-01 as an Excel serial date.
_FIRST_DAY = 43831

Value = str | int | float
DATE_COLUMN = 9


def contacts(rows: int, seed: int, *, note_words: int | None = None) -> Iterator[tuple[Value, ...]]:
    """Rows for `HEADER`; the date is an Excel serial number."""
    chance = random.Random(seed)
    for number in range(rows):
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        yield (
            100_000 + number,
            first,
            last,
            f"{first}.{last}.{number}@example.com".lower().replace(" ", ""),
            f"+49 {chance.randint(30, 89)} {chance.randint(1_000_000, 9_999_999)}",
            f"{chance.choice(_COMPANIES)} {chance.randint(1, 500)} GmbH",
            chance.choice(_TITLES),
            chance.choice(_CITIES),
            chance.randint(10_000, 99_999),
            _FIRST_DAY + chance.randint(0, 2000),
            round(chance.uniform(100, 99_999), 2),
            chance.choice(_NOTES) if note_words is None else " ".join(chance.choices(_WORDS, k=note_words)),
        )


def write_csv(path: Path, rows: int, *, seed: int = 1, note_words: int | None = None) -> None:
    """Writes a UTF-8 CSV file with a header and `rows` records."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for values in contacts(rows, seed, note_words=note_words):
            day = int(values[DATE_COLUMN])
            writer.writerow((*values[:DATE_COLUMN], f"2020-{day % 12 + 1:02}-{day % 28 + 1:02}", *values[10:]))


_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>{sheets}</Types>'
)
_SHEET_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{n}.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def write_xlsx(path: Path, rows: int, *, sheets: int = 3, seed: int = 1, note_words: int | None = None) -> None:
    """Writes a workbook as Excel does, with shared strings: a header and `rows` rows per sheet, whose seeds follow."""
    shared: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        types = "".join(_SHEET_TYPE.format(n=number + 1) for number in range(sheets))
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES.format(sheets=types))
        archive.writestr("_rels/.rels", _ROOT_RELS)
        archive.writestr("xl/styles.xml", _STYLES)
        archive.writestr("xl/workbook.xml", _workbook(sheets))
        archive.writestr("xl/_rels/workbook.xml.rels", _workbook_rels(sheets))
        for number in range(sheets):
            with archive.open(f"xl/worksheets/sheet{number + 1}.xml", "w", force_zip64=True) as part:
                corner = f"{chr(64 + len(HEADER))}{rows + 1}"
                part.write(f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{corner}"/><sheetData>'.encode())
                part.write(_row(1, HEADER, shared).encode())
                of_sheet = contacts(rows, seed + number, note_words=note_words)
                for line, values in enumerate(of_sheet, start=2):
                    part.write(_row(line, values, shared).encode())
                part.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'<sst xmlns="{_MAIN}" uniqueCount="{len(shared)}">'.encode())
            for text in shared:
                part.write(f"<si><t>{text}</t></si>".encode())
            part.write(b"</sst>")


def _row(line: int, values: tuple[Value, ...], shared: dict[str, int]) -> str:
    cells = []
    for column, value in enumerate(values):
        name = f"{chr(65 + column)}{line}"
        if isinstance(value, str):
            if value:
                cells.append(f'<c r="{name}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>')
        elif column == DATE_COLUMN:
            cells.append(f'<c r="{name}" s="1"><v>{value}</v></c>')
        else:
            cells.append(f'<c r="{name}"><v>{value}</v></c>')
    return f'<row r="{line}">{"".join(cells)}</row>'


def _workbook(sheets: int) -> str:
    names = "".join(f'<sheet name="Region {n}" sheetId="{n}" r:id="s{n}"/>' for n in range(1, sheets + 1))
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{names}</sheets></workbook>'


def _workbook_rels(sheets: int) -> str:
    parts = [
        f'<Relationship Id="s{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    ]
    parts.append(f'<Relationship Id="st" Type="{_RELATIONS}/styles" Target="styles.xml"/>')
    parts.append(f'<Relationship Id="sh" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>')
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(parts)}</Relationships>"
    )
