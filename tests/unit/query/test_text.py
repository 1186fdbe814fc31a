from __future__ import annotations

import pytest
from crm.query.text import looks_like_phone, normalize, normalize_phone
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "JOSE"),
        ("Müller", "muller"),
        ("STRASSE", "straße"),
        ("Łódź", "lodz"),
        ("Søren", "soren"),
        ("Æsir", "aesir"),
        ("İstanbul", "istanbul"),
        ("Ёлкин", "елкин"),
        ("Ａｃｍｅ", "acme"),
        ("ﬁrm", "firm"),
        ("Anna\u00a0 \n Smith", "anna smith"),
        ("Jose\u0301", "José"),
        ("שָׁלוֹם", "שלום"),
        ("ｶﾞ", "ガ"),
    ],
)
def test_texts_that_people_consider_equal_compare_equal(one: str, other: str) -> None:
    assert normalize(one) == normalize(other)


@pytest.mark.parametrize(("one", "other"), [("ガ", "カ"), ("กี", "กิ"), ("कु", "क"), ("王", "玉"), ("o", "0")])
def test_marks_that_change_the_word_stay(one: str, other: str) -> None:
    assert normalize(one) != normalize(other)


def test_a_hangul_syllable_is_not_found_inside_another() -> None:
    assert normalize("가") not in normalize("각")


@given(st.text())
def test_normalizing_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), max_size=20))
def test_case_never_matters(text: str) -> None:
    assert normalize(text.upper()) == normalize(normalize(text).upper())


def test_a_phone_is_compared_without_its_punctuation() -> None:
    assert normalize_phone("+852 (9123) 45-67") == "+85291234567"


@pytest.mark.parametrize(
    ("text", "phone"), [("+852 9123", True), ("9123-4567", True), ("12", False), ("3M", False), ("4th floor", False)]
)
def test_a_search_for_part_of_a_phone_number_is_recognized(text: str, phone: bool) -> None:
    assert looks_like_phone(text) is phone
