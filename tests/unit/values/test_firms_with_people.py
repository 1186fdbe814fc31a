"""A firm and a person with a dash between them in one cell of customers."""

from __future__ import annotations

import pytest
from crm.values.addressees import Addressee, addressee_of
from crm.values.firms_with_people import firm_and_person
from crm.values.parties import is_customer_in_person


@pytest.mark.parametrize(
    ("text", "firm", "person"),
    [
        ("Pınar Butik - Pınar Ünsal", "Pınar Butik", "Pınar Ünsal"),
        ("Truhlářství Malý - Petr Malý", "Truhlářství Malý", "Petr Malý"),
        ("Kati Virágbolt - Nagy Katalin", "Kati Virágbolt", "Nagy Katalin"),
        ("Kukka Zorla - Ugutz Zorla", "Kukka Zorla", "Ugutz Zorla"),
        ("Blue Door – Anna Lind", "Blue Door", "Anna Lind"),
        ("喫茶あおい - 中村 葵", "喫茶あおい", "中村 葵"),
        ("Anna Lind - Acme Ltd", "Acme Ltd", "Anna Lind"),
        ("Anna Lind - Nils Lind", "", ""),
        ("Einkauf - Anna Lind", "", ""),
        ("Acme - Berlin", "", ""),
    ],
)
def test_a_person_behind_a_dash_is_told_from_the_firm(text: str, firm: str, person: str) -> None:
    assert firm_and_person(text, of_parties=True) == (firm, person)


def test_where_only_people_are_named_an_unknown_word_before_a_dash_is_no_firm() -> None:
    assert firm_and_person("Table 4 - Anna Lind", of_parties=False) == ("", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Service technique - M. Faure", Addressee("M. Faure")),
        ("Chị Hoa - Chợ Đầm", Addressee("Chị Hoa")),
        ("Anna Lind - flat 302", Addressee("Anna Lind")),
        ("Styreleder - Anna Lind", Addressee("Anna Lind", "Styreleder")),
        ("Anna Lind - Berg", Addressee("Anna Lind - Berg")),
        ("Anna Lind - Nils Berg", Addressee("Anna Lind - Nils Berg")),
    ],
)
def test_a_note_or_a_part_of_a_firm_around_a_dash_is_no_name(text: str, found: Addressee) -> None:
    assert addressee_of(text) == found


@pytest.mark.parametrize(
    ("text", "email", "is_person"),
    [
        ("Melis Aktaş", "", True),
        ("Ferrari Luca", "", True),
        ("Laura Moda", "info@moda.example", False),
        ("Laura Moda Ltd", "", False),
        ("Blue Door", "", False),
    ],
)
def test_a_customer_is_a_person_by_known_names(text: str, email: str, *, is_person: bool) -> None:
    assert is_customer_in_person(text, email) is is_person


@pytest.mark.parametrize(
    ("text", "firm", "person"),
    [
        ("株式会社あおば製作所 中村 恵", "株式会社あおば製作所", "中村 恵"),
        ("有限会社丸福 山田太郎様", "有限会社丸福", "山田太郎"),
        ("上海华美贸易有限公司 王芳", "上海华美贸易有限公司", "王芳"),
        ("한빛상회 김민수", "한빛상회", "김민수"),
        ("株式会社あおば 渋谷支店", "", ""),
        ("株式会社 田中 商店", "", ""),
        ("주식회사 한빛 김약국", "", ""),
        ("株式会社 山田 太郎", "", ""),
        ("株式会社あおば 松本", "", ""),
        ("株式会社あおば 総務部", "", ""),
        ("高橋 美穂", "", ""),
    ],
)
def test_a_person_behind_a_blank_is_told_from_the_firm_where_names_are_written_without_one(
    text: str, firm: str, person: str
) -> None:
    assert firm_and_person(text, of_parties=False) == (firm, person)
