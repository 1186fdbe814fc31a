"""Workbooks of LibreOffice."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.unit.spreadsheets.reading import ReadFile, read

_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def _text(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def _number(value: object, shown: str, kind: str = "float") -> str:
    tag = f'<table:table-cell office:value-type="{kind}" office:value="{value}">'
    return f"{tag}<text:p>{shown}</text:p></table:table-cell>"


def _document(path: Path, *sheets: str) -> ReadFile:
    tables = "".join(
        f'<table:table table:name="Sheet{n}">{rows}</table:table>' for n, rows in enumerate(sheets, start=1)
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {_NAMESPACES}>{body}</office:document-content>")
    return read(path)


def _row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


_EMPTY_ROWS = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (_number(501, "00501"), "00501"),
        (_number(912345678, "0912 345 678"), "0912 345 678"),
        (_number(442071234567, "+442071234567"), "+442071234567"),
        (_number(0.25, "25%", "percentage"), "25%"),
        (_number(1234.5, "1,234.50"), "1234.5"),
        (_number(7, "7.00"), "7"),
        (_text("007"), "007"),
    ],
)
def test_cells_as_they_are_shown(tmp_path: Path, cell: str, text: str) -> None:
    rows = _row(_text("Name"), _text("Value")) + _row(_text("Ann"), cell) + _EMPTY_ROWS

    assert _document(tmp_path / "contacts.ods", rows).sheet.data == [("Ann", text)]


def test_addresses_behind_links(tmp_path: Path) -> None:
    link = '<text:a xlink:href="mailto:ann@example.com">write to Ann</text:a>'
    rows = _row(_text("Name"), _text("Contact")) + _row(_text("Ann"), _text(link)) + _row(_text("Bob"), _text("none"))

    found = _document(tmp_path / "contacts.ods", rows)

    assert found.sheet.data == [("Ann", "write to Ann <ann@example.com>"), ("Bob", "none")]


def test_corrections_find_their_cells_past_repeated_rows_columns_and_sheets(tmp_path: Path) -> None:
    gap = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    blanks = '<table:table-cell table:number-columns-repeated="2"/>'
    head = _row(_text("Name"), _text("Email"), blanks, _text("Zip"))
    rows = gap + head + _row(_text("Ann"), _text("ann@example.com"), blanks, _number(501, "00501"))
    other = _row(_text("Name"), _text("Zip")) + _row(_text("Bob"), _number(7, "00007"))

    found = _document(tmp_path / "contacts.ods", rows, other)

    assert found.sheets[0].head.header_rows == (4,)
    assert found.sheets[0].data == [("Ann", "ann@example.com", "", "", "00501")]
    assert found.sheets[1].data == [("Bob", "00007")]


def test_a_document_whose_name_says_nothing_leaves_no_link_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = tmp_path / "links"
    links.mkdir()
    monkeypatch.setenv("TMPDIR", str(links))

    assert _document(
        tmp_path / "upload", _row(_text("Name"), _text("Email")) + _row(_text("Ann"), _text("a@x.example"))
    )
    assert list(links.iterdir()) == []
