"""The exported file: Excel opens it safely, and an import reads it unchanged (promise 6)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from crm.fields import LeadValues
from crm.leads.edit_values import edited_values
from crm.leads.model import Lead
from crm.mapping.decision import decide_mapping
from crm.query.csv_export import ALL_COLUMNS, escape_cell, unescape_cell, write_csv
from crm.spreadsheets import open_spreadsheet
from crm.standardizing.standardizer import Standardizer
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.query.leads import lead, many

HAND_PICKED = [
    lead(1, first_name="José", last_name="Müller", email="jose@example.com", phone="+85291234567"),
    lead(2, first_name="小明", last_name="王", company="腾讯", email="wang@example.com"),
    lead(3, last_name="Null", company="NA", remarks='He said "hi", twice\nand left; =1+1'),
    lead(4, company='=HYPERLINK("http://evil.example","click")', email="evil@example.com"),
    lead(5, company="@Home", title="-", remarks="+1 for the discount", email="at@example.com"),
    lead(6, first_name="O'Neill", last_name="D'Arcy", company="'s-Hertogenbosch Bank"),
    lead(7, company="3M", phone="020 7946 0018"),
]


def exported(leads: list[Lead], columns: tuple[str, ...] = ALL_COLUMNS) -> bytes:
    target = io.BytesIO()
    assert write_csv(leads, columns, target) == len(leads)
    return target.getvalue()


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def imported(content: bytes, folder: Path) -> list[tuple[str | None, LeadValues | None]]:
    """The file as an import reads, maps and standardizes it: (Lead ID, values) of each row."""
    path = folder / "leads.csv"
    path.write_bytes(content)
    found = []
    with open_spreadsheet(path, file_name="leads.csv") as book:
        for sheet in book.sheets():
            decision = decide_mapping(sheet.head, memory=None, model=None, region=None)
            standardizer = Standardizer(decision.mapping, None)
            for row in sheet.rows():
                result = standardizer.standardize(row.cells)
                found.append((result.lead_id, result.lead))
    return found


def test_a_file_begins_with_a_byte_order_mark_for_excel() -> None:
    content = exported(HAND_PICKED)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert "José".encode() in content


def test_a_file_has_one_line_per_lead_below_a_header() -> None:
    table = cells(exported(HAND_PICKED))
    assert table[0] == [
        "Lead ID",
        "First name",
        "Last name",
        "Title",
        "Company",
        "Email",
        "Phone",
        "Remarks",
        "Source file",
        "Created at",
        "Updated at",
    ]
    assert len(table) == 1 + len(HAND_PICKED)
    assert table[3][7] == 'He said "hi", twice\nand left; =1+1'


def test_columns_can_be_chosen_and_ordered() -> None:
    assert cells(exported(HAND_PICKED[:1], ("email", "firstName"))) == [
        ["Email", "First name"],
        ["jose@example.com", "José"],
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_no_cell_begins_with_a_character_that_starts_a_formula(sign: str) -> None:
    assert escape_cell(f"{sign}1") == f"'{sign}1"
    assert escape_cell(f" {sign}1") == f"' {sign}1"


def test_no_cell_of_a_file_is_a_formula() -> None:
    for row in cells(exported([*HAND_PICKED, *many(100)])):
        assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


@given(st.text(max_size=12) | st.from_regex(r"'{0,2}[=+@ -]{1,2}\w*", fullmatch=True))
def test_unescaping_reverses_escaping(text: str) -> None:
    if text == unescape_cell(text):
        assert unescape_cell(escape_cell(text)) == text


def test_a_name_with_an_apostrophe_keeps_it() -> None:
    for name in ("'s-Hertogenbosch", "O'Neill", "'"):
        assert escape_cell(name) == name == unescape_cell(name)


def test_an_imported_export_leaves_every_lead_unchanged(tmp_path: Path) -> None:
    leads = [one for one in [*HAND_PICKED, *many(100)] if identifies_someone(one.values)]
    assert imported(exported(leads), tmp_path) == [(one.lead_id, one.values) for one in leads]


def identifies_someone(values: LeadValues) -> bool:
    """Whether an import accepts such a row."""
    return values != replace(LeadValues(), title=values.title, remarks=values.remarks)


VALUE = st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"]), max_size=9)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(values=st.lists(st.tuples(VALUE, VALUE), min_size=1, max_size=5))
@example(values=[("", '\\"')])
def test_names_and_companies_of_any_letters_come_back(
    values: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    leads = [
        replace(
            lead(number),
            values=edited_values(
                LeadValues(), {"lastName": name, "company": company, "email": f"p{number}@example.com"}
            ),
        )
        for number, (name, company) in enumerate(values, 1)
    ]
    found = imported(exported(leads), tmp_path_factory.mktemp("round"))
    assert found == [(one.lead_id, one.values) for one in leads]
