"""Workbooks with several sheets, hidden ones, empty ones and ones that hold no contacts."""

from __future__ import annotations

from pathlib import Path

import pytest
from crm.spreadsheets import open_spreadsheet

from tests.unit.spreadsheets.reading import read
from tests.unit.spreadsheets.workbooks import write_xlsx

_PEOPLE = [["Name", "Email"], ["Ann", "ann@example.com"], ["Bob", "bob@example.com"]]
_HELP = [
    ["Import your contacts"],
    ["* is mandatory"],
    [],
    ["Column name", "Comments"],
    ["name*", "The full name of the person as it should appear on the letter, with all titles."],
    ["is_company*", "Write 1 when the contact is a company, else 0 and the name of a person."],
    ["country", "Use the code of the country as in ISO 3166, or write its full name in English."],
    ["zip", ""],
]


def test_every_sheet_is_read_with_a_header_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    other = [["Kunden 2024"], ["Firma", "Telefon"], ["Weber GmbH", "030 1234567"]]
    write_xlsx(path, {"Nothing": [], "People": _PEOPLE, "ʤ": other})

    found = read(path)

    assert [(s.head.index, s.head.name, s.head.skipped, s.head.header_rows) for s in found.sheets] == [
        (0, "Nothing", "empty sheet", ()),
        (1, "People", None, (1,)),
        (2, "ʤ", None, (2,)),
    ]
    assert [len(sheet.data) for sheet in found.sheets] == [0, 2, 1]


def test_a_header_without_rows_is_an_empty_sheet(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(path, {"People": _PEOPLE, "Next year": _PEOPLE[:1]})

    assert read(path).sheets[1].head.skipped == "empty sheet"


_COVER = [["Report", ""], ["Exhibitor:", "Ridge Tools"], ["E-mail:", "joan@ridge.example"], ["Phone:", "020 7946 0018"]]


@pytest.mark.parametrize("name", ["Event Info", "Capa", "Deckblatt", "表紙"])
def test_who_sends_a_workbook_is_no_contact_of_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(path, {name: _COVER, "Contacts": _PEOPLE})

    assert [sheet.head.skipped for sheet in read(path).sheets] == ["instructions, no table of contacts", None]


def test_a_list_of_contacts_is_no_cover_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    listed = [["Name", "Email"], ["Ann Lee", "ann@x.example"], ["Bo Ek", "bo@x.example"]]
    write_xlsx(path, {"Overview": listed, "Contacts": _PEOPLE})

    assert [sheet.head.skipped for sheet in read(path).sheets] == [None, None]


@pytest.mark.parametrize("name", ["Instructions", "Sheet2"])
def test_help_texts_make_no_contacts(tmp_path: Path, name: str) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(path, {"Contacts": _PEOPLE, name: _HELP})

    sheet = read(path).sheets[1]

    assert sheet.head.skipped == "instructions, no table of contacts"
    assert sheet.head.header_rows == ()
    assert sheet.data == []
    assert sum(1 for row in sheet.rows if row.cells) == 7


def test_a_sheet_with_addresses_is_no_help_text_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(path, {"Contacts": _PEOPLE, "Help": _PEOPLE})

    assert len(read(path).sheets[1].data) == 2


def test_the_only_sheet_is_read_even_if_it_looks_like_prose(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(path, {"Instructions": _HELP})

    assert read(path).sheet.head.skipped is None


def test_hidden_sheets_are_read_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(
        path, {"People": _PEOPLE, "Old": _PEOPLE, "Codes": _PEOPLE}, states={"Old": "hidden", "Codes": "veryHidden"}
    )

    found = read(path)

    assert [len(sheet.data) for sheet in found.sheets] == [2, 2, 0]
    assert found.sheets[2].head.skipped == "hidden by the program that made the file"
    assert found.notes == ("The sheet “Old” is hidden in the workbook; it was read too.",)


def test_sheets_can_be_left_unread(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    many = [["Name", "Email"], *([f"N {n}", f"n{n}@example.com"] for n in range(3000))]
    write_xlsx(path, {"One": many, "Two": many, "Three": _PEOPLE})

    with open_spreadsheet(path, file_name=path.name) as book:
        sheets = book.sheets()
        first = next(sheets)
        assert next(first.rows()).cells == ("N 0", "n0@example.com")
        second = next(sheets)
        assert second.head.name == "Two"
        third = next(sheets)
        assert [row.cells[0] for row in third.rows()] == ["Ann", "Bob"]


@pytest.mark.parametrize("name", ["contacts.xls", "contacts.ods", "upload", "contacts.csv"])
def test_the_extension_does_not_matter(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_xlsx(path, {"People": _PEOPLE})

    found = read(path)

    assert found.format == "xlsx"
    assert len(found.sheet.data) == 2


def test_a_ditto_far_below_means_the_cell_above_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    begin = "Name,Company\nAnn Lee,Acme\nBob Ray,ditto\n"
    path.write_text(begin + "Cid Fox,Borg\n" * 3000 + "Dan Day,ditto\nEve Orr,ditto\n", encoding="utf-8")

    rows = read(path).sheets[0].data

    assert [rows[place][1] for place in (1, -2, -1)] == ["Acme", "Borg", "Borg"]
