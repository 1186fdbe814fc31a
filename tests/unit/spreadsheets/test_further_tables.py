"""Tables of contacts below the first one, each under a header of its own: what begins one, and that no row is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, cast

import pytest
from crm.spreadsheets import open_spreadsheet
from crm.spreadsheets.reading_process import ReadingProcess
from crm.spreadsheets.sheets import Spreadsheet
from crm.table_numbers import MOST_TABLES, sheet_of, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.spreadsheets.reading import ReadSheet, trimmed
from tests.unit.spreadsheets.workbooks import write_xlsx

Cells = tuple[str, ...]
_WORDS = {"name", "email", "phone", "company", "contact", "city", "role", "notes", "first name", "last name", "tags"}
_PEOPLE: list[Cells] = [
    ("Name", "City", "Email", "Phone"),
    *((f"Ann Lee {n}", "Troy", f"ann{n}@x.example", "0170 555 013") for n in range(3)),
]
_FIRMS: list[Cells] = [
    ("Company", "Contact", "Role", "Email"),
    *((f"Acme {n} Ltd", f"Bob Ray {n}", "Sales", f"bob{n}@acme.example") for n in range(3)),
]


def _is_word(text: str) -> bool:
    return text.strip().casefold() in _WORDS


class _Frames:
    """A reading process whose file has one sheet with these rows."""

    pid = 0

    def __init__(self, rows: Sequence[Cells], size: int) -> None:
        self._frames = self._all(rows, size)

    @staticmethod
    def _all(rows: Sequence[Cells], size: int) -> Iterator[tuple[Any, ...]]:
        yield ("book", "csv", None, None, 1, ())
        yield ("sheet", 0, "People", (False, (), frozenset(), ()))
        for start in range(0, len(rows), size):
            yield ("rows", None, list(rows[start : start + size]))
        yield ("end",)

    def frame(self) -> tuple[Any, ...]:
        return next(self._frames)


def _tables(rows: Sequence[Cells], size: int = 256, header_rows: Mapping[int, int] | None = None) -> list[ReadSheet]:
    book = Spreadsheet(cast(ReadingProcess, _Frames(rows, size)), _is_word, header_rows or {})
    return [ReadSheet(sheet.head, list(sheet.rows())) for sheet in book.sheets()]


def _headers(rows: Sequence[Cells]) -> list[tuple[int, ...]]:
    return [table.head.header_rows for table in _tables(rows)]


@pytest.mark.parametrize("between", [[()], [(), ()], [("Our helpers",)], [(), ("Our helpers",), ("2026",)]])
def test_a_second_header_below_a_blank_row_or_a_title_begins_a_table_of_its_own(between: list[Cells]) -> None:
    first, second = _tables([*_PEOPLE, *between, *_FIRMS])

    assert first.data == _PEOPLE[1:]
    assert second.data == _FIRMS[1:]
    assert second.head.header == _FIRMS[0]
    assert second.head.header_rows == (len(_PEOPLE) + len(between) + 1,)
    assert second.rows[0].number == second.head.header_rows[0] + 1
    assert (first.head.sample, second.head.sample) == (tuple(first.rows[:3]), tuple(second.rows))


@pytest.mark.parametrize("ditto", ["„", ",,", '""', "″", "idem"])
def test_a_ditto_in_a_further_table_means_the_cell_above_it_there(ditto: str) -> None:
    firms = [*_FIRMS, ("Borg AG", "Cid Fox", ditto, "cid@borg.example")]

    assert [row[2] for row in _tables([*_PEOPLE, (), *firms])[1].data] == ["Sales"] * 4


def test_further_tables_keep_the_name_of_their_sheet_and_tell_which_it_is() -> None:
    heads = [table.head for table in _tables([*_PEOPLE, (), *_FIRMS, (), *_PEOPLE])]

    assert [head.name for head in heads] == ["People"] * 3
    assert [sheet_of(head.index) for head in heads] == [0, 0, 0]
    assert [table_of(head.index) for head in heads] == [1, 2, 3]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_far_down_a_file_is_found(tmp_path: Path, suffix: str) -> None:
    many = [_PEOPLE[0], *((f"N {n}", "Troy", f"n{n}@x.example", "0170 555 013") for n in range(4_000))]
    rows = [*many, (), ("Our helpers",), *_FIRMS]
    path = tmp_path / f"contacts.{suffix}"
    if suffix == "csv":
        path.write_text("".join(",".join(cells) + "\n" for cells in rows), encoding="utf-8")
    else:
        write_xlsx(path, {"People": rows, "Others": _PEOPLE})

    with open_spreadsheet(path, file_name=path.name, is_header_word=_is_word) as book:
        tables = [ReadSheet(sheet.head, list(sheet.rows())) for sheet in book.sheets()]

    assert [table.data for table in tables[:2]] == [many[1:], _FIRMS[1:]]
    assert [row.skip for row in tables[0].rows[-2:]] == ["blank row", "title above a repeated header"]
    assert [(sheet_of(one.head.index), one.data) for one in tables[2:]] == [(1, _PEOPLE[1:])] * (suffix == "xlsx")


@pytest.mark.parametrize("length", [1, 2, 3, 7, 19, 23])
def test_it_does_not_matter_where_a_chunk_of_rows_ends(length: int) -> None:
    many = [_PEOPLE[0], *((f"N {n}", "Troy", f"n{n}@x.example", "0170 555 013") for n in range(230))]
    rows = [*many, (), ("Suppliers",), *_FIRMS, (), *_FIRMS[1:]]

    assert _tables(rows, length) == _tables(rows, 1_000)


@pytest.mark.parametrize(
    "below",
    [
        [("Name", "City"), *_PEOPLE[1:]],
        [("Company", "Contact"), *_PEOPLE[1:]],
        [("Company", "Acme Ltd", "Berlin", "Bob Ray"), *_FIRMS[1:]],
        _FIRMS[:2],
        [_FIRMS[0], (), ()],
        [("Company", "Company", "Email", "Email"), *_FIRMS[1:]],
        [("City", "Tags"), ("Troy", "3"), ("Rome", "4")],
        [("Name", "Role", "Email"), *((name, "Guest", email) for name, _, email, _ in _PEOPLE[1:])],
        [("Company", "bob@acme.example", "Email", "Phone"), *_FIRMS[1:]],
        [("Company", "Contact", "Role"), *(("Acme", f"bob{n}@acme.example") for n in range(3)), *_FIRMS[1:]],
    ],
    ids=[
        "a part of the header",
        "two words above rows of the table above",
        "values among words",
        "one row",
        "no rows",
        "one word twice",
        "no contacts",
        "the same people",
        "an address among words",
        "cells beyond the header",
    ],
)
def test_other_rows_begin_no_table(below: list[Cells]) -> None:
    assert _headers([*_PEOPLE, (), *below]) == [(1,)]


def test_a_header_between_two_rows_of_contacts_begins_no_table() -> None:
    assert _headers([*_PEOPLE, *_FIRMS]) == [(1,)]


def test_a_person_can_say_that_a_further_table_has_no_header_or_another_one() -> None:
    rows = [*_PEOPLE, (), *_FIRMS]
    _, second = _tables(rows)
    index = second.head.index

    assert _tables(rows, header_rows={index: 0})[1].data == _FIRMS
    assert _tables(rows, header_rows={index: 7})[1].head.header == _FIRMS[1]


def test_what_stands_below_the_last_table_that_is_read_on_its_own_is_left_out_with_a_reason() -> None:
    rows = list(chain.from_iterable([*table, ()] for table in [_PEOPLE, _FIRMS] * MOST_TABLES))

    tables = _tables(rows)

    assert len(tables) == MOST_TABLES
    assert set(tables[-1].data) == set(_FIRMS[1:])
    skipped = {row.skip for row in tables[-1].rows if row.cells and row.cells[0].startswith("Ann")}
    assert skipped == {"another table with other columns; put it on a sheet of its own"}


_ODD: list[Cells] = [(), ("Suppliers",), ("Total", "", "3"), ("Name", "Email"), ("x", "y"), ("", "Note"), _FIRMS[0]]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    parts=st.lists(
        st.one_of(st.just(_PEOPLE), st.just(_FIRMS), st.lists(st.sampled_from(_ODD), max_size=4)), max_size=7
    ),
    size=st.integers(1, 40),
)
def test_every_row_below_the_first_header_is_told_once(parts: list[list[Cells]], size: int) -> None:
    rows = [*_PEOPLE, *chain.from_iterable(parts), ("Zoe End", "Rome", "zoe@x.example", "")]

    tables = _tables(rows, size)

    told = [(number, None) for table in tables for number in table.head.header_rows]
    told += [(row.number, Counter(filter(None, row.cells))) for table in tables for row in table.rows]  # type: ignore[misc]
    first = tables[0].head.header_rows[0]
    assert sorted(number for number, _ in told) == list(range(first, len(rows) + 1))
    assert all(cells in (None, Counter(filter(None, trimmed(rows[number - 1])))) for number, cells in told)
