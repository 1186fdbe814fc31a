"""A generated file in any language, order and form: its rows become leads, and every value is in them."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import pytest
from crm.mapping.headers.vocabulary import SYNONYMS
from crm.preview import preview_file
from crm.said import Said
from crm.values.text import clean_cell
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.spreadsheets.workbooks import write_xlsx
from tests.unit.standardizing.kept import is_kept

LANGUAGES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SYNONYMS.glob("*.toml"))}
VALUES = {
    "full_name": ("Anna Meier", "Meier, Anna", "Dr. Jan van den Berg", "Łukasz Żółć", "Ольга Петрова", "王小明"),
    "email": ("anna@x.example", "B.Ray@Y.example", "c@z.example; d@z.example", "n/a", ""),
    "phone": ("+49 30 901820", "0912345678", "(030) 12 34 56-7", "+1 202 555 0101 ext. 12", ""),
    "company": ("Acme GmbH", "Globex, Inc.", "株式会社山田", "NA", ""),
    "job_title": ("CEO", "Head of Sales & Marketing", "部長", ""),
    "notes": ("", "met at the fair", "two\nlines", 'says "hi"; wants, a call', "31.12.1999"),
    "address": ("Hauptstr. 1, 10115 Berlin", "", "Ring 5"),
}
"""Cells by the kind of their column. The first three columns are in every file: they make it a list of contacts."""


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header in one language, and rows; the columns in any order."""
    words = LANGUAGES[draw(st.sampled_from(sorted(LANGUAGES)))]
    others = [kind for kind in VALUES if kind in words][3:]
    kinds = draw(st.permutations([*list(VALUES)[:3], *draw(st.lists(st.sampled_from(others), unique=True))]))
    header = [words[kind][0] for kind in kinds]
    count = draw(st.integers(2, 6))
    rows = [[draw(st.sampled_from(VALUES[kind])) for kind in kinds] for _ in range(count)]
    # One sure row: in a table without any address or number nothing but its words tells the header.
    rows[0] = [VALUES[kind][0] for kind in kinds]
    return [header, *rows]


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables(), delimiter=st.sampled_from([",", ";", "\t", None]), titled=st.booleans())
def test_every_value_is_at_some_path(
    tmp_path: Path, table: list[list[str]], delimiter: str | None, titled: bool
) -> None:
    lines = [["Contacts 2024"], [], *table] if titled else table
    path = tmp_path / ("contacts.csv" if delimiter else "contacts.xlsx")
    if delimiter:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=delimiter).writerows(lines)
        path.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    else:
        write_xlsx(path, {"Contacts": lines})

    (sheet,) = preview_file(path).to_json()["sheets"]

    assert sheet["headerRows"] == [len(lines) - len(table) + 1]
    assert [row["outcome"] in ("created", "updated", "unchanged") for row in sheet["rows"]] == [True] * (len(table) - 1)
    for cells, row in zip(table[1:], sheet["rows"], strict=True):
        says = {path: Said(text) for path, text in row["values"].items()}
        lost = [cell for cell in map(clean_cell, cells) if not is_kept(cell, says)]
        assert lost == []
