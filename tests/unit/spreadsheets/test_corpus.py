"""The shared corpus of files that people and programs made: outcome, sheets, header rows, counts, encoding, cost.

The manifest's rows are counted from 0 and `data_rows` counts every row with content below the header, totals and notes
included; `CONTESTED` says where reading decides otherwise on purpose.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from crm.spreadsheets import SpreadsheetRejected
from crm.spreadsheets.model import BLANK_ROW

from tests.unit.spreadsheets.reading import ReadFile, ReadSheet, read

_CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
_MANIFEST = _CORPUS / "manifest.json"

if not _MANIFEST.exists():
    pytest.skip("the shared corpus (../shared/corpus) is not here", allow_module_level=True)

pytestmark = pytest.mark.slow

_FILES: list[dict[str, Any]] = json.loads(_MANIFEST.read_text(encoding="utf-8"))["files"]
# What the manifest's free words allow, as codes; "parsed" besides.
_OUTCOMES = {
    "encrypted": {"encrypted"},
    "corrupted": {"corrupt", "unsafe"},
    "too large": {"too_large"},
    "not a spreadsheet": {"not_a_spreadsheet"},
    "unknown encoding": {"encoding"},
    "empty": {"empty"},
}
# Either outcome is right by the manifest's own words; the table of these two is read.
_EITHER = {"robustness/csv_text_named.xlsx", "robustness/csv_wrong_utf32_bom.csv"}
# The manifest calls the first line's commas the delimiter, although three of four lines are cut by tabs.
CONTESTED_DELIMITER = {"robustness/csv_tab_comma_mixed.csv"}


def _allowed(expected: str) -> set[str]:
    codes = {code for words, found in _OUTCOMES.items() if words in expected for code in found}
    if "parsed" in expected or "rows of error text" in expected:
        codes.add("parsed")
    return codes | ({"not_a_spreadsheet", "empty"} if expected.startswith("empty or rejected") else set())


def _ids(entry: dict[str, Any]) -> str:
    return str(entry["path"])


@pytest.fixture(scope="module")
def reader() -> Iterator[ProcessPoolExecutor]:
    """A process whose only children are the reading processes, so that its peak memory is theirs alone."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield pool


def _read(entry: dict[str, Any]) -> ReadFile | str:
    try:
        return read(_CORPUS / entry["path"])
    except SpreadsheetRejected as rejected:
        return rejected.code


def _with_content(sheet: ReadSheet) -> int:
    return sum(1 for row in sheet.rows if row.skip != BLANK_ROW and row.skip != "error values only")


def _measured(entry: dict[str, Any]) -> tuple[ReadFile | str, float, int]:
    """What was found, seconds, and the highest peak so far in KiB."""
    began = time.monotonic()
    found = _read(entry)
    return found, time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


@pytest.mark.parametrize("entry", _FILES, ids=_ids)
def test_the_outcome_within_20_seconds_and_a_gibibyte(entry: dict[str, Any], reader: ProcessPoolExecutor) -> None:
    found, seconds, peak = reader.submit(_measured, entry).result()

    outcome = found if isinstance(found, str) else "parsed" if any(s.data for s in found.sheets) else "empty"
    assert outcome in _allowed(entry["expected_outcome"]), entry["expected_outcome"]
    assert seconds < 20
    assert peak < 1024 * 1024


_PARSED = [entry for entry in _FILES if entry.get("sheets")]


@pytest.mark.parametrize("entry", _PARSED, ids=_ids)
def test_sheets_header_rows_and_data_rows(entry: dict[str, Any]) -> None:
    found = _read(entry)
    if isinstance(found, str):
        pytest.skip(f"rejected as {found}, which the manifest allows")

    expected = [(sheet.get("name") or "", sheet["header_row"], sheet["data_rows"]) for sheet in entry["sheets"]]
    got = [
        (
            sheet.head.name,
            sheet.head.header_rows[0] - 1 if sheet.head.header_rows else None,
            0 if sheet.head.skipped == "empty sheet" else _with_content(sheet),
        )
        for sheet in found.sheets
    ]
    assert got == expected


@pytest.mark.parametrize("entry", [entry for entry in _PARSED if entry["sheets"][0].get("header")], ids=_ids)
def test_header_texts(entry: dict[str, Any]) -> None:
    found = _read(entry)
    assert isinstance(found, ReadFile)

    for sheet, expected in zip(found.sheets, entry["sheets"], strict=True):
        texts = [" ".join(text.split()) for text in expected["header"] or ()]
        while texts and not texts[-1]:
            texts.pop()
        assert list(sheet.head.header) == texts


@pytest.mark.parametrize("entry", [entry for entry in _PARSED if entry["encoding"]], ids=_ids)
def test_encoding_and_delimiter(entry: dict[str, Any]) -> None:
    found = _read(entry)
    assert isinstance(found, ReadFile)

    single = max(sheet.head.width for sheet in found.sheets) == 1
    assert found.encoding == entry["encoding"]
    if not single and entry["path"] not in CONTESTED_DELIMITER:
        assert found.delimiter == entry["delimiter"]
