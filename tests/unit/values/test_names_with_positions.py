"""Whom a cell is about whose header names a person and a job title."""

from __future__ import annotations

import pytest
from crm.values.addressees import Addressee
from crm.values.names import split_full_name
from crm.values.names_with_positions import name_and_position


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        ("何建军 销售经理", "何建军", "销售经理"),
        ("何丽（总经理）", "何丽", "总经理"),
        ("销售经理 何建军", "何建军", "销售经理"),
        ("田中 健 営業部長", "田中 健", "営業部長"),
        ("박철호/과장", "박철호", "과장"),
        ("Petr Malý, obchodní ředitel", "Petr Malý", "obchodní ředitel"),
        ("Petr Malý obchodní ředitel", "Petr Malý", "obchodní ředitel"),
        ("Ann Hale - Zorp Wizard", "Ann Hale", "Zorp Wizard"),
        ("Head of Sales: Ann Hale", "Ann Hale", "Head of Sales"),
        ("Meier, Anna, Leiterin", "Meier, Anna", "Leiterin"),
        ("采购经理", "", "采购经理"),
    ],
)
def test_a_job_title_is_told_from_the_name_beside_it(text: str, name: str, position: str) -> None:
    assert name_and_position(text) == Addressee(name, position)


@pytest.mark.parametrize(
    "text",
    [
        "陈先生",
        "欧阳晓峰",
        "王经理",
        "佐々木 健太郎",
        "Meier, Anna",
        "Ann Hale / Bob Ray",
        "Ann Hale, PhD",
        "Jan van der Berg",
    ],
)
def test_a_name_alone_has_no_job_title(text: str) -> None:
    assert name_and_position(text) == Addressee(text)


@pytest.mark.parametrize(
    ("text", "last", "first", "position"),
    [
        ("王芳采购经理", "王", "芳", "采购经理"),
        ("김철호영업팀장", "김", "철호", "영업팀장"),
        ("王高级", "王", "高级", ""),
    ],
)
def test_what_qualifies_a_position_belongs_to_it(text: str, last: str, first: str, position: str) -> None:
    name = split_full_name(text)

    assert (name.last, name.first, name.position) == (last, first, position)
