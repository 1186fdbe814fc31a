"""Headers with a slip of the keyboard say what was meant, where only one letter is wrong."""

from __future__ import annotations

import pytest
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.misspellings import corrected

ANY = frozenset[str]()


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Nmae", Meaning.NAME),
        ("Emial", Meaning.EMAIL),
        ("Phne", Meaning.PHONE),
        ("Comapny", Meaning.COMPANY),
        ("Frist Name", Meaning.FIRST_NAME),
        ("Telefonnumer", Meaning.PHONE),
        ("Nachnahme", Meaning.LAST_NAME),
        ("Frima", Meaning.COMPANY),
        ("Pr\u00e9nnom", Meaning.FIRST_NAME),
    ],
)
def test_one_slip_is_understood(header: str, meaning: Meaning) -> None:
    reading = corrected(header, ANY)
    assert reading is not None
    assert reading.meaning is meaning


@pytest.mark.parametrize("header", ["Game", "Mall", "Xy", "Zorp", "Name", "", "What is your favourite phne"])
def test_other_words_and_known_ones_are_left_alone(header: str) -> None:
    assert corrected(header, ANY) is None
