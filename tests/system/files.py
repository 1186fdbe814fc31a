"""Files of made-up contacts that users might upload."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

Table = Sequence[Sequence[object]]


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file as Excel writes it."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def workbook(sheets: dict[str, Table]) -> bytes:
    """An xlsx workbook with these sheets."""
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    del book[book.sheetnames[0]]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book.save(path)
        return path.read_bytes()


def people(number: int, domain: str) -> list[tuple[str, str, str, str]]:
    """The given number of people with addresses at `domain`: first name, last name, email, company."""
    return [(f"First{index}", f"Last{index}", f"person{index}@{domain}", domain) for index in range(number)]


HEADER = ("First Name", "Last Name", "Email", "Company")


def three_sheets(domain: str, rows: int = 1000) -> bytes:
    """A workbook of `rows` different people on three sheets, each with other headers, columns and title rows."""
    everyone = people(rows, domain)
    first, second = everyone[: rows // 2], everyone[rows // 2 : rows * 4 // 5]
    third = everyone[rows * 4 // 5 :]
    return workbook(
        {
            "Fair": [HEADER, *first],
            "Webshop": [
                ("Customers of the web shop",),
                (),
                ("E-Mail", "Nachname", "Vorname", "Firma"),
                *((email, last, given, company) for given, last, email, company in second),
            ],
            "Newsletter": [
                ("Organisation", "Contact email", "Full name"),
                *((company, email, f"{given} {last}") for given, last, email, company in third),
            ],
        }
    )
