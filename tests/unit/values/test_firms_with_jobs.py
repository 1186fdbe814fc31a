"""Cells that hold a company and a job title are taken apart where the two can be told, and stay whole elsewhere."""

from __future__ import annotations

import pytest
from crm.values.firms_with_jobs import Order, firm_and_job


@pytest.mark.parametrize(
    ("text", "firm", "job"),
    [
        ("Savon Jätehuolto Oy, käyttöpäällikkö", "Savon Jätehuolto Oy", "käyttöpäällikkö"),
        (
            "Itä-Suomen vesistöyhdistys ry / projektikoordinaattori",
            "Itä-Suomen vesistöyhdistys ry",
            "projektikoordinaattori",
        ),
        ("Acme, Inc., CEO", "Acme, Inc.", "CEO"),
        ("CEO, Acme, Inc.", "Acme, Inc.", "CEO"),
        ("VP Sales, Initech", "Initech", "VP Sales"),
        ("Novo A/S / direktør", "Novo A/S", "direktør"),
        ("Novo A/S", "Novo A/S", ""),
        ("Acme, Inc.", "Acme, Inc.", ""),
        ("eläkeläinen", "", "eläkeläinen"),
        ("Director, Sales", "", "Director, Sales"),
        ("", "", ""),
    ],
)
def test_a_cell_of_companies_with_jobs_has_both_or_one(text: str, firm: str, job: str) -> None:
    assert firm_and_job(text, Order.COMPANY_FIRST) == (firm, job)


@pytest.mark.parametrize(
    ("text", "firm", "job"),
    [
        ("Principal, Scoil Mhuire", "Scoil Mhuire", "Principal"),
        ("ESB (engineer)", "ESB", "engineer"),
        ("Hession Tyres - owner", "Hession Tyres", "owner"),
        ("self employed photographer", "", "self employed photographer"),
        ("Maths, Physics", "", "Maths, Physics"),
    ],
)
def test_a_day_job_has_the_employer_where_one_side_is_a_job(text: str, firm: str, job: str) -> None:
    assert firm_and_job(text, Order.EITHER) == (firm, job)


@pytest.mark.parametrize(
    ("text", "firm", "job"),
    [
        ("한빛은행 과장", "한빛은행", "과장"),
        ("(주)동아정밀 대표이사", "(주)동아정밀", "대표이사"),
        ("北京大学 教授", "北京大学", "教授"),
        ("Acme GmbH (Geschäftsführer)", "Acme GmbH", "Geschäftsführer"),
        ("Teacher's Pet", "Teacher's Pet", ""),
        ("Chef, Baker & Co", "Chef, Baker & Co", ""),
        ("Kahn, Notar", "Kahn, Notar", ""),
        ("Smith & Sons - Builders", "Smith & Sons - Builders", ""),
    ],
)
def test_a_company_has_a_job_behind_it_only_where_it_is_surely_one(text: str, firm: str, job: str) -> None:
    assert firm_and_job(text, Order.COMPANY) == (firm, job)
