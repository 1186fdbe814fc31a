"""The exported workbook: typed cells for Excel, and texts that an import reads unchanged (promise 6)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from crm.own_fields.definition import FieldType, OwnField, OwnFields
from crm.query import excel_cells, excel_export
from crm.query.excel_export import write_excel
from crm.query.export_columns import Column, all_columns, chosen_columns
from crm.query.export_error import ExportError
from crm.query.lead_texts import LeadTexts
from crm.statements.lead import Lead
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.unit.query.leads import lead, many
from tests.unit.query.stored import extras_among
from tests.unit.query.test_csv_export import (
    HAND_PICKED,
    HOSTILE,
    TROUBLESOME,
    TYPED,
    as_imported,
    identifies_someone,
    imported,
    typed_by_hand,
)

OWN = (
    OwnField(key="renewal", label="Renewal", type=FieldType.DATE, headers=("Due",), day_first=True),
    OwnField(key="call", label="Next call", type=FieldType.DATE_TIME, day_first=False),
    OwnField(key="revenue", label="Revenue", type=FieldType.NUMBER, decimal_comma=True),
    OwnField(key="score", label="Score", type=FieldType.NUMBER),
    OwnField(key="active", label="Active", type=FieldType.YES_NO),
    OwnField(key="tier", label="Tier", type=FieldType.CHOICE, choices=("Gold", "Silver")),
    OwnField(key="groups", label="Groups", type=FieldType.CHOICES),
    OwnField(key="site", label="Site", type=FieldType.LINK),
)


def exported(leads: Sequence[Lead], own: OwnFields = (), columns: Sequence[Column] | None = None) -> bytes:
    target = io.BytesIO()
    columns = all_columns(extras_among(leads), own) if columns is None else columns
    assert write_excel(map(LeadTexts.of, leads), columns, target) == len(leads)
    return target.getvalue()


def sheets(content: bytes) -> list[Any]:
    return list(load_workbook(io.BytesIO(content)).worksheets)


def column(content: bytes, header: str) -> list[Any]:
    """The cells below a header in the first sheet."""
    names, *rows = sheets(content)[0].iter_rows()
    place = [cell.value for cell in names].index(header)
    return [row[place] for row in rows]


def with_extra(header: str, *texts: str) -> list[Lead]:
    return [lead(number, company="A", extras={header: text}) for number, text in enumerate(texts, 1)]


def test_a_workbook_has_a_bold_header_that_stays_in_sight_and_widths_that_fit() -> None:
    (sheet,) = sheets(exported([lead(1, company="A company with a rather long name", notes="x" * 300)]))
    assert sheet.title == "Leads"
    assert sheet.freeze_panes == "A2"
    header = next(iter(sheet.iter_rows()))
    assert [cell.value for cell in header][:3] == ["Lead ID", "First name", "Last name"]
    assert all(cell.font.bold for cell in header)
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in header}
    assert (widths["Title"], widths["Company"], widths["Notes"]) == (10, 35, 50)


def test_a_workbook_of_no_leads_has_a_header() -> None:
    (sheet,) = sheets(exported([]))
    assert [len(row) for row in sheet.iter_rows()] == [16]


def test_dates_and_numbers_of_own_fields_are_typed_and_shown_as_they_are_written() -> None:
    dates = column(exported(with_extra("Renewal", "31.1.2026", "3/4/2026", "2026-05-06", "soon"), OWN), "Renewal")
    assert [cell.value for cell in dates] == [datetime(2026, 1, 31), datetime(2026, 4, 3), datetime(2026, 5, 6), "soon"]
    assert dates[0].number_format == r'd\.m\.yyyy;"as written"'

    (call,) = column(exported(with_extra("Next call", "2026-01-31T14:30"), OWN), "Next call")
    assert (call.value, call.is_date) == (datetime(2026, 1, 31, 14, 30), True)

    revenue = column(exported(with_extra("Revenue", "1.234,50", "1.000", "12", "€ 5", "much"), OWN), "Revenue")
    assert [cell.value for cell in revenue] == [1234.5, 1000, 12, 5, "much"]
    assert [cell.data_type for cell in revenue] == ["n", "n", "n", "n", "s"]
    assert revenue[0].number_format.endswith(";#,##0.00")


def test_times_of_the_crm_are_date_times() -> None:
    content = exported([lead(1, company="A", created_at="2026-03-01T09:30:15.000Z")])
    (created,) = column(content, "Created at")
    assert created.value == datetime(2026, 3, 1, 9, 30, 15)


@pytest.mark.parametrize("text", ["+85291234567", "007", "12345678901234567890", "=1+1", "@home", "-5", "2026-01-31"])
def test_what_is_text_stays_text_and_is_no_formula(text: str) -> None:
    (cell,) = column(exported(with_extra("Memo", text)), "Memo")
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_a_number_with_a_leading_zero_or_too_many_digits_is_text_in_a_field_of_numbers_too() -> None:
    cells = column(exported(with_extra("Score", "007", "1234567890123456", "123456789012345"), OWN), "Score")
    assert [cell.value for cell in cells] == ["007", "1234567890123456", 123456789012345]


def test_signs_that_no_workbook_may_hold_are_removed_and_what_looks_like_an_escape_is_kept() -> None:
    texts = ["a\x0bb\x00c", "_x0041_", "\ufffe!", "two\nlines & <tags>"]
    cells = column(exported(with_extra("Memo", *texts)), "Memo")
    assert cells[0].value == "abc"
    assert [cell.value for cell in cells][2:] == ["!", "two\nlines & <tags>"]


def test_leads_that_do_not_fit_on_one_sheet_go_on_the_next(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(excel_export, "MAX_ROWS", 40)
    leads = [one for one in many(110) if identifies_someone(one)]
    content = exported(leads[:100])
    assert [(sheet.title, sheet.max_row) for sheet in sheets(content)] == [
        ("Leads", 41),
        ("Leads 2", 41),
        ("Leads 3", 21),
    ]
    assert len({tuple(cell.value for cell in sheet[1]) for sheet in sheets(content)}) == 1
    assert [sheet.sheet_view.tabSelected for sheet in sheets(content)].count(True) <= 1
    assert imported(content, tmp_path, "leads.xlsx") == [as_imported(one) for one in leads[:100]]


def test_full_sheets_alone_leave_no_empty_one_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_export, "MAX_ROWS", 5)
    assert [sheet.max_row for sheet in sheets(exported(many(10)))] == [6, 6]


def test_more_columns_than_a_sheet_has_are_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_export, "MAX_COLUMNS", 15)
    with pytest.raises(ExportError, match="export as CSV"):
        exported([lead(1)])


def test_a_workbook_has_no_more_number_formats_than_excel_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_cells, "MOST_FORMATS", 4)
    monkeypatch.setattr(excel_export, "MOST_FORMATS", 4)
    texts = [f"1,{'2' * places}" for places in range(1, 9)]
    cells = column(exported(with_extra("Revenue", *texts), OWN), "Revenue")
    assert [cell.data_type for cell in cells].count("n") == 2
    assert [cell.value for cell in cells][-1] == texts[-1]


def test_columns_can_be_chosen_and_ordered() -> None:
    columns = chosen_columns(["email", "firstName"], (), ())
    (sheet,) = sheets(exported(HAND_PICKED[:1], columns=columns))
    assert list(sheet.values) == [("Email", "First name"), ("jose@example.com", "José")]


SPELLED = [
    lead(number, company="A", extras=extras)
    for number, extras in enumerate(
        [
            {"Renewal": "31.1.2026", "Next call": "2026-01-31T14:30", "Revenue": "1.234,50"},
            {"Renewal": "3/4/2026", "Next call": "3/4/2026 9:05", "Revenue": "1234", "Score": "1,234.50"},
            {"Due": "2026-12-01", "Next call": "2026-01-31 00:00:00", "Revenue": "€ 12", "Score": "0.10"},
            {"Renewal": "2026年1月31日", "Next call": "2026-01-31T14:30Z", "Score": "-1.5"},
            {"Renewal": "soon", "Next call": "2026-01-31 14:30+02:00", "Score": "007", "Active": "ja"},
            {"Renewal": "31 January 2026", "Next call": "1/31/2026 2:30 PM", "Score": "-0"},
            {"Tier": "gold", "Groups": "a; b", "Site": "www.example.com", "Score": "123456789012"},
            {"Renewal": "1.1.1850", "Score": "1E5", "Revenue": "+5", "Memo": "'=1+1"},
        ],
        20,
    )
]


def test_an_imported_workbook_says_of_every_lead_what_it_is(tmp_path: Path) -> None:
    told = [*HAND_PICKED, *TROUBLESOME, *HOSTILE, *SPELLED, *many(100)]
    leads = [one for one in told if identifies_someone(one)]
    assert imported(exported(leads, OWN), tmp_path, "leads.xlsx") == [as_imported(one) for one in leads]


DIGITS = st.text(alphabet="0123456789.,' -+€", min_size=1, max_size=10)
DAYS = st.builds(
    str.format,
    st.sampled_from(
        ["{d}.{m}.{y}", "{d:02}.{m:02}.{y}", "{m}/{d}/{y}", "{y}-{m:02}-{d:02}", "{d}-{m}-{y}", "{y}/{m}/{d}"]
    ),
    d=st.integers(1, 28),
    m=st.integers(1, 12),
    y=st.integers(1890, 2100),
)
TIMES = st.builds(
    "{}{}{:02}:{:02}{}".format,
    DAYS,
    st.sampled_from([" ", "T", ", "]),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["", ":07", "Z"]),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.tuples(DAYS | TIMES, TIMES | DAYS, DIGITS, DIGITS), min_size=1, max_size=8))
def test_dates_and_numbers_in_any_spelling_come_back(
    values: list[tuple[str, str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    leads = []
    for number, texts in enumerate(values, 1):
        typed = {"email": f"p{number}@x.example", "extras": dict(zip(EXTRAS, texts, strict=True))}
        made = typed_by_hand(number, typed)
        leads += [made] if made is not None else []
    found = imported(exported(leads, OWN), tmp_path_factory.mktemp("round"), "leads.xlsx")
    assert found == [as_imported(one) for one in leads]


EXTRAS = ("Renewal", "Next call", "Revenue", "Score")


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(typed=st.lists(TYPED, min_size=1, max_size=8))
@example(typed=[{"lastName": "'=1", "company": "_x0041_", "notes": "=1\n'=2", "status": "", "phone": ""}])
def test_what_a_person_could_type_comes_back(
    typed: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    leads = [one for number, value in enumerate(typed, 1) if (one := typed_by_hand(number, value)) is not None]
    found = imported(exported(leads, OWN), tmp_path_factory.mktemp("round"), "leads.xlsx")
    assert found == [as_imported(one) for one in leads]
