"""Customers who are people, in a column that holds companies too."""

from __future__ import annotations

import pytest
from crm.values.parties import is_client_alone


@pytest.mark.parametrize(
    "text",
    [
        *("דנה לוי", "נורה כהן", "هند المطيري", "مریم حسینی", "Σπύρος Μάνος", "ΕΛΕΝΗ ΔΗΜΟΥ", "Смирнова Анна"),
        *("Соломія Дзюба", "Рустам Ахметов", "सीता वर्मा", "করিম মিয়া", "วิชัย รักไทย", "นายธนา สุขใจ", "გიორგი კაპანაძე"),
        *("王小明", "高橋 一郎", "박지훈"),
    ],
)
def test_a_known_given_name_or_an_east_asian_surname_tells_a_person(text: str) -> None:
    assert is_client_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "גלידת הנמל",
        "מסעדת דוד",
        "مطعم الشام",
        "Кафе Анна",
        "Крамниця Затишок",
        "राम ट्रेडर्स",
        "โรงเรียนบ้านนา",
        "育才小学",
        "דנה",
        "Calvin Klein",
    ],
)
def test_unknown_words_companies_and_latin_letters_do_not(text: str) -> None:
    assert not is_client_alone(text)
