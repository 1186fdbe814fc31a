"""For any table, every value of a row is in what the row says."""

from __future__ import annotations

import pytest
from crm.mapping.decision import decide_mapping
from crm.standardizing.standardizer import Standardizer
from crm.values.text import clean_cell
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.standardizing.conftest import head_of
from tests.unit.standardizing.kept import is_kept

HEADERS = (
    *("Name", "First name", "Last name", "Display name", "Email", "E-Mail 2", "Work email", "Phone", "Mobile", "Fax"),
    *("Imię i nazwisko", "ФИО", "ชื่อ", "Posta elettronica", "Cep telefonu", "שם משפחה", "이름", "Chức vụ", "Občanka"),
    *("Company", "Firma", "Organization", "Title", "Anrede", "Job title", "Notes", "Bemerkung", "Birthday", "Country"),
    *(
        "Owner",
        "Spouse",
        "Is a company",
        "氏名",
        "电话",
        "邮箱",
        "Phone 1 - Type",
        "Phone 1 - Value",
        "Billing email",
        "Tags",
        "Status",
        "",
    ),
)
VALUES = st.one_of(
    st.sampled_from(
        ("Anna Meier", "Meier, Anna", "Dr. Jan van den Berg", "王小明", "佐川恭子", "John & Jane Doe", "Null", "NA")
    ),
    st.sampled_from(
        ("a@x.com", "A@X.com", "a@x.com; b@y.org", "mailto:c@z.net?subject=Hi", "none@none", "bad@", "<d@x.com>")
    ),
    st.sampled_from(
        ("030 901820", "+49 (0)89 123456", "9876543210 / 9123456789", "2.5E+11", "12345.0", "x12", "'+85212345678")
    ),
    st.sampled_from(
        ("Acme GmbH", "CEO", "Mr.", "1", "ja", "31.12.1999", "Schweiz", "Mobile", "n/a", "-", "", " ", "two\nlines")
    ),
    st.text(max_size=20),
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_every_value_is_at_some_path(data: st.DataObject) -> None:
    header = data.draw(st.lists(st.sampled_from(HEADERS), max_size=9))
    width = max(len(header), 1) + data.draw(st.integers(0, 1))
    rows = data.draw(st.lists(st.lists(VALUES, min_size=1, max_size=width), min_size=1, max_size=5))
    region = data.draw(st.sampled_from((None, "DE", "US")))
    decision = decide_mapping(head_of(header, rows), memory=None, model=None, region=region)
    standardizer = Standardizer(decision.mapping, region)
    for cells in rows:
        row = standardizer.standardize(cells)
        for cell in cells:
            text = clean_cell(cell)
            assert is_kept(text, row.says), (text, row.says)
