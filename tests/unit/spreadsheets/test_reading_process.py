"""The child process that reads a file: its limits, its death, and that nothing of it stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from crm.spreadsheets import Limits, SpreadsheetRejected, open_spreadsheet, reading_child, reading_process
from crm.spreadsheets.model import MIB
from crm.spreadsheets.reading_process import ReadingProcess
from crm.spreadsheets.workbooks import xlsx_rows
from crm.spreadsheets.workbooks.reader import open_workbook

from tests.unit.spreadsheets.reading import read
from tests.unit.spreadsheets.workbooks import write_xlsx

_ROOT = Path(__file__).resolve().parents[3]


def printed_by(code: str) -> str:
    """What Python code prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(_ROOT / "lambda_src")},
        timeout=60,
    )
    return done.stdout.strip()


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A text file of more than one frame."""
    path = tmp_path / "contacts.csv"
    path.write_text("Name,Email\n" + "".join(f"N {n},n{n}@example.com\n" for n in range(50_000)))
    return path


def _alive(pid: int) -> bool:
    reading_process.reap()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def ahead() -> Iterator[int]:
    """The id of a process that waits for its file."""
    reading_process.prepare()
    (waiting,) = reading_process._waiting
    yield waiting.pid
    for left in reading_process._waiting:
        left.kill()
        left.communicate()
    reading_process._waiting.clear()


def test_a_process_that_was_started_ahead_reads_the_next_file(large: Path, ahead: int) -> None:
    reading_process.prepare()
    reading = ReadingProcess(large, large.name, Limits())

    assert (reading.pid, reading.frame()[0]) == (ahead, "book")
    reading.close()
    assert not _alive(ahead)


def test_a_process_that_died_while_it_waited_is_replaced(large: Path, ahead: int) -> None:
    os.kill(ahead, signal.SIGKILL)
    reading_process._waiting[0].wait()
    reading = ReadingProcess(large, large.name, Limits())

    assert reading.pid != ahead
    assert reading.frame()[0] == "book"
    reading.close()


def test_a_waiting_process_rehearses_with_the_same_contacts_as_a_text_and_as_a_workbook() -> None:
    folder = Path(reading_child.__file__).with_name("rehearsed")
    text, workbook = (read(folder / name).sheets for name in ("contacts.csv", "contacts.xlsx"))

    assert text[0].head.header == workbook[0].head.header
    assert text[0].grid == workbook[0].grid
    assert len(text[0].data) == 120
    reading_child._read_rehearsed_files()


def test_a_waiting_process_has_the_pattern_of_usual_rows(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    write_xlsx(path, {"Sheet": [[f"{row} {column}" for column in range(11)] for row in range(2_000)]})
    xlsx_rows.compile_usual()
    compiled = xlsx_rows._row_pattern.cache_info()
    rows = [
        row for sheet in open_workbook(str(path), "xlsx", Limits()).sheets() for block in sheet.blocks for row in block
    ]

    assert {len(row) for row in rows} == {11}
    assert xlsx_rows._row_pattern.cache_info().misses == compiled.misses
    assert xlsx_rows._row_pattern.cache_info().hits > compiled.hits


@pytest.mark.slow
def test_a_process_that_waits_ends_with_the_one_that_started_it() -> None:
    code = "from crm.spreadsheets import reading_process as reading; reading.prepare(); print(reading._waiting[0].pid)"
    waiting = int(printed_by(code))
    end = time.monotonic() + 60
    while _alive(waiting):
        assert time.monotonic() < end


def test_a_file_that_needs_more_memory_than_allowed_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    long = "long " * 200
    write_xlsx(path, {"Sheet": [[f"{long}{n} {m}" for m in range(40)] for n in range(1_500)]})

    with pytest.raises(SpreadsheetRejected) as rejected:
        read(path, limits=Limits(memory_bytes=100 * MIB))

    assert rejected.value.code == "too_large"


def test_sheets_that_are_unpacked_ahead_come_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    # The first ones are the longest, so that those unpacked beside them are ready sooner.
    emails = [f"a{number}@x.example" for number in range(2_000)]
    sheets = {f"Sheet {part}": [["Email"], *([email] for email in emails[: 2_000 // part])] for part in range(1, 8)}
    write_xlsx(path, sheets)

    assert [(sheet.head.name, len(sheet.data)) for sheet in read(path).sheets] == [
        (name, len(rows) - 1) for name, rows in sheets.items()
    ]


def test_waiting_has_an_end(large: Path) -> None:
    with pytest.raises(SpreadsheetRejected) as rejected:
        read(large, limits=Limits(wait_seconds=0.0))

    assert rejected.value.code == "too_large"
    assert "too long" in rejected.value.sentence


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT])
def test_the_death_of_the_child_is_a_rejection(large: Path, number: int) -> None:
    process = ReadingProcess(large, large.name, Limits())
    os.kill(process.pid, number)

    with pytest.raises(SpreadsheetRejected) as rejected:
        while True:
            process.frame()

    assert rejected.value.code == "too_large"
    assert not _alive(process.pid)


def test_leaving_early_ends_the_child(large: Path) -> None:
    with open_spreadsheet(large, file_name=large.name) as book:
        pid = book.process_id
        sheet = next(book.sheets())
        assert next(sheet.rows()).cells == ("N 0", "n0@example.com")
        assert _alive(pid)

    assert not _alive(pid)


def test_an_error_of_the_caller_ends_the_child(large: Path) -> None:
    with pytest.raises(KeyError), open_spreadsheet(large, file_name=large.name) as book:
        pid = book.process_id
        raise KeyError

    assert not _alive(pid)


def test_a_missing_file_is_an_error_and_no_rejection(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nothing.csv")


def test_names_with_any_characters(tmp_path: Path) -> None:
    path = tmp_path / "客户 '名单' \"2024\"; $(x).csv"
    path.write_text("Name,Email\nAnn,ann@example.com\n")

    assert read(path).sheet.data == [("Ann", "ann@example.com")]


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, crm.spreadsheets, crm.spreadsheets.opening, crm.spreadsheets.sheets\n"
        "print(sorted({'pandas', 'openpyxl', 'boto3', 'pydantic', 'numpy', 'python_calamine', 'charset_normalizer'}"
        " & set(sys.modules)))"
    )

    assert printed_by(code) == "[]"
