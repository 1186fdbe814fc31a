"""Rows of xlsx sheets, however a program writes them: taken apart by one pattern, or cell by cell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from crm.spreadsheets import Limits, SpreadsheetRejected
from crm.spreadsheets.workbooks import shared_strings, xlsx_rows, xlsx_sheet_xml
from crm.spreadsheets.workbooks.reader import open_workbook

from tests.unit.spreadsheets.reading import read, trimmed
from tests.unit.spreadsheets.workbooks import MAIN, relations_xml, sheet_xml, write_parts

_HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Zip</t></is></c></row>'
)
_STRINGS = ("Ann", "Bob &amp; Co", "a_x000D_b")
# More than a pattern takes to be worth compiling.
_MANY = 2_000


def _sheet(rows: str, prefix: str = "") -> str:
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    tag = f"{prefix}:" if prefix else ""
    return f'<{tag}worksheet {name}="{MAIN}"><{tag}sheetData>{rows}</{tag}sheetData></{tag}worksheet>'


def _rows(tmp_path: Path, *sheets: str, **options: Any) -> list[list[tuple[str, ...]]]:
    """The rows of each sheet without empty cells at their ends."""
    path = tmp_path / "book.xlsx"
    names = (f"Sheet {number}" for number in range(1, len(sheets) + 1))
    write_parts(path, dict(zip(names, sheets, strict=True)), **{"strings": _STRINGS, **options})
    book = open_workbook(str(path), "xlsx", Limits())
    return [[trimmed(cells) for block in sheet.blocks for cells in block] for sheet in book.sheets()]


@pytest.mark.parametrize("many", [pytest.param(False, id="few rows"), pytest.param(True, id="many rows")])
@pytest.mark.parametrize(
    ("row", "cells"),
    [
        pytest.param('<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>7</v></c></row>', ("Ann", "7"), id="usual"),
        pytest.param('<row r="2"><c r="B2"><v>7</v></c></row>', ("", "7"), id="a cell is missing"),
        pytest.param('<row><c t="s"><v>0</v></c><c><v>7</v></c></row>', ("Ann", "7"), id="nothing has a reference"),
        pytest.param(
            '<row spans="1:2" r="2"><c t="s" r="A2"><v>0</v></c><c s="0" r="B2"><v>7</v></c></row>',
            ("Ann", "7"),
            id="references after other attributes",
        ),
        pytest.param(
            "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2'><v>7</v></c></row>", ("Ann", "7"), id="single quotes"
        ),
        pytest.param(
            '\n  <row r="2">\n <c r="A2" t="s">\n<v>0</v>\n</c> <c r="B2"><v>7</v></c></row>\n',
            ("Ann", "7"),
            id="blanks between tags",
        ),
        pytest.param(
            '<!-- all of it --><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v><![CDATA[7]]></v></c></row>',
            ("Ann", "7"),
            id="comments and plain characters",
        ),
        pytest.param(
            '<row r="2"><c r="A2" s="1"/><c r="B2"><v>7</v></c></row>', ("", "7"), id="a cell with nothing but a style"
        ),
        pytest.param('<row r="2"><c r="A2" s="0"></c><c r="B2" ><v>7</v></c></row>', ("", "7"), id="an empty cell"),
        pytest.param(
            '<row r="2"><c r="A2" t="str"><f>B2&amp;"x"</f><v>7&lt;x</v></c>'
            '<c r="B2"><f t="shared" si="0"/><v>7</v></c></row>',
            ("7<x", "7"),
            id="formulas",
        ),
        pytest.param(
            '<row r="2"><c r="A2" t="str"><f>HYPERLINK("mailto:ann@x.example","Ann")</f><v>Ann</v></c></row>',
            ("Ann <ann@x.example>",),
            id="a formula that links to an address",
        ),
        pytest.param(
            '<row r="2"><c r="A2"><v>-0</v></c><c r="B2"><v>1234567890123456789</v></c></row>',
            ("0", "1234567890123456800"),
            id="more digits than a number shows",
        ),
        pytest.param('<row r="2"><c r="A2"><f>B2</f><v></v></c><c r="B2"><f>1</f><v/></c></row>', (), id="no results"),
        pytest.param(
            '<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve">&quot;Ann&quot;</t></is></c></row>',
            ('"Ann"',),
            id="a text of its own",
        ),
        pytest.param(
            '<row r="2"><c r="A2" t="inlineStr"><is><r><t>An</t></r><r><t>n</t></r></is></c>'
            '<c r="B2"><v>7</v></c></row>',
            ("Ann", "7"),
            id="a text of several runs",
        ),
        pytest.param(
            '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="str"><v>_x0041_</v></c></row>',
            ("a\rb", "A"),
            id="escaped characters",
        ),
        pytest.param('<row><c r="A2" t="s"><v>0</v></c></row>', ("Ann",), id="the row's number in its cells"),
        pytest.param('<row r="2"><c r = "A2" t = "s"><v> 0 </v></c></row>', ("Ann",), id="blanks in tags"),
        pytest.param('<row r="2"><c r="a2" t="s"><v>0</v></c ></row >', ("Ann",), id="small letters"),
        pytest.param('<row r="2"><c r="A2" t="b"><v>true</v></c></row>', ("TRUE",), id="truth in a word"),
        pytest.param(
            '<row r="2"><c r="A2" t="str"><is><t>007</t></is></c></row>', ("007",), id="a text by another name"
        ),
        pytest.param('<row r="2"><c r="A2" t="inlineStr"><v>007</v></c></row>', ("007",), id="a value by another name"),
        pytest.param(
            '<row r="2"><!-- <c r="A2"><v>1</v></c> --><c r="B2"><v>2</v></c></row>', ("", "2"), id="a comment"
        ),
        pytest.param('<?x y?><row r="2"><c r="B2"><v>2</v></c></row>', ("", "2"), id="an instruction"),
        pytest.param('<row r="2"><c r="B2"><v>1,5.0</v></c></row>', ("", "1,5.0"), id="no number"),
        pytest.param(
            '<row r="2"><c r="B2"><v>7</v></c><c r="A2" t="s"><v>1</v></c></row>',
            ("Bob & Co", "7"),
            id="cells in another order",
        ),
        pytest.param(
            '<row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2"><v>7.0</v></c></row>', ("TRUE", "7"), id="truth"
        ),
        pytest.param(
            '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>1E2</v></c></row>', ("#N/A", "100"), id="an error"
        ),
        pytest.param(
            '<row r="2"><c r="A2" t="d"><v>2024-05-03T00:00:00</v></c><c r="B2" s="2"><v>45415.5</v></c></row>',
            ("2024-05-03", "2024-05-03 12:00:00"),
            id="dates",
        ),
        pytest.param(
            '<row r="2"><c r="A2" s="3"><v>1.25</v></c><c r="B2" s="1"><v>45415</v></c></row>',
            ("30:00:00", "2024-05-03"),
            id="time that has passed",
        ),
        pytest.param(
            '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="D2"><v>7</v></c></row>', ("Ann", "", "", "7"), id="wider"
        ),
    ],
)
def test_a_row_shows_the_same_however_it_is_written(
    row: str, cells: tuple[str, ...], many: bool, tmp_path: Path
) -> None:
    usual = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c><c r="B{0}"><v>12345</v></c></row>'
    below = [usual.format(number) for number in range(3, _MANY)] if many else []

    (found,) = _rows(tmp_path, _sheet(_HEADER + row + "".join(below)), formats=("[h]:mm",))

    assert found == [("Name", "Zip"), cells, *[("Ann", "12345")] * len(below)]


def test_a_cell_far_to_the_right_stays_there_where_those_before_it_are_missing(tmp_path: Path) -> None:
    rows = [f'<row r="{n}"><c r="AA{n}"><v>27</v></c><c r="BB{n}"><v>54</v></c></row>' for n in range(1, _MANY * 3)]

    (found,) = _rows(tmp_path, _sheet("".join(rows)))

    assert set(found) == {("",) * 26 + ("27",) + ("",) * 26 + ("54",)}


def test_rows_that_are_wider_than_the_first_ones_show_the_same(tmp_path: Path) -> None:
    narrow = [f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 500)]
    wide = [f'<row r="{n}"><c r="B{n}"><v>7</v></c><c r="CX{n}"><v>102</v></c></row>' for n in range(500, 3_000)]
    widest = [f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>2</v></c></row>' for n in range(3_000, 3_030)]

    (found,) = _rows(tmp_path, _sheet("".join([*narrow, *wide, *widest])))

    assert found[498:500] == [("Ann",), ("", "7", *[""] * 99, "102")]
    assert found[-1] == ("1", *[""] * 16_382, "2")
    assert len(found) == 3_029


@pytest.mark.parametrize("worth", [0, 1 << 30])
@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8-sig"),
        ("", "utf-8"),
    ],
)
def test_parts_are_read_in_the_encoding_that_they_declare(
    raw: str, encoding: str, worth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_rows, "_WORTH_A_COLUMN", worth)
    sheet = _sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><v>Müller\r\n&amp; Co</v></c></row>')
    table = f'<sst xmlns="{MAIN}"><si><t>Zoë</t></si></sst>'
    path = tmp_path / "book.xlsx"
    write_parts(
        path,
        {"Sheet": ""},
        extra=[
            ("xl/worksheets/sheet1.xml", (raw + sheet).encode(encoding)),
            ("xl/sharedStrings.xml", (raw + table).encode(encoding)),
        ],
    )
    (found,) = open_workbook(str(path), "xlsx", Limits()).sheets()

    assert [row for block in found.blocks for row in block] == [("Zoë", "Müller\n& Co")]


def test_a_part_in_another_encoding_than_it_declares_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheet = _sheet('<row r="1"><c r="A1" t="str"><v>Müller</v></c></row>')
    write_parts(path, {"Sheet": ""}, extra=[("xl/worksheets/sheet1.xml", sheet.encode("latin-1"))])

    with pytest.raises(SpreadsheetRejected) as refused:
        read(path)

    assert refused.value.code == "corrupt"


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (("hh:mm:ss.000", "0"), "2023-03-15 12:00:00"),
        (('"a;b"dd.mm.yyyy', "0"), "2023-03-15 12:00:00"),
        (("[hh]:mm", "0"), "1080012:00:00"),
        (("0.00", "0"), "45000.5"),
    ],
)
def test_number_formats_that_show_times(codes: tuple[str, ...], text: str, tmp_path: Path) -> None:
    sheet = _sheet('<row r="1"><c r="A1" s="3"><v>45000.5</v></c></row>')

    assert _rows(tmp_path, sheet, formats=codes) == [[(text,)]]


def test_styles_are_counted_whatever_stands_between_them(tmp_path: Path) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="[>0]yyyy"/></numFmts>'
        '<cellXfs><xf/><!-- <xf numFmtId="0"/> --><xf numFmtId="200"/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="200" formatCode="0.00"/></dxf></dxfs></styleSheet>'
    )
    sheet = _sheet('<row r="1"><c r="A1" s="1"><v>45000</v></c><c r="B1"><v>45000</v></c></row>')

    assert _rows(tmp_path, sheet, extra=[("xl/styles.xml", styles)]) == [[("2023-03-15", "45000")]]


def test_halves_of_characters_are_joined_and_alone_are_none(tmp_path: Path) -> None:
    sheet = _sheet('<row r="1"><c r="A1" t="str"><v>_xD83D__xDE00_</v></c><c r="B1" t="str"><v>&#xD83D;</v></c></row>')

    assert _rows(tmp_path, sheet) == [[("😀", "\ufffd")]]


def test_days_beyond_the_last_are_numbers(tmp_path: Path) -> None:
    sheet = _sheet('<row r="1"><c r="A1" s="1"><v>2957900</v></c></row>')

    assert _rows(tmp_path, sheet, epoch_1904=True) == [[("2957900",)]]


@pytest.mark.parametrize("worth", [0, 1 << 30])
def test_tags_may_have_a_prefix(worth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_rows, "_WORTH_A_COLUMN", worth)
    text = '<x:c r="B2" t="inlineStr"><x:is><x:t>7</x:t></x:is></x:c>'
    rows = f'<x:row r="2"><x:c r="A2" t="s"><x:v>1</x:v></x:c>{text}</x:row>'

    assert _rows(tmp_path, _sheet(rows, "x")) == [[(), ("Bob & Co", "7")]]


@pytest.mark.parametrize("kept", [0, 1 << 20])
def test_a_large_part_is_unpacked_twice_and_shows_the_same(
    kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Blocks end within tags, rows and characters.
    monkeypatch.setattr(xlsx_sheet_xml, "_KEPT", kept)
    monkeypatch.setattr(xlsx_sheet_xml, "_BLOCK", 7)
    monkeypatch.setattr(xlsx_sheet_xml, "_PIECE", 7)
    sheet = sheet_xml(
        [["Name", "Straße"], ["Ann", "sheetData"], ["Bo", "🏠"]],
        after='<hyperlinks><hyperlink ref="A3" r:id="h"/></hyperlinks>',
    )
    relations = relations_xml({"h": ("hyperlink", "mailto:bo@x.example", True)})

    found = _rows(tmp_path, sheet, extra=[("xl/worksheets/_rels/sheet1.xml.rels", relations)])

    assert found == [[("Name", "Straße"), ("Ann", "sheetData"), ("Bo <bo@x.example>", "🏠")]]


def test_all_rows_are_as_wide_as_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_parts(path, {"Sheet": sheet_xml([["Members"], ["Name", "Email", "Phone"], [], ["Ann"]])})
    (sheet,) = open_workbook(str(path), "xlsx", Limits()).sheets()

    assert [len(cells) for block in sheet.blocks for cells in block] == [3, 3, 0, 3]


@pytest.mark.parametrize("columns", [3, 4, 5, 9])
def test_a_cell_behind_all_others_is_read_in_whichever_row_it_is(
    columns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Patterns have a multiple of four columns, and only the ends of a piece are looked at.
    monkeypatch.setattr(xlsx_rows, "_WORTH_A_COLUMN", 0)
    monkeypatch.setattr(xlsx_rows, "_LOOKED_AT", 100)
    lines = [["Name", "Email"], *([f"Ann {number}", f"ann{number}@x.example"] for number in range(1_200))]
    lines[700] = [*lines[700], *([""] * (columns - 3)), "last"]

    (found,) = _rows(tmp_path, sheet_xml(lines))

    assert [[cell for cell in row if cell] for row in found] == [[cell for cell in line if cell] for line in lines]
    assert found[700][columns - 1] == "last"


def test_a_link_belongs_to_its_cell_though_the_cell_is_missing(tmp_path: Path) -> None:
    after = '<hyperlinks><hyperlink ref="B3" r:id="h"/></hyperlinks>'
    relations = relations_xml({"h": ("hyperlink", "mailto:ann@x.example", True)})

    found = _rows(
        tmp_path,
        sheet_xml([["Name", "Email"], [], ["Ann"]], after=after),
        extra=[("xl/worksheets/_rels/sheet1.xml.rels", relations)],
    )

    assert found == [[("Name", "Email"), (), ("Ann", "ann@x.example")]]


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(_sheet(_HEADER).replace("</sheetData></worksheet>", ""), id="breaks off"),
        pytest.param(_sheet(f'{_HEADER}<row r="2"><c r="A2"><v>1</v></c>'), id="a row without end"),
        pytest.param(_sheet(f'{_HEADER}<row r="2"><c r="A2"><v>1</v></row>'), id="a cell without end"),
        pytest.param(
            _sheet(f'{_HEADER}lost<row r="2"><c r="A2"><v>1</v></c></row><row r="3"/>'), id="a text between rows"
        ),
        pytest.param(_sheet(_HEADER + _HEADER), id="a row twice"),
        pytest.param(_sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), id="a shared text that there is not"),
        pytest.param(_sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), id="a shared text before the first"),
        pytest.param(_sheet('<row r="1"><c r="A1"><v>1</c></row>'), id="a value without end"),
        pytest.param(_sheet('<row r="1"><c r="A1"/><c r="A2"><v>1</v></c></row>'), id="a cell of another row"),
        pytest.param(_sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), id="a row below the last"),
        pytest.param("", id="nothing at all"),
        pytest.param(f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/>', id="nothing but a beginning"),
    ],
)
def test_what_cannot_be_read_whole_is_refused_as_damaged(sheet: str, tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetRejected) as refused:
        _rows(tmp_path, sheet)

    assert refused.value.code == "corrupt"


@pytest.mark.parametrize("shared", ["<sst><si><t>Ann</t>", "<sst><si><t>Ann</t></si><si><t>Bob</t></sst>"])
def test_shared_texts_that_break_off_are_refused_as_damaged(shared: str, tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetRejected) as refused:
        _rows(tmp_path, _sheet(_HEADER), extra=[("xl/sharedStrings.xml", shared)])

    assert refused.value.code == "corrupt"


@pytest.mark.parametrize("block", [5, 1 << 20])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_shared_texts_keep_their_numbers(
    block: int, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_strings, "_BLOCK", block)
    monkeypatch.setattr(shared_strings, "_FIRST", 100)
    items = "<si><t>Ann</t></si><si/><si><t/></si><si><r><t>B</t></r><r><t>o</t></r></si><si><t>Zoë &amp; Co</t></si>"
    table = f'<sst xmlns="{MAIN}">{items}</sst>'
    if prefix:
        table = re.sub("<(/?)", rf"<\1{prefix}", table).replace("xmlns", "xmlns:x")
    cells = "".join(f'<c r="{"ABCDE"[index]}1" t="s"><v>{index}</v></c>' for index in range(5))

    found = _rows(tmp_path, _sheet(f'<row r="1">{cells}</row>'), extra=[("xl/sharedStrings.xml", table)])

    assert found == [[("Ann", "", "", "Bo", "Zoë & Co")]]


def test_a_sheet_without_rows_is_blank(tmp_path: Path) -> None:
    empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    nothing = f'<worksheet xmlns="{MAIN}"/>'

    assert _rows(tmp_path, empty, nothing, sheet_xml([["Name"]])) == [[], [], [("Name",)]]
