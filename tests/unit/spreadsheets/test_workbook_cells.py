"""Cells of workbooks as the sheet shows them, with their rows as the sheet numbers them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from crm.spreadsheets import SpreadsheetRejected

from tests.unit.spreadsheets.reading import ReadSheet, read
from tests.unit.spreadsheets.workbooks import Raw, relations_xml, sheet_xml, write_parts, write_xlsx


def _one(path: Path, rows: list[list[object]], **options: object) -> ReadSheet:
    write_xlsx(path, {"Sheet": rows}, **options)  # type: ignore[arg-type]
    return read(path).sheet


def _shown(tmp_path: Path, *cells: object, **options: object) -> tuple[str, ...]:
    """One data row below a header that nobody could mistake."""
    header = [f"column {chr(97 + n)}" for n in range(len(cells))]
    sheet = _one(tmp_path / "book.xlsx", [["Email", *header], ["ann@example.com", *cells]], **options)
    return sheet.data[0][1:]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0912345678", "0912345678"),
        (912345678.0, "912345678"),
        (8675309, "8675309"),
        (250788382382, "250788382382"),
        (6377020000000000, "6377020000000000"),
        (1234567890123456789, "1234567890123456800"),
        (1e22, "10000000000000000000000"),
        (-5.0, "-5"),
        (0.1 + 0.2, "0.3"),
        (90.58, "90.58"),
        (0.00000015, "0.00000015"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("NA", "NA"),
        ("Null", "Null"),
        ("None", "None"),
        ("#hash", "#hash"),
        (dt.date(1971, 1, 2), "1971-01-02"),
        (dt.datetime(2014, 2, 19, 14, 30), "2014-02-19 14:30:00"),
        (dt.datetime(2014, 2, 19, 14, 57, 13), "2014-02-19 14:57:13"),
        (dt.datetime(2014, 2, 19), "2014-02-19"),
    ],
)
def test_values(tmp_path: Path, cell: object, text: str) -> None:
    assert _shown(tmp_path, cell) == (text,)


def test_days_that_count_from_1904(tmp_path: Path) -> None:
    serial = (dt.date(2021, 1, 1) - dt.date(1904, 1, 1)).days

    assert _shown(tmp_path, Raw(f'<c r="{{r}}" s="1"><v>{serial}</v></c>'), epoch_1904=True) == ("2021-01-01",)


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("00000", 2134, "02134"),
        ("000000000", 912345678, "912345678"),
        ("0000000000", 912345678, "0912345678"),
        ("0###", 12, "0012"),
        ("00000\\-0000", 21341234, "02134-1234"),
        ("000\\-00\\-0000", 12345678, "012-34-5678"),
        ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 2025550101, "(202) 555-0101"),
        ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 5550101, "555-0101"),
        ("0#\\ ##\\ ##\\ ##\\ ##", 612345678, "06 12 34 56 78"),
        ('"+"0', 442071234567, "+442071234567"),
        ("+#", 442071234567, "+442071234567"),
        ("0%", 0.25, "25%"),
        ("0.0%", 0.256, "25.6%"),
        ("#,##0.00", 1234.5, "1234.5"),
        ("0.00", 7, "7"),
        ("0", 12345, "12345"),
        ("General", 12345, "12345"),
        ("@", 12345, "12345"),
        ('0.00" EUR"', 12.5, "12.5"),
        ("00000", "ABC", "ABC"),
        ("00000", 12.5, "12.5"),
    ],
)
def test_number_formats_that_change_the_digits(tmp_path: Path, code: str, number: object, text: str) -> None:
    cell = (
        Raw(f'<c r="{{r}}" s="3"><v>{number}</v></c>')
        if not isinstance(number, str)
        else Raw(f'<c r="{{r}}" s="3" t="inlineStr"><is><t>{number}</t></is></c>')
    )

    assert _shown(tmp_path, cell, formats=(code,)) == (text,)


def test_error_values_show_and_rows_of_nothing_else_are_no_data(tmp_path: Path) -> None:
    error = Raw('<c r="{r}" t="e"><v>#N/A</v></c>')
    sheet = _one(
        tmp_path / "book.xlsx", [["Name", "Email"], ["Ann", error], [error, error], ["Bob", "bob@example.com"]]
    )

    assert [(row.number, row.cells, row.skip) for row in sheet.rows] == [
        (2, ("Ann", "#N/A"), None),
        (3, ("#N/A", "#N/A"), "error values only"),
        (4, ("Bob", "bob@example.com"), None),
    ]


def test_a_sheet_of_error_values_is_empty(tmp_path: Path) -> None:
    error = Raw('<c r="{r}" t="e"><v>#DIV/0!</v></c>')

    sheet = _one(tmp_path / "book.xlsx", [[error], [error]])

    assert sheet.head.skipped == "empty sheet"
    assert sheet.data == []


def _linked(tmp_path: Path, links: dict[str, str], rows: list[list[object]]) -> ReadSheet:
    tags = "".join(f'<hyperlink ref="{cell}" r:id="h{n}"/>' for n, cell in enumerate(links))
    path = tmp_path / "book.xlsx"
    relations = relations_xml({f"h{n}": ("hyperlink", target, True) for n, target in enumerate(links.values())})
    write_parts(
        path,
        {"Sheet": sheet_xml(rows, after=f"<hyperlinks>{tags}</hyperlinks>")},
        extra=[("xl/worksheets/_rels/sheet1.xml.rels", relations)],
    )
    return read(path).sheet


def test_addresses_behind_links_come_with_the_text(tmp_path: Path) -> None:
    sheet = _linked(
        tmp_path,
        {
            "B2": "mailto:ann@example.com",
            "B3": "mailto:bob@example.com?subject=Hello",
            "B4": "mailto:cid@example.com",
            "C4": "tel:+12025550101",
            "A2": "https://example.com/ann",
        },
        [
            ["Name", "Contact", "Phone"],
            ["Ann", "write to me", "555 0101 01"],
            ["Bob", "bob@example.com", "555 0101 02"],
            ["Cid", "", "call"],
        ],
    )

    assert sheet.data == [
        ("Ann", "write to me <ann@example.com>", "555 0101 01"),
        ("Bob", "bob@example.com", "555 0101 02"),
        ("Cid", "cid@example.com", "call <+12025550101>"),
    ]


def test_addresses_in_link_formulas(tmp_path: Path) -> None:
    formula = 'HYPERLINK("mailto:ann@example.com","Ann")'.replace('"', "&quot;")
    cell = Raw(f'<c r="{{r}}" t="str"><f>{formula}</f><v>Ann</v></c>')

    assert _shown(tmp_path, cell) == ("Ann <ann@example.com>",)


def test_rows_and_columns_keep_their_place(tmp_path: Path) -> None:
    sheet = _one(
        tmp_path / "book.xlsx",
        [["Name", "Email"], ["Ann", "ann@example.com"], [], ["Bob", "b@example.com"]],
        top=6,
        left=2,
    )

    assert sheet.head.header_rows == (7,)
    assert sheet.head.header == ("", "", "Name", "Email")
    assert [(row.number, row.skip) for row in sheet.rows] == [(8, None), (9, "blank row"), (10, None)]
    assert sheet.data[0] == ("", "", "Ann", "ann@example.com")


def test_a_merged_value_is_not_invented_for_the_cells_it_covers(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows: list[list[Any]] = [["First", "Last", "Since"], ["Sam", "Johnson", 1], ["Dave", None, 2]]
    write_parts(path, {"Sheet": sheet_xml(rows, after='<mergeCells><mergeCell ref="B2:B3"/></mergeCells>')})

    assert read(path).sheet.data[1] == ("Dave", "", "2")


def test_a_company_merged_over_two_contacts_is_that_of_both(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows: list[list[Any]] = [
        ["Company", "Contact", "Phone", "Email"],
        ["Mill Ltd", "Sam Johnson", "0117 555 0101", "sam@example.com"],
        [None, "Dave Roe", "0117 555 0102", "dave@example.com"],
        [None, None, "0117 555 0103", None],
        [None, "Ann Lee", "0117 555 0104", "ann@example.com"],
    ]
    write_parts(path, {"Sheet": sheet_xml(rows, after='<mergeCells><mergeCell ref="A2:A4"/></mergeCells>')})

    assert [cells[0] for cells in read(path).sheet.data] == ["Mill Ltd", "Mill Ltd", "", ""]


def test_headers_merged_over_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows: list[list[Any]] = [
        ["Name", "Contact", None],
        [None, "Email", "Phone"],
        ["Ann", "ann@example.com", "555 0101 01"],
    ]
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    write_parts(path, {"Sheet": sheet_xml(rows, after=merges)})

    head = read(path).sheet.head

    assert head.header_rows == (1, 2)
    assert head.header == ("Name", "Contact Email", "Contact Phone")


def test_table_definitions_tell_where_the_header_is(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows: list[list[Any]] = [["A1", "B1"], ["A2", "B2"], ["A3", "B3"], ["A4", "B4"]]
    table = '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="T" ref="A2:B4"/>'
    write_parts(
        path,
        {"Sheet": sheet_xml(rows)},
        extra=[
            ("xl/worksheets/_rels/sheet1.xml.rels", relations_xml({"t": ("table", "../tables/table1.xml", False)})),
            ("xl/tables/table1.xml", table),
        ],
    )

    assert read(path).sheet.head.header_rows == (2,)


def test_texts_of_several_runs_without_their_reading_aids(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows: list[list[Any]] = [["氏名", "メール"], [Raw('<c r="{r}" t="s"><v>0</v></c>'), "taro@example.com"]]
    text = "<r><t>山田</t></r><r><t>太郎</t></r><rPh sb='0' eb='2'><t>ヤマダ</t></rPh>"
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>{text}</si></sst>'
    write_parts(path, {"Sheet": sheet_xml(rows)}, extra=[("xl/sharedStrings.xml", shared)])

    assert read(path).sheet.data == [("山田太郎", "taro@example.com")]


def test_a_cell_may_hold_the_character_between_the_cells_of_a_sent_row(tmp_path: Path) -> None:
    assert _shown(tmp_path, Raw('<c r="{r}" t="str"><v>a_x001F_b</v></c>'), "c") == ("a\x1fb", "c")


def test_a_stray_cell_far_away_does_not_hide_the_table(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    near = sheet_xml(
        [["Name", "Email", "Zip"], ["Ann", "ann@example.com", Raw('<c r="{r}" s="3"><v>501</v></c>')]], strings=None
    )
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    write_parts(path, {"Sheet": near.replace("</sheetData>", far)}, formats=("00000",))

    sheet = read(path).sheet

    assert sheet.head.header_rows == (1,)
    assert sheet.data[0] == ("Ann", "ann@example.com", "00501")
    assert sheet.rows[-1].number == 1_048_576
    assert len(sheet.data) == 2


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param('</sheetData><sheetData><row r="3"><c r="A3"><v>1</v></c></row>', id="rows begin twice"),
        pytest.param('<row r="3000000"><c r="A3000000"><v>1</v></c></row>', id="far below the end of a sheet"),
        pytest.param(
            '<row r="5"/><row r="3"><c r="A3"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            id="rows go back",
        ),
    ],
)
def test_a_sheet_whose_rows_would_be_lost_is_refused_as_damaged(lost: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    near = sheet_xml([["Name", "Email"], ["Ann", "ann@example.com"]])
    write_parts(path, {"Sheet": near.replace("</sheetData>", f"{lost}</sheetData>")})

    with pytest.raises(SpreadsheetRejected) as refused:
        read(path)

    assert refused.value.code == "corrupt"
