"""The exported file: Excel opens it safely, and an import reads it unchanged (promise 6)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from crm.errors import Invalid
from crm.fields import IDENTIFYING
from crm.leads.edit_values import said_by_hand
from crm.mapping.decision import decide_mapping
from crm.mapping.headers.header_reading import is_header_word
from crm.own_fields.definition import FieldType, OwnField, OwnFields
from crm.query.csv_export import write_csv
from crm.query.export_columns import (
    Column,
    all_columns,
    chosen_columns,
    unknown_columns,
)
from crm.query.lead_texts import LeadTexts
from crm.spreadsheets import open_spreadsheet
from crm.standardizing.standardizer import Standardizer
from crm.statements.arrivals import Standing
from crm.statements.in_order import fold
from crm.statements.lead import Lead
from crm.statements.statement import BY_HAND, Kind, Place, Source, Statement
from crm.values.blanks import is_blank_like
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.unit.query.leads import lead, many, value
from tests.unit.query.stored import extras_among

HAND_PICKED = [
    lead(1, first_name="José", last_name="Müller", email="jose@example.com", phone="+85291234567"),
    lead(2, first_name="小明", last_name="王", company="腾讯", email="wang@example.com"),
    lead(3, last_name="Null", company="NA", notes='He said "hi", twice\nand left; =1+1'),
    lead(4, company='=HYPERLINK("http://evil.example","click")', email="evil@example.com"),
    lead(5, company="@Home", title="CEO", notes="+1 for the discount", email="at@example.com"),
    lead(6, first_name="O'Neill", last_name="D'Arcy", company="'s-Hertogenbosch Bank"),
    lead(7, company="3M", phone="020 7946 0018"),
]


def exported(leads: list[Lead], columns: Sequence[Column] | None = None, own: OwnFields = ()) -> bytes:
    target = io.BytesIO()
    chosen = all_columns(extras_among(leads), own) if columns is None else columns
    assert write_csv(map(LeadTexts.of, leads), chosen, target) == len(leads)
    return target.getvalue()


def named(*names: str, own: OwnFields = (), leads: Sequence[Lead] = ()) -> list[Column]:
    assert unknown_columns(names, own) == []
    return chosen_columns(names, extras_among(leads), own)


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def imported(
    content: bytes, folder: Path, name: str = "leads.csv"
) -> list[tuple[str | None, dict[str, tuple[str | None, str]]]]:
    """The file as an import reads, maps and standardizes it: Lead ID, and text and label by path, of each row."""
    path = folder / name
    path.write_bytes(content)
    found = []
    with open_spreadsheet(path, file_name=name, is_header_word=is_header_word) as book:
        for sheet in book.sheets():
            decision = decide_mapping(sheet.head, memory=None, model=None, region=None)
            standardizer = Standardizer(decision.mapping, None)
            for row in sheet.rows():
                result = standardizer.standardize(row.cells)
                said = {path: (one.text, one.label) for path, one in (result.says or {}).items()}
                found.append((result.lead_id, said))
    return found


def as_imported(one: Lead) -> tuple[str, dict[str, tuple[str, str]]]:
    state = one.standing.state
    assert state is not None
    return one.lead_id, {path: (held.text, held.label) for path, held in state.held.items()}


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
        "Notes",
        "Tags",
        "Status",
        "Owner",
        "Further emails",
        "Further phones",
        "Source file",
        "Created at",
        "Updated at",
    ]
    assert len(table) == 1 + len(HAND_PICKED)
    assert table[3][7] == 'He said "hi", twice\nand left; \'=1+1'
    assert table[1][3] == ""


def test_what_a_lead_has_several_of_stands_in_one_cell() -> None:
    one = lead(1, email="a@x.example", tags=["VIP", "fair"], emails=["b@x.example"], phones=["+4930123456"])
    assert cells(exported([one], named("tags", "emails", "phones")))[1] == ["fair; VIP", "b@x.example", "'+4930123456"]


def test_every_extra_that_occurs_has_a_column_and_none_has_the_header_of_a_field() -> None:
    leads = [
        lead(1, company="A", extras={"Town": "Berlin", "company": "of the wife"}),
        lead(2, company="B", extras={"=cmd": "x", "Extra: Town": "y"}),
    ]
    table = cells(exported(leads))
    assert table[0][13:17] == ["'=cmd", "Extra: company", "Extra: Extra: Town", "Town"]
    assert [row[13:17] for row in table[1:]] == [["", "of the wife", "", "Berlin"], ["x", "", "y", ""]]


OWN = (
    OwnField(key="renewal", label="Renewal", type=FieldType.DATE, headers=("Renewal date", "Due"), day_first=True),
    OwnField(key="revenue", label="Revenue", type=FieldType.NUMBER),
)
WITH_OWN = [
    lead(1, company="A", extras={"Renewal date": "3/4/2026", "City": "Bonn"}),
    lead(2, company="B", extras={"Due": "soon"}),
]


def test_an_own_field_stands_as_the_leads_have_it_where_all_columns_are_exported() -> None:
    table = cells(exported(WITH_OWN, own=OWN))
    assert table[0][13:17] == ["Renewal date", "Due", "Revenue", "City"]
    assert [row[13:17] for row in table[1:]] == [["3/4/2026", "", "", "Bonn"], ["", "soon", "", ""]]


def test_a_chosen_own_field_stands_as_the_leads_have_it_once_under_each_header(tmp_path: Path) -> None:
    content = exported(WITH_OWN, named("leadId", "renewal", "extras/Due", "revenue", own=OWN, leads=WITH_OWN))

    assert [row[1:] for row in cells(content)] == [
        ["Renewal date", "Due", "Revenue"],
        ["3/4/2026", "", ""],
        ["", "soon", ""],
    ]
    assert [said for _, said in imported(content, tmp_path)] == [
        {"extras/Renewal date": ("3/4/2026", "")},
        {"extras/Due": ("soon", "")},
    ]


def test_columns_can_be_chosen_and_ordered() -> None:
    assert cells(exported(HAND_PICKED[:1], named("email", "firstName"))) == [
        ["Email", "First name"],
        ["jose@example.com", "José"],
    ]


@pytest.mark.parametrize("names", [["salary"], ["email", "email"], ["extras/"], ["renewal"], [""]])
def test_other_columns_are_unknown(names: list[str]) -> None:
    assert unknown_columns(names, ()) == names[-1:]


SPLIT = [
    '=HYPERLINK("http://evil.example")',
    "x;=1+1",
    "first line\n=1+1",
    "first;\n@SUM(1)\n- a list",
    'x;"=1+1"',
    "'=1+1",
    "x; '=1+1;''-2",
    '"quoted" =1;=2',
    '"=1+1"',
    "he left, - and came back",
]
"""Texts that run as formulas where a program splits lines at another sign, or that look as if they had been escaped."""
HOSTILE = [
    lead(1, last_name="Lee", phone="+4930123456", phones=["+4930999999", "+4930888888"], tags=["-a", "=b"]),
    *(
        lead(number, email=f"p{number}@example.com", company=" ".join(text.split()), notes=text, extras={"Memo": text})
        for number, text in enumerate(SPLIT, 100)
    ),
    *(lead(number, company="A", extras={" ".join(text.split()): "x"}) for number, text in enumerate(SPLIT, 200)),
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_the_program_takes_for_the_separator(separator: str) -> None:
    tabs = lead(99, company="A", notes="a\tb\t=1+1\r-2")
    text = exported([*HAND_PICKED, *HOSTILE, tabs, *many(100)]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert not [cell for row in rows for cell in row if cell.lstrip(' \r\n\t"').startswith(("=", "+", "-", "@"))]


def test_an_export_is_known_again_though_its_extras_are_called_as_values_are(tmp_path: Path) -> None:
    one = lead(1, last_name="Lee", email="lee@x.example", extras={"@1.11": "x", "2026-01-02": "y"})

    ((lead_id, said),) = imported(exported([one]), tmp_path)

    assert lead_id == one.lead_id
    assert said == {
        "lastName": ("Lee", ""),
        "email": ("lee@x.example", ""),
        "extras/@1.11": ("x", ""),
        "extras/2026-01-02": ("y", ""),
    }


TROUBLESOME = [
    lead(
        8,
        email="a@x.example",
        emails=["b@x.example", "c@x.example"],
        phone="+4930123456",
        phones=["+4930999999"],
        tags=["VIP", "fair 2026"],
        status="Won, at last",
        owner="ann@example.com",
        extras={"City": "Berlin", "Company": "of the wife", "Renewal date": "3/4/2026", "Sum": "=1+1", "Note": "a\nb"},
    ),
    lead(9, company="Only", extras={"Extra: City": "x", "Owner": "Bob", "e-mail": "n/a at home", "Lead_ID": "7"}),
]


def test_an_imported_export_says_of_every_lead_what_it_is(tmp_path: Path) -> None:
    leads = [one for one in [*HAND_PICKED, *TROUBLESOME, *HOSTILE, *many(100)] if identifies_someone(one)]
    assert imported(exported(leads, own=OWN), tmp_path) == [as_imported(one) for one in leads]


def identifies_someone(one: Lead) -> bool:
    """Whether an import accepts such a row."""
    return any(value(one, path) for path in IDENTIFYING)


LETTERS = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"]), max_size=9
)
VALUE = st.just("") | LETTERS.filter(lambda text: not is_blank_like(text))
"""A cell that says that there is nothing, such as N/A, says nothing of the lead."""


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(values=st.lists(st.tuples(VALUE, VALUE), min_size=1, max_size=5))
@example(values=[("", '\\"')])
@example(values=[("", '\\"0')])
def test_names_and_companies_of_any_letters_come_back(
    values: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    leads = []
    for number, (name, company) in enumerate(values, 1):
        typed = said_by_hand(None, {"lastName": name, "company": company, "email": f"p{number}@example.com"})
        leads.append(factories.lead(number, {path: said.text for path, said in typed.items() if said.text}))
    found = imported(exported(leads), tmp_path_factory.mktemp("round"))
    assert found == [as_imported(one) for one in leads]


ODD = st.text(alphabet="ab1ä王;,:()\"'=+-@|/ \n\t*#.x", max_size=12)
MANY = ["1", "11", "111", "1111", "11111", "111111", "1111111", "@1.11", ";", "=", "@", "a", "b", "c"]
"""More headers than an export has of its own."""
CALLED = st.fixed_dictionaries({"value": st.sampled_from(["0171 234567", "030", "call me"]) | ODD, "label": ODD})
TYPED = st.fixed_dictionaries(
    {"lastName": ODD, "company": ODD, "notes": ODD, "status": ODD | st.just("N/A"), "phone": ODD},
    optional={
        "tags": st.lists(ODD | st.just("none"), max_size=3),
        "emails": st.lists(st.fixed_dictionaries({"value": st.just("b@x.example"), "label": ODD}), max_size=1),
        "phones": st.lists(CALLED, max_size=2),
        "extras": st.dictionaries(ODD | st.sampled_from(["a:", "Phone", "Extra: a", "@ Twitter", "Column C"]), ODD),
    },
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(typed=st.lists(TYPED, min_size=1, max_size=8))
@example(typed=[{"lastName": "", "company": "", "notes": "", "status": "", "phone": "", "extras": {"@1.11": "1"}}])
@example(typed=[{"lastName": "A", "company": "", "notes": "", "status": "", "phone": "", "extras": {"1": "' ="}}])
@example(typed=[{"lastName": "", "company": "", "notes": "", "status": "", "phone": "", "tags": [";'=;'-"]}])
@example(
    typed=[{"lastName": "", "company": "", "notes": "", "status": "", "phone": "", "extras": dict.fromkeys(MANY, "1")}]
)
def test_what_a_person_could_type_comes_back(
    typed: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    leads = [one for number, value in enumerate(typed, 1) if (one := typed_by_hand(number, value)) is not None]
    found = imported(exported(leads), tmp_path_factory.mktemp("round"))
    assert found == [as_imported(one) for one in leads]


def typed_by_hand(number: int, typed: dict[str, Any]) -> Lead | None:
    """The lead that a person has made, None where what was typed is refused."""
    try:
        says = said_by_hand(None, {**typed, "email": f"p{number}@example.com"})
    except Invalid:
        return None
    place = Place(1, BY_HAND, number)
    made = {path: said for path, said in says.items() if said.text is not None}
    state = fold([Statement(place, Kind.EDIT, Source("user-1", "2026-03-01T09:00:00.000Z", "ann@example.com"), made)])
    return Lead(f"{number:032x}", Standing(state, place), "chain")
