"""Emails and phones with their labels in one cell come back as they went out."""

from __future__ import annotations

import pytest
from crm.values.labelled import as_label, join_labelled, split_labelled
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("", []),
        ("b@x.example (work); c@x.example", [("b@x.example", "work"), ("c@x.example", "")]),
        ("(030) 901820 (Mobile); 030 (12) 5 (Home)", [("(030) 901820", "Mobile"), ("030 (12) 5", "Home")]),
        ("+4930901820 (Phone (Home))", [("+4930901820", "Phone (Home)")]),
        ("030 (901820)", [("030 (901820)", "")]),
    ],
)
def test_values_and_labels_are_told_apart(cell: str, values: list[tuple[str, str]]) -> None:
    assert split_labelled(cell) == values
    assert join_labelled(values) == cell


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Work :", "Work"),
        ("Home; old", "Home, old"),
        ("Phone (home", "Phone home"),
        (") old (:", "old"),
        ("2", ""),
        ("two\nlines", "two lines"),
    ],
)
def test_a_label_is_written_so_that_it_can_be_read_again(text: str, label: str) -> None:
    assert as_label(text) == label


@given(st.text(max_size=30), st.sampled_from(["030 901820", "(030) 9018-20", "+4930901820 x12", "b@x.example"]))
def test_any_label_comes_back(text: str, value: str) -> None:
    label = as_label(text)
    assert split_labelled(join_labelled([(value, label), (value, "")])) == [(value, label), (value, "")]
    assert as_label(label) == label
