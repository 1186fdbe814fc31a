"""An export of the CRM that is imported again says of each lead what it has, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from crm.export_labels import LABELS, extra_header
from crm.mapping.reimport import own_export_columns
from crm.said import Said

from tests.unit.standardizing.conftest import Standardize, head_of, text
from tests.unit.standardizing.kept import texts

ID = "0123456789abcdef0123456789abcdef"
CELLS = {
    "Lead ID": ID,
    "First name": "Dr. Anna",
    "Last name": "Null",
    "Title": "Mr.",
    "Company": "n.v.t.",
    "Email": "a@x.example",
    "Phone": "'+4930901820",
    "Notes": "called twice\nwants a quote",
    "Tags": "VIP, really; Berlin",
    "Status": "2024-01-02",
    "Owner": "sam@us.example",
    "Further emails": "b@x.example (work); c@x.example",
    "Further phones": "'+49171234567; 030 901820 (Phone (Home))",
    "Source file": "people.xlsx",
    "Created at": "2026-01-01T10:00:00.000Z",
    "Updated at": "2026-01-01T10:00:00.000Z",
    "City": "Berlin",
    "Extra: Phone": "030/901820",
}
SAID = {
    "firstName": "Dr. Anna",
    "lastName": "Null",
    "title": "Mr.",
    "company": "n.v.t.",
    "email": "a@x.example",
    "phone": "+4930901820",
    "notes": "called twice\nwants a quote",
    "tags/vip, really": "VIP, really",
    "tags/berlin": "Berlin",
    "status": "2024-01-02",
    "owner": "sam@us.example",
    "emails/b@x.example": "b@x.example",
    "emails/c@x.example": "c@x.example",
    "phones/030 901820": "030 901820",
    "phones/+49171234567": "+49171234567",
    "extras/City": "Berlin",
    "extras/Phone": "030/901820",
}


def test_all_values_come_back_as_they_went_out(standardize: Standardize) -> None:
    assert set(LABELS) < set(CELLS)
    [row] = standardize(tuple(CELLS), tuple(CELLS.values()), region="DE")
    assert texts(row.says) == SAID
    assert row.says["emails/b@x.example"] == Said("b@x.example", 11, "work")
    assert row.says["phones/030 901820"] == Said("030 901820", 12, "Phone (Home)")
    assert (row.lead_id, row.reason, row.cut) == (ID, None, ())


@pytest.mark.parametrize(
    "labels", [("Lead ID", "Email"), ("City", "Notes", "Lead ID"), ("Phone", "Lead ID", "Updated at")]
)
def test_an_export_of_some_columns_says_what_it_has(standardize: Standardize, labels: Sequence[str]) -> None:
    [row] = standardize(labels, [CELLS[label] for label in labels])
    names = {"Email": "email", "City": "extras/City", "Notes": "notes", "Phone": "phone"}
    assert texts(row.says) == {names[label]: SAID[names[label]] for label in labels if label in names}
    assert (row.lead_id, row.reason) == (ID, None)


@pytest.mark.parametrize(
    "labels",
    [
        ("Email", "Phone", "Further phones", "Created at"),
        ("Further emails", "Company", "Email"),
        ("Email", "Source file", "Created at", "Updated at", "City"),
    ],
)
def test_an_export_without_lead_ids_is_known_by_columns_that_only_an_export_has(
    standardize: Standardize, labels: Sequence[str]
) -> None:
    [row] = standardize(labels, [CELLS[label] for label in labels], region="DE")

    dropped = ("Source file", "Created at", "Updated at")
    paths = {"Email": "email", "City": "extras/City", "Phone": "phone", "Company": "company"}
    said = {paths[label]: SAID[paths[label]] for label in labels if label in paths and label not in dropped}
    further = {path: one for path, one in SAID.items() if f"Further {path.split('/')[0]}" in labels and "/" in path}
    assert texts(row.says) == said | further
    assert (row.lead_id, row.reason) == (None, None)


def test_a_list_of_another_program_with_one_of_the_dates_is_no_export() -> None:
    cells = ("a@x.example", "2026-01-01", "2026-01-02")

    assert own_export_columns(head_of(("Email", "Created at", "Updated at"), [cells])) is None


def test_a_row_without_a_lead_id_in_an_export_needs_a_name_or_an_address(standardize: Standardize) -> None:
    rows = standardize(("Lead ID", "City", "Email"), (ID, "Ulm", ""), ("", "Bonn", ""), ("", "Jena", "New@X.example"))
    assert [row.reason is None for row in rows] == [True, False, True]
    assert (rows[2].lead_id, text(rows[2], "email")) == (None, "new@x.example")


def test_a_corrected_address_is_read_as_any_other(standardize: Standardize) -> None:
    [row] = standardize(("Lead ID", "Email"), (ID, "Anna@X.example; b@x.example"))
    assert texts(row.says) == {"email": "anna@x.example", "emails/b@x.example": "b@x.example"}


def test_an_address_that_is_none_is_an_extra_and_does_not_empty_the_email(standardize: Standardize) -> None:
    [row] = standardize(("Lead ID", "Email"), (ID, "anna(at)x.example"))
    assert texts(row.says) == {"extras/Email": "anna(at)x.example"}


@pytest.mark.parametrize("label", ["Title", "First name", "Last name", "Phone"])
def test_an_address_in_another_column_of_an_export_stays_there(standardize: Standardize, label: str) -> None:
    [row] = standardize(("Lead ID", "Company", label, "Email"), (ID, "I", "a@b.example", ""))
    assert (text(row, "email"), "a@b.example" in texts(row.says).values()) == ("", True)


def test_an_extra_that_is_called_like_a_field_marks_an_export(standardize: Standardize) -> None:
    [row] = standardize(("Email", "Extra: Phone"), ("a@x.example", "030/901820"))
    assert texts(row.says) == {"email": "a@x.example", "extras/Phone": "030/901820"}


def test_a_column_that_somebody_added_is_an_extra(standardize: Standardize) -> None:
    [row] = standardize((*CELLS, "Budget"), (*CELLS.values(), "9000"))
    assert text(row, "extras/Budget") == "9000"


def test_the_lead_ids_of_another_crm_are_values_of_the_file(standardize: Standardize) -> None:
    [row] = standardize(("Lead ID", "Name", "Email"), ("00Q5f00000ABCDE", "Anna Meier", "a@x.example"))
    assert (row.lead_id, text(row, "extras/Lead ID"), text(row, "firstName")) == (None, "00Q5f00000ABCDE", "Anna")
    assert extra_header("Lead ID") == "Extra: Lead ID"


def test_a_column_that_somebody_has_added_to_an_export_is_read_beside_its_namesake(standardize: Standardize) -> None:
    header = ("Lead ID", "First name", "Email", "email", "Company", "company")
    [row] = standardize(header, [ID, "Ada", "a@x.example", "b@x.example", "", "Initech"])
    assert row.lead_id == ID
    assert texts(row.says) == {
        "firstName": "Ada",
        "email": "a@x.example",
        "emails/b@x.example": "b@x.example",
        "company": "Initech",
    }


def test_empty_cells_of_an_export_say_nothing(standardize: Standardize) -> None:
    [row] = standardize(tuple(CELLS), (ID, *[""] * (len(CELLS) - 1)))
    assert (row.says, row.reason) == ({}, None)
