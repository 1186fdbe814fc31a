"""The proposed type of a column, and why."""

from __future__ import annotations

import pytest
from crm.own_fields.definition import FieldType
from crm.own_fields.headed import headed
from crm.own_fields.proposal import propose


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["yes", "no", "Yes"], FieldType.YES_NO),
        (["1", "0", "1"], FieldType.NUMBER),
        (["12", "1,234.5", "€ 7"], FieldType.NUMBER),
        (["01234", "10115", "80331"], FieldType.TEXT),
        (["2026-01-31", "3.4.2026"], FieldType.DATE),
        (["2026-01-31 10:00", "2026-02-01"], FieldType.DATE_TIME),
        (["example.com", "https://example.org/x"], FieldType.LINK),
        (["Gold", "gold", "Silver", "Gold", "Silver", "Silver"], FieldType.CHOICE),
        (["Sales; IT", "IT", "Sales", "Sales, IT", "IT"], FieldType.CHOICES),
        (["Hauptstr. 5, 10115 Berlin", "12 High Street, London"], FieldType.ADDRESS),
        (["likes trains", "met in hall 7", "prefers mail"], FieldType.TEXT),
        ([], FieldType.TEXT),
        (["", " "], FieldType.TEXT),
    ],
)
def test_the_type_that_says_most_is_proposed(texts: list[str], kind: FieldType) -> None:
    assert propose(texts).type is kind


def test_a_few_slips_do_not_change_the_type() -> None:
    proposal = propose([*(f"{day}.1.2026" for day in range(1, 30)), "soon"])
    assert (proposal.type, proposal.values, proposal.fitting) == (FieldType.DATE, 30, 29)
    assert proposal.reason.startswith("29 of 30 values are dates.")
    assert propose(["1.1.2026", "soon"]).type is FieldType.TEXT


@pytest.mark.parametrize(
    ("texts", "day_first", "reason"),
    [
        (["3/4/2026", "31/1/2026"], True, "The day is first in 1"),
        (["3/4/2026", "1/31/2026"], False, "The month is first in 1"),
        (["3/4/2026", "4/3/2026"], True, "please check"),
        (["3/4/2026", "31/1/2026", "30/1/2026", "1/30/2026"], True, "although it is not in 1"),
        (["2026-01-31", "3.4.2026"], None, "All 2 values are dates."),
    ],
)
def test_the_order_of_day_and_month_comes_from_the_dates_that_leave_no_doubt(
    texts: list[str], day_first: bool | None, reason: str
) -> None:
    proposal = propose(texts)
    assert (proposal.type, proposal.day_first) == (FieldType.DATE, day_first)
    assert reason in proposal.reason


@pytest.mark.parametrize(
    ("texts", "decimal_comma"),
    [
        (["1.234", "12,5"], True),
        (["1.234,50", "1.234"], True),
        (["1,234", "12.5"], False),
        (["1.234.567", "1.234"], True),
        (["1,234,567", "1.234"], False),
        (["1.234", "7"], None),
    ],
)
def test_whether_decimals_follow_a_comma_comes_from_the_numbers_that_leave_no_doubt(
    texts: list[str], decimal_comma: bool | None
) -> None:
    assert propose(texts).decimal_comma is decimal_comma


def test_choices_are_the_values_in_their_most_frequent_spelling() -> None:
    proposal = propose(["gold", "Gold", "Gold", "silver", "silver", "silver", "silver"])
    assert proposal.choices == ("silver", "Gold")
    assert proposal.reason == "All 7 values are one of 2 that recur."


def test_a_comma_within_single_values_makes_no_several_choices() -> None:
    texts = [*["North"] * 20, *["South"] * 20, *["Rest, abroad"] * 3]
    assert propose(texts).choices == ("North", "South", "Rest, abroad")


@pytest.mark.parametrize(
    ("header", "texts", "kind"),
    [
        ("ZIP", ["94105", "10001", "60601"], FieldType.TEXT),
        ("PLZ", ["80331", "80331", "80331", "10115", "10115", "10115"], FieldType.TEXT),
        ("Code postal", ["75001", "69002"], FieldType.TEXT),
        ("CP", ["28001", "41002"], FieldType.TEXT),
        ("邮编", ["100000", "200000"], FieldType.TEXT),
        ("郵便番号", ["1000001", "1500002"], FieldType.TEXT),
        ("Street", ["Main St", "High St", "Elm St"], FieldType.ADDRESS),
        ("Straße", ["Hauptstr. 5", "Am Markt"], FieldType.ADDRESS),
        ("Rue", ["rue Haute", "rue Basse"], FieldType.ADDRESS),
        ("Dirección", ["Calle Mayor", "Plaza Real"], FieldType.ADDRESS),
        ("公司地址", ["中山路", "南京路"], FieldType.ADDRESS),
        ("ご住所", ["渋谷区神南", "港区芝"], FieldType.ADDRESS),
        ("City", ["Bonn", "Bonn", "Bonn", "Köln", "Köln", "Köln"], FieldType.TEXT),
        ("市区町村", ["港区", "港区", "港区", "渋谷区", "渋谷区", "渋谷区"], FieldType.TEXT),
        ("Country", ["France", "France", "France", "Spain", "Spain", "Spain"], FieldType.CHOICE),
        ("Département", ["75", "13", "69"], FieldType.TEXT),
        ("Birthday", ["12/31/1990", "1/2/1985", "in May"], FieldType.DATE),
        ("Geburtsdatum", ["31.12.1990", "unbekannt"], FieldType.DATE),
        ("Date de naissance", ["31/12/1990", "?"], FieldType.DATE),
        ("Último contacto", ["31/12/2025", "nunca"], FieldType.DATE),
        ("客户生日", ["1990年12月31日", "未知"], FieldType.DATE),
        ("最終連絡日", ["2025/12/31", "なし"], FieldType.DATE),
        ("Last contact", ["2025-12-31 10:00", "2025-11-30 09:30", "?"], FieldType.DATE_TIME),
        ("Kunden-Nr.", ["10023", "10024"], FieldType.TEXT),
        ("会員番号", ["10023", "10024"], FieldType.TEXT),
        ("Number of employees", ["12", "250", "ca. 40"], FieldType.NUMBER),
        ("Umsatz", ["1.200,50", "k.A.", "900"], FieldType.NUMBER),
        ("Newsletter", ["1", "0", "1"], FieldType.YES_NO),
        ("是否订阅", ["1", "0"], FieldType.YES_NO),
        ("Site web", ["exemple.example.com", "aucun"], FieldType.LINK),
        ("Source", ["Fair", "Fair", "Web"], FieldType.CHOICE),
        ("性别", ["男", "女", "女"], FieldType.CHOICE),
    ],
)
def test_a_header_settles_what_the_values_leave_open(header: str, texts: list[str], kind: FieldType) -> None:
    assert propose(texts, headed(header)).type is kind


@pytest.mark.parametrize(
    ("header", "texts", "kind"),
    [
        ("Street", ["example.com", "example.org"], FieldType.LINK),
        ("City", ["2026-01-31", "2026-02-01"], FieldType.DATE),
        ("Birthday", ["soon", "later"], FieldType.TEXT),
        ("Newsletter", ["3", "7"], FieldType.NUMBER),
        ("Score", ["007", "012"], FieldType.TEXT),
        ("Source", ["Fair", "Web", "Anna"], FieldType.TEXT),
    ],
)
def test_values_that_cannot_be_what_the_header_says_decide(header: str, texts: list[str], kind: FieldType) -> None:
    assert propose(texts, headed(header)).type is kind


def test_a_proposal_by_the_header_says_so_and_knows_the_order_of_day_and_month() -> None:
    proposal = propose(["12/31/1990", "1/2/1985", "in May"], headed("Birthday"))
    assert (proposal.day_first, proposal.values, proposal.fitting) == (False, 3, 2)
    assert proposal.reason.startswith("The header speaks of a date. 2 of 3 values are dates. The month is first")


def test_without_values_the_header_alone_decides() -> None:
    proposal = propose([], headed("Geburtsdatum"))
    assert (proposal.type, proposal.values) == (FieldType.DATE, 0)


def test_without_values_it_says_so() -> None:
    assert propose([]).reason == "No lead has a value here yet."
