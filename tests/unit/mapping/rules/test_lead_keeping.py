"""Tags, a status and an owner are recognized where a whole header says so, and nowhere else."""

from __future__ import annotations

import tomllib

import pytest
from crm.mapping.decision import decide_mapping
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.vocabulary import SYNONYMS

from tests.unit.mapping.doubles import sheet

MARKS = ("lead_tags", "lead_status", "lead_owner")
LANGUAGES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SYNONYMS.glob("*.toml"))}


def field(header: str, *beside: str, value: str = "open") -> str:
    """Where the column goes, in a list of people with these further headers."""
    head = sheet(("Name", "Email", header, *beside), ("Anna Meier", "a@x.com", value), ("Bo Foo", "b@x.com", value))
    return decide_mapping(head, memory=None, model=None, region=None).mapping.columns[2].field


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Tags", "tags"),
        ("Labels", "tags"),
        ("Schlagwörter", "tags"),
        ("标签", "tags"),
        ("タグ", "tags"),
        ("Étiquettes", "tags"),
        ("Status", "status"),
        ("LEAD_STATUS", "status"),
        ("Статус", "status"),
        ("状态", "status"),
        ("Owner", "owner"),
        ("Lead owner", "owner"),
        ("Assigned to", "owner"),
        ("Zuständig", "owner"),
        ("Betreuer", "owner"),
        ("Asignado a", "owner"),
    ],
)
def test_a_header_says_it_in_many_languages(header: str, target: str) -> None:
    assert field(header) == target


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Payment status",
            "Order status",
            "Marital status",
            "Email status",
            "Fulfillment Status",
            "Subscription status",
        ),
        *(
            "Status date",
            "Owner email",
            "Owner phone",
            "Vehicle owner",
            "Created by",
            "Sales rep",
            "Tag number",
            "State",
        ),
        *("Phone label", "Group", "Category", "Statut marital", "Zahlungsstatus", "Familienstand"),
    ],
)
def test_a_header_about_something_else_is_no_field(header: str) -> None:
    assert field(header) == "remarks"


def test_the_status_in_a_list_of_orders_is_the_orders() -> None:
    assert field("Status", "Order number", "Amount") == "remarks"
    assert field("Lead status", "Order number", "Amount") == "status"


def test_the_owner_in_a_list_of_things_that_are_owned_is_no_colleague() -> None:
    assert field("Owner", "Pet name", "Breed", value="Cy Bar") != "owner"


@pytest.mark.parametrize("value", ["2024-01-02", "https://x.example", "9000.50"])
def test_values_that_cannot_be_a_status_refute_the_header(value: str) -> None:
    assert field("Status", value=value) == "remarks"


def status_of(*values: str) -> str:
    """Where a column `Status` of these values goes, in a list of people."""
    rows = [(f"Anna Meier{'i' * number}", f"a{number}@x.com", value) for number, value in enumerate(values)]
    columns = decide_mapping(sheet(("Name", "Email", "Status"), *rows), memory=None, model=None, region=None).mapping
    return columns.columns[2].field


@pytest.mark.parametrize("values", [("1", "2", "1", "3"), ("10", "20", "10"), ("0", "1", "1"), ("1", "open", "2")])
def test_digits_are_a_status_where_the_header_says_so(values: tuple[str, ...]) -> None:
    assert status_of(*values) == "status"


@pytest.mark.parametrize("values", [("1001", "4711", "1001"), ("1", "2", "3", "4"), ("1.5", "2", "1.5")])
def test_long_numbers_row_numbers_and_amounts_are_none(values: tuple[str, ...]) -> None:
    assert status_of(*values) == "remarks"


def test_a_status_in_words_comes_before_one_in_digits() -> None:
    head = sheet(("Email", "Status", "Status"), ("a@x.com", "1", "new"), ("b@x.com", "1", "won"))
    columns = decide_mapping(head, memory=None, model=None, region=None).mapping.columns
    assert [(column.field, column.transform.choice) for column in columns[1:]] == [("status", 2), ("status", None)]


def test_of_two_columns_the_one_that_says_whose_it_is_comes_first() -> None:
    head = sheet(("Email", "Status", "Lead status"), ("a@x.com", "active", "new"))
    columns = decide_mapping(head, memory=None, model=None, region=None).mapping.columns
    assert [column.transform.choice for column in columns] == [None, 2, None]


@pytest.mark.parametrize("language", [name for name, words in LANGUAGES.items() if MARKS[0] in words.get("marks", {})])
def test_the_words_are_known_and_mean_no_other_field(language: str) -> None:
    words = [word for mark in MARKS for word in LANGUAGES[language]["marks"][mark]]
    meanings = {word: read_header(word, frozenset({language})).meaning for word in words}
    allowed = (Meaning.OTHER, Meaning.SOMEONE_ELSE, Meaning.TYPE)
    assert {word: meaning for word, meaning in meanings.items() if meaning not in allowed} == {}
