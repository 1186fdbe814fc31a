"""Texts below a table that say how many rows it has, and texts that do not."""

from __future__ import annotations

import pytest
from crm.spreadsheets.layout.row_counts import are_sums, counts, is_tally, says_how_many, says_so_many


@pytest.mark.parametrize(
    "text",
    [
        *(
            "8 vendors",
            "Total: 8",
            "Total members: 8",
            "(8 guests)",
            "Members: 8",
            "8 people in total",
            "Tot. 8 pazienti",
        ),
        *(
            "8 Mitglieder",
            "Anzahl der Teilnehmer: 8",
            "Insgesamt 8 Personen",
            "8 Kunden, 3 Lieferanten",
            "8 Mieter gesamt",
        ),
        *(
            "8 adhérents",
            "Nombre de clients : 8",
            "8 socios",
            "Total de alumnos: 8",
            "8 soci",
            "8 fornecedores",
            "8 socis",
        ),
        *(
            "8 leden",
            "Aantal leden: 8",
            "8 osób",
            "Liczba członków: 8",
            "Razem: 8 osób",
            "Počet členů: 8",
            "8 členů celkem",
        ),
        *("8 fő", "Összesen: 8 fő", "8 de persoane", "8 medlemmar", "8 medlemmer", "8 jäsentä", "8 liiget", "8 narių"),
        *("8 kişi", "Toplam 8 kişi", "8 человек", "Всего: 8 клиентов", "Кількість: 8", "8 учасників", "8 души"),
        *("8 članova", "Ukupno: 8", "8 strank", "8 μέλη", "Σύνολο: 8 μέλη", "8 orang", "Jumlah: 8 orang", "8 người"),
        *("٨ متطوعين", "العدد: ٨", "۸ نفر", "8 משתתפים", "कुल: 8 सदस्य", "รวม 8 คน", "8 คน"),
        *("共8人", "合計 8 名", "計8名", "全8件", "총 9명", "9명", "합계：6家供应商，8位联系人", "8 名様"),
    ],
)
def test_a_number_of_known_things_says_how_many_rows_there_are(text: str) -> None:
    assert says_how_many(text)


@pytest.mark.parametrize(
    "text",
    ["7 Seas", "Studio 54", "Total Ltd", "3 Monkeys GmbH", "0171 5550101", "Mitglieder", "8", "Anna Meier", "全 智賢"],
)
def test_names_and_phones_do_not_say_how_many_rows_there_are(text: str) -> None:
    assert not says_how_many(text, 9)


@pytest.mark.parametrize("text", ["9 velisti", "Σ: 9 kajakasen", "Rowers: 9"])
def test_of_unknown_things_only_the_number_of_the_rows_does(text: str) -> None:
    assert says_how_many(text, 9)
    assert not says_how_many(text, 8)


def test_between_contacts_even_a_number_of_known_things_has_to_be_that_of_the_rows() -> None:
    assert says_so_many("3 Mitglieder", 3)
    assert not says_so_many("4 Kids", 3)


@pytest.mark.parametrize("text", ["yes 6 / open 2 / no 1", "참석 6 / 미정 2", "6 yes, 2 no"])
def test_numbers_of_several_kinds_are_a_tally(text: str) -> None:
    assert is_tally(text)


@pytest.mark.parametrize("text", ["6 yes", "Main Street 6", "12 High Street, London", "Anna 1 / Ben"])
def test_addresses_and_single_numbers_are_no_tally(text: str) -> None:
    assert not is_tally(text)


@pytest.mark.parametrize(
    "text",
    ["427 000 Ft", "1 250,00 zł", "Rs. 5,000", "Rp 1.000.000", "3200元", "500 kr", "R$ 1.200,00", "5", "4 contacts"],
)
def test_a_sum_of_money_is_a_sum(text: str) -> None:
    assert counts(text)


@pytest.mark.parametrize("text", ["0171 5550101", "3 Monkeys", "Kr. Holm", "Studio 54", "+36 30 555 0101 Ft"])
def test_what_only_has_a_number_is_no_sum(text: str) -> None:
    assert not counts(text)


@pytest.mark.parametrize(
    "cells",
    [
        ["ΣΥΝΟΛΟ", "5 άτομα"],
        ["5 άτομα", "Σύνολο:"],
        ["Total", "5", "people"],
        ["5 members", "3 families"],
        ["RAZEM", "5", "osób"],
        ["Cəmi", "5 nəfər"],
        ["TONG CONG", "5 người"],
        ["ընդամենը", "5"],
        ["合計", "5", "名"],
        ["총", "5명"],
    ],
)
def test_words_and_numbers_in_any_cells_are_sums(cells: list[str]) -> None:
    assert are_sums(cells)


@pytest.mark.parametrize("cells", [["Anna", "5"], ["5", "12"], ["Total", "people"], ["Summa Ltd", "5"], ["5 people"]])
def test_names_and_bare_numbers_are_no_sums(cells: list[str]) -> None:
    assert not are_sums(cells)
