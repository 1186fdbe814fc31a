"""Rows that a program or a person prints at the end of a page or a list, and names that look alike."""

from __future__ import annotations

import pytest
from crm.spreadsheets.layout.notes import is_end_of_list, is_note, is_printed
from crm.spreadsheets.layout.signatures import are_signed


@pytest.mark.parametrize(
    "cells",
    [
        ["Page 1 of 3"],
        ["12.05.2026", "Seite 2/3"],
        ["Σελίδα 1 από 3"],
        ["1. oldal / 3"],
        ["Trang 1/3"],
        ["第1页 共3页"],
        ["1 / 3 페이지"],
        ["--- Ende der Liste ---"],
        ["ΤΕΛΟΣ ΛΙΣΤΑΣ"],
        ["סוף הרשימה"],
        ["*** koniec ***"],
    ],
)
def test_numbers_of_pages_and_ends_of_lists_are_printed(cells: list[str]) -> None:
    assert is_printed(cells)


@pytest.mark.parametrize("cells", [["Fin"], ["Page Smith"], ["Page 1", "Ann Lee"], ["12.05.2026"], ["Konec Jan"]])
def test_names_and_rows_with_contacts_are_not(cells: list[str]) -> None:
    assert not is_printed(cells)


def test_one_word_may_end_a_list_below_it() -> None:
    assert is_end_of_list("Fin")
    assert not is_end_of_list("Finn")


@pytest.mark.parametrize(
    "cells",
    [
        ["Checked by", "A. Lee"],
        ["Ελέγχθηκε από:", "Μ. Παππά"],
        ["İmza", "________"],
        ["Sprawdził", "J. Nowak"],
        ["确认人:", "王芳"],
    ],
)
def test_who_signs_beside_a_label_is_no_contact(cells: list[str]) -> None:
    assert are_signed(cells)


@pytest.mark.parametrize(
    "cells", [["Onay", "Aksoy"], ["Checked by"], ["Checked by", "ann@lee.example"], ["Ann Lee", "____"]]
)
def test_names_that_are_labels_too_and_rows_with_an_email_are_contacts(cells: list[str]) -> None:
    assert not are_signed(cells)


@pytest.mark.parametrize(
    "text",
    [
        "Data wydruku: 12.03.2024",
        "Tulostuspäivä: 12.3.2024",
        "Дата печати: 12.03.2024",
        "ngày in: 12/03/2024",
        "출력일: 2024-03-12",
    ],
)
def test_the_day_of_printing_is_a_note(text: str) -> None:
    assert is_note(text)


@pytest.mark.parametrize("text", ["Avots Jānis", "Allikas Mati", "Burimi Arta", "Vir Singh"])
def test_a_family_name_is_no_note(text: str) -> None:
    assert not is_note(text)
