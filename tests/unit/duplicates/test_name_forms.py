"""Writes names so that their usual spellings meet."""

from __future__ import annotations

import pytest
from crm.duplicates.address_words import company_key
from crm.duplicates.latin import in_latin
from crm.duplicates.name_forms import halves, name_form
from crm.query.text import normalize


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("小明", "xiaoming"),
        ("張", "zhang"),
        ("김", "gim"),
        ("민준", "minjun"),
        ("佐藤", "sato"),
        ("さくら", "sakura"),
        ("ケンジ", "kenji"),
        ("きょうこ", "kyoko"),
        ("щербаков", "shcherbakov"),
        ("γιώργος", "giorgos"),
        ("jean-pierre", "jeanpierre"),
    ],
)
def test_a_name_is_written_in_latin_letters(name: str, latin: str) -> None:
    assert in_latin(normalize(name)) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [("müller", "mueller"), ("юлия", "julia"), ("sergej", "sergey"), ("philipp", "filip"), ("katharina", "katarina")],
)
def test_usual_spellings_of_a_name_sound_alike(one: str, other: str) -> None:
    assert name_form(normalize(one), is_first=True).sound == name_form(normalize(other), is_first=True).sound


@pytest.mark.parametrize(("one", "other"), [("zhang", "yang"), ("lea", "lena"), ("maria", "mario")])
def test_other_names_do_not_sound_alike(one: str, other: str) -> None:
    assert name_form(one, is_first=True).sound != name_form(other, is_first=True).sound


def test_a_nickname_stands_for_several_names_and_only_as_a_first_name() -> None:
    sasha = name_form("sasha", is_first=True)

    assert {"alexandr", "alexandra"} <= set(sasha.roots)
    assert name_form("bob", is_first=False).roots == ("bob",)


def test_a_chinese_name_in_one_field_is_split() -> None:
    assert halves("王小明", "") == ("小明", "王")
    assert halves("anna", "") == ("anna", "")


@pytest.mark.parametrize(
    ("company", "key"),
    [("acme gmbh & co. kg", "acme"), ("the acme co., ltd.", "acme"), ("a.c.m.e. inc", "acme"), ("ltd", "ltd")],
)
def test_a_company_is_compared_without_its_legal_form(company: str, key: str) -> None:
    assert company_key(company) == key
