"""Texts of CSV files do not run as formulas, and come back as they were."""

from __future__ import annotations

import pytest
from crm.values.formulas import escape_formulas, surely_runs_nowhere, without_escapes
from crm.values.text import clean_cell
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "x;", "x; ", "x\t", "x\n", "x\r\n", 'x;"', "'", "x;'", "x;\u00a0"])
def test_an_apostrophe_stands_before_each_sign_that_may_begin_a_formula(before: str, sign: str) -> None:
    assert escape_formulas(f"{before}{sign}1") == f"{before}'{sign}1"


@pytest.mark.parametrize("text", ["\tx", "\rx", "'\tx", "''\rx"])
def test_blanks_that_programs_drop_do_not_begin_a_cell(text: str) -> None:
    assert escape_formulas(text) == f"'{text}"
    assert without_escapes(f"'{text}") == text


@pytest.mark.parametrize(
    "text", ["", "'", "'s-Hertogenbosch", "O'Neill", "a, -b", "a-b=c", "1;2", "a@x.example", "x; y - z"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert escape_formulas(text) == text == without_escapes(text)


@given(st.text(alphabet="=+-@＝'\"; \t\r\n\u00a0a,", max_size=14) | st.text(max_size=12))
def test_whatever_is_escaped_comes_back(text: str) -> None:
    assert without_escapes(escape_formulas(text)) == text


@given(st.text(alphabet="=+-@＝'\"; \t\r\n\u00a0a1,", max_size=14) | st.text(max_size=12))
def test_what_surely_runs_nowhere_needs_no_escape(text: str) -> None:
    assert not surely_runs_nowhere(text) or escape_formulas(text) == text


@pytest.mark.parametrize("text", ["", "Müller", "a@x.example", "2026-01-31", "020 7946 0018", "李"])
def test_most_texts_surely_run_nowhere(text: str) -> None:
    assert surely_runs_nowhere(text)


def test_a_file_of_others_keeps_its_apostrophes_but_for_the_first() -> None:
    assert clean_cell("'+49 30 1; '=x") == "+49 30 1; '=x"


def test_no_blank_is_left_where_an_escape_was() -> None:
    assert clean_cell("' =1") == "=1"
