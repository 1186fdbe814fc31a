"""Lists of a market: stalls in one column, who is in charge of them in another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from crm.mapping.decision import decide_mapping

from tests.unit.mapping.doubles import sheet

ROWS = (
    ("Doce Serra", "Ana Figueiredo", "915550131"),
    ("Atelier Barro", "Joana Santos", "925550132"),
    ("Filhoses da Vila", "Lurdes Abrantes", "914550137"),
)


def _fields(header: Sequence[str], *rows: Sequence[str]) -> list[str]:
    mapping = decide_mapping(sheet(header, *rows), memory=None, model=None, region=None).mapping
    return [column.field for column in mapping.columns]


@pytest.mark.parametrize(
    ("stall", "in_charge", "phone"),
    [
        ("Marca", "Responsável", "Telefone"),
        ("Stand", "Verantwortlich", "Telefon"),
        ("Nom du stand", "Responsable", "Téléphone"),
        ("Kraam", "Contactpersoon", "Telefoon"),
        ("Stoisko", "Osoba kontaktowa", "Telefon"),
        ("Stall name", "Contact person", "Phone"),
        ("Торговая точка", "Ответственный", "Телефон"),
    ],
)
def test_a_stall_is_the_company_of_who_is_in_charge(stall: str, in_charge: str, phone: str) -> None:
    assert _fields((stall, in_charge, phone), *ROWS) == ["company", "fullName", "phone"]


def test_who_is_one_of_a_few_is_a_colleague() -> None:
    rows = [(stall, "Ana Figueiredo", phone) for stall, _, phone in ROWS * 2]

    assert _fields(("Marca", "Responsável", "Telefone"), *rows)[1] == "remarks"


def test_a_brand_beside_a_name_is_none_of_its_companies() -> None:
    rows = [(name, brand, phone) for brand, name, phone in ROWS]

    assert _fields(("Nome", "Marca", "Telefone"), *rows) == ["fullName", "remarks", "phone"]
