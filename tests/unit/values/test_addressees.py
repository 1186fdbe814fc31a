"""Whom a cell of names is about: departments, job titles and forms of address beside a person."""

from __future__ import annotations

import pytest
from crm.values.addressees import Addressee, addressee_of, is_department


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        ("t.a.v. mevr. Ruiter", "mevr. Ruiter", ""),
        ("t.a.v. debiteurenadministratie", "", ""),
        ("Jana Malá (účtárna)", "Jana Malá", ""),
        ("Ufficio Acquisti - Carlo Riva", "Carlo Riva", ""),
        ("Kovács János ügyvezető", "Kovács János", "ügyvezető"),
        ("Ann Lee, Marketing Group", "Ann Lee, Marketing Group", ""),
        ("Responsable Compras", "", "Responsable Compras"),
        ("Lee, Ann", "Lee, Ann", ""),
        ("Ann Lee, MD", "Ann Lee, MD", ""),
        ("Schulz - Meister", "Schulz - Meister", ""),
        ("総務部 佐藤", "佐藤", ""),
        ("総務部 ご担当者様", "", ""),
        ("แผนกบุคคล คุณสมชาย", "คุณสมชาย", ""),
        ("ฝ่ายขาย และการตลาด", "", ""),
        ("服部 一郎", "服部 一郎", ""),
        ("THE PRINCIPAL", "", "PRINCIPAL"),
        ("The HR Manager", "", "HR Manager"),
        ("Il Direttore", "", "Direttore"),
        ("Le Roy", "Le Roy", ""),
        ("konstitueret Lars Brandt", "Lars Brandt", ""),
        ("и.о. Иван Петров", "Иван Петров", ""),
        ("P.O. Smith", "P.O. Smith", ""),
        ("Die Van Hoof", "Die Van Hoof", ""),
    ],
)
def test_a_person_is_told_from_what_stands_beside(text: str, name: str, position: str) -> None:
    assert addressee_of(text) == Addressee(name, position)


@pytest.mark.parametrize(
    "text",
    [
        "Accounts payable",
        "Dpto. Compras",
        "Personalabteilung",
        "отдел кадров",
        "経理部",
        "ฝ่ายบัญชี",
        "phòng kế toán",
        "قسم المحاسبة",
    ],
)
def test_a_part_of_a_firm_is_a_department(text: str) -> None:
    assert is_department(text)


@pytest.mark.parametrize("text", ["Ann Office", "Serv Ann", "Verwaltung Anna", "Ida Berg", ""])
def test_a_text_with_a_given_name_is_no_department(text: str) -> None:
    assert not is_department(text)
