"""Workbooks whose parts have odd paths, and what only claims to be a workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from crm.spreadsheets import SpreadsheetRejected

from tests.unit.spreadsheets.reading import read

Rename = Callable[[str], str]
Rewrite = Callable[[bytes], bytes]


def _as_they_are(content: bytes) -> bytes:
    return content


def _in_book(content: bytes) -> bytes:
    return content.replace(b"/xl/", b"/book/").replace(b'"xl/', b'"book/')


def _repacked(folder: Path, rename: Rename, rewrite: Rewrite) -> Path:
    plain, odd = folder / "plain.xlsx", folder / "odd.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Name", "Email"])
    book.active.append(["Tilda Averkamp", "tilda@averkamp.example"])
    book.create_sheet("Second").append(["Name", "Email"])
    book.save(plain)
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(odd, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            copy.writestr(rename(name), rewrite(parts.read(name)))
    return odd


@pytest.mark.parametrize(
    ("rename", "rewrite"),
    [
        pytest.param(lambda name: name.replace("/", "\\"), _as_they_are, id="backslashes"),
        pytest.param(lambda name: name.replace("xl/", "book/"), _in_book, id="another folder"),
        pytest.param(lambda name: f"/{name}", _as_they_are, id="from the root"),
        pytest.param(lambda name: f"./{name}", _as_they_are, id="from here"),
        pytest.param(lambda name: name.replace("xl/", "book\\").replace("/", "\\"), _in_book, id="both"),
    ],
)
def test_a_workbook_is_read_wherever_its_parts_lie(tmp_path: Path, rename: Rename, rewrite: Rewrite) -> None:
    file = read(_repacked(tmp_path, rename, rewrite))
    assert file.format == "xlsx"
    assert [sheet.head.name for sheet in file.sheets] == ["Sheet", "Second"]
    assert file.sheets[0].data == [("Tilda Averkamp", "tilda@averkamp.example")]


def test_an_archive_with_a_list_of_other_parts_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    types = b'<Types><Override PartName="/word/document.xml" ContentType="wordprocessingml.document.main+xml"/></Types>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", b"<document/>")
    with pytest.raises(SpreadsheetRejected, match="archive"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        "This is a letter.\nDear Sir,\nI write to you about nothing.\nYours\n",
        "Error 500: the export failed, please try again.\nThe request was stopped.\nAsk your administrator.\n",
    ],
)
def test_prose_that_claims_to_be_a_workbook_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "export.xlsx"
    path.write_text(text)
    with pytest.raises(SpreadsheetRejected) as rejected:
        read(path)
    assert rejected.value.code == "not_a_spreadsheet"


@pytest.mark.parametrize(
    "text", ["Name,Email\nTilda,tilda@averkamp.example\n", "Name;City\nTilda;Cottbus\nJonas;Gera\n"]
)
def test_a_table_of_texts_that_claims_to_be_a_workbook_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "export.xlsx"
    path.write_text(text)
    assert read(path).sheet.data
