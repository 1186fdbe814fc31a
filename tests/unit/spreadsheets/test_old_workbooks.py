"""Workbooks in the format of Excel 97 to 2003."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.spreadsheets.reading import read
from tests.unit.spreadsheets.workbooks import ErrorValue, Styled, mail_link, write_xls


def test_texts_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xls"
    write_xls(path, [["Name", "Phone"], ["Jörg 王", "0912345678"], ["Ann", 250788382382]])

    found = read(path)

    assert found.format == "xls"
    assert found.sheet.data == [("Jörg 王", "0912345678"), ("Ann", "250788382382")]


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [("00000", 501, "00501"), ("0000000000", 912345678, "0912345678"), ("0%", 0.5, "50%"), ("General", 501, "501")],
)
def test_number_formats_that_change_the_digits(tmp_path: Path, code: str, value: float, text: str) -> None:
    path = tmp_path / "contacts.xls"
    write_xls(path, [["Name", "Zip"], ["Ann", Styled(value)]], number_format=code)

    assert read(path).sheet.data == [("Ann", text)]


def test_error_values(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xls"
    write_xls(path, [["Name", "Email"], ["Ann", ErrorValue(42)], ["Bob", "bob@example.com"]])

    assert read(path).sheet.data == [("Ann", "#N/A"), ("Bob", "bob@example.com")]


def test_addresses_behind_links(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xls"
    rows: list[list[Any]] = [["Name", "Contact", "Zip"], ["Ann", "write", 1], ["Bob", "bob@example.com", 2]]
    write_xls(path, rows, links=[mail_link(1, 1, "ann@example.com"), mail_link(2, 1, "bob@example.com")])

    assert read(path).sheet.data == [("Ann", "write <ann@example.com>", "1"), ("Bob", "bob@example.com", "2")]


@pytest.mark.parametrize("name", ["contacts.xlsx", "contacts.csv", "upload", "contacts.xls.tmp"])
def test_the_extension_does_not_matter(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_xls(path, [["Name", "Email"], ["Ann", "ann@example.com"]])

    assert read(path).format == "xls"
