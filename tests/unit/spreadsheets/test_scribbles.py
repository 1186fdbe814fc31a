"""Titles and remarks in lists that are typed or signed at a door, and contacts that look alike."""

from __future__ import annotations

import pytest
from crm.spreadsheets.layout.scribbles import mark_scribbles
from crm.spreadsheets.model import Row

CONTACTS = [
    ("Tara Whitcomb", "614-555-0142", "tara@whitcomb.example"),
    ("Darnell Hughes", "(614) 555-0173", ""),
    ("Mei Zhou", "", "mei@zhou.example"),
]


def _left(*rows: tuple[str, ...], headed: bool = False) -> list[str]:
    """The first cells of the rows that are still data."""
    numbered = [Row(number, cells) for number, cells in enumerate(rows, 1)]
    mark_scribbles(numbered, headed=headed)
    return [next(filter(None, row.cells)) for row in numbered if row.cells and not row.skip]


def test_a_title_above_a_list_without_a_header_is_no_contact() -> None:
    names = [cells[0] for cells in CONTACTS]
    assert _left(("OPEN HOUSE - 418 Maple Ridge Dr",), (), *CONTACTS) == names
    assert _left(("Sign-in sheet",), *CONTACTS) == names


def test_a_lone_name_right_above_is_one() -> None:
    assert _left(("Colin Farraday",), *CONTACTS)[0] == "Colin Farraday"


@pytest.mark.parametrize(
    "cells",
    [
        ("nice weather", "14 cookies left"),
        ("gutes Wetter", "12 Kekse"),
        ("хорошая погода",),
        ("(left early)",),
        ("lol",),
    ],
)
def test_a_remark_below_a_list_is_no_contact(cells: tuple[str, ...]) -> None:
    assert len(_left(*CONTACTS, (), cells)) == len(CONTACTS)


def test_without_small_letters_a_longer_text_beside_words_and_digits_is_a_remark() -> None:
    guests = [("王小明", "13555550142"), ("李丽华", "13555550143"), ("张伟国", "13555550144")]
    assert _left(*guests, (), ("天气很好", "还剩14块饼干"), ("陈静", "分机14")) == [
        "王小明",
        "李丽华",
        "张伟国",
        "陈静",
    ]


@pytest.mark.parametrize("cells", [("haha nice try",), ("4", "hates all parties!"), ("Mickey has big ears lol",)])
def test_a_remark_in_small_letters_is_none_anywhere(cells: tuple[str, ...]) -> None:
    assert len(_left(*CONTACTS[:2], cells, *CONTACTS[1:], headed=True)) == len(CONTACTS) + 1


@pytest.mark.parametrize(
    "cells",
    [
        ("Dora Hill", "ext 14"),
        ("van der Berg",),
        ("eBay Germany",),
        ("carl reed",),
        ("other local suppliers", "", "", "Acme Ltd"),
        ("陈静", "分机14"),
        ("dora hill", "614-555-0199"),
    ],
)
def test_names_and_rows_that_say_more_stay(cells: tuple[str, ...]) -> None:
    assert len(_left(*CONTACTS, cells, CONTACTS[0], headed=True)) == len(CONTACTS) + 2


def test_where_names_are_in_small_letters_they_show_nothing() -> None:
    small = [tuple(map(str.lower, cells)) for cells in CONTACTS]
    assert len(_left(*small, (), ("nice weather",))) == len(CONTACTS) + 1


def test_a_list_without_emails_and_phones_stays_as_it_is() -> None:
    assert len(_left(("Guests 2026",), (), ("Ann Lee",), ("nice weather today",))) == 3
