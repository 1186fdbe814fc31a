"""The region of phones that name no country, by the language of the header and the domains of the emails."""

from __future__ import annotations

import pytest
from crm.mapping.headers.header_reading import regions_of
from crm.mapping.region import region_by_language

GERMAN = ("Name", "Telefon", "E-Mail", "Ort")
FRENCH = ("Nom", "Prénom", "Téléphone")


@pytest.mark.parametrize(
    ("header", "phones", "domains", "region"),
    [
        (("氏名", "電話番号", "メール"), ("03-5555-0101", "090 1234 5678"), (), "JP"),
        (("이름", "전화번호"), ("02-312-3456",), (), "KR"),
        (("Imię", "Nazwisko", "Telefon"), ("22 555 01 01", "512 345 678"), (), "PL"),
        (GERMAN, ("030 901820", "0171 2345678"), ("a.de", "b.de", "c.com"), "DE"),
        (GERMAN, ("01 5128901", "0664 1234567"), ("a.at", "b.at"), "AT"),
        (GERMAN, ("044 668 18 00", "079 123 45 67"), ("a.ch", "b.ch"), "CH"),
        (FRENCH, ("01 42 68 53 00", "06 12 34 56 78"), ("a.fr", "b.fr"), "FR"),
        (("Nombre", "Correo", "Teléfono"), ("912 345 678", "612 345 678"), ("a.es", "b.es"), "ES"),
        (("姓名", "电话", "邮箱"), ("010 6552 9988", "138 1234 5678"), ("a.cn", "b.cn"), "CN"),
    ],
)
def test_a_language_of_one_country_or_the_domains_of_one_say_the_region(
    header: tuple[str, ...], phones: tuple[str, ...], domains: tuple[str, ...], region: str
) -> None:
    assert region_by_language(regions_of(header), phones, [f"ann@{domain}" for domain in domains]) == region


@pytest.mark.parametrize(
    ("header", "phones", "domains"),
    [
        pytest.param(("Name", "Phone", "Email"), ("020 7946 0018",), ("a.uk", "b.uk"), id="English is anywhere"),
        pytest.param(GERMAN, ("030 901820",), (), id="German is in several countries"),
        pytest.param(GERMAN, ("030 901820",), ("a.de", "b.at"), id="domains of two countries"),
        pytest.param(GERMAN, ("030 901820",), ("a.fr", "b.fr"), id="domains of another language"),
        pytest.param(GERMAN, ("30901820", "1712345678"), ("a.de", "b.de"), id="numbers without their zero"),
        pytest.param(("氏名", "電話番号"), ("(212) 555-0101",), (), id="numbers of somewhere else"),
        pytest.param(("Navn", "Telefon"), ("22 34 56 78",), (), id="Danish or Norwegian"),
        pytest.param(("氏名", "電話番号"), (), (), id="no number"),
    ],
)
def test_nothing_is_said_where_it_is_not_certain(
    header: tuple[str, ...], phones: tuple[str, ...], domains: tuple[str, ...]
) -> None:
    assert region_by_language(regions_of(header), phones, [f"ann@{domain}" for domain in domains]) is None
