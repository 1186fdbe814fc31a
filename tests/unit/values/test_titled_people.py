"""People under the header of a company are told by titles and forms of address; what may be a firm stays one."""

from __future__ import annotations

import pytest
from crm.values.names import split_full_name
from crm.values.titled_people import is_titled_person


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Cesca Dott. Giandomenico",
            "De Luca Avv. Antonio",
            "Novák Ing. Jan",
            "Avv. Mario Rossi",
            "Sayın Ahmet Yılmaz",
        ),
        *("นายธนวัฒน์ ใจคำ", "น.ส.ปิยะดา สุขใจ", "Bà Trần Thị Lan", "Nguyễn Văn An", "السيد أحمد علي", "Smt. Sunita Rao"),
        *("Sayın Ahmet Yılmaz", "王芳女士", "李先生", "山田 太郎 様", "김철수 씨"),
    ],
)
def test_a_title_or_a_form_of_address_shows_a_person(text: str) -> None:
    assert is_titled_person(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Studio Dott. Rossi", "Dr. Marten Shoes", "Zahnarzt Dr. Peter", "Bar Sport Sig. Mario", "Ing. Jan 3"),
        *("นายอินทร์", "คุณแม่ก้อย เบเกอรี่", "Cô Ba Quán", "Trần Hưng Đạo", "شركة السيد أحمد", "Shri Ram Traders"),
        *("山田商店 様", "山田 商店 様", "이마트 님", "先生", ""),
    ],
)
def test_what_may_be_a_firm_is_none(text: str) -> None:
    assert not is_titled_person(text)


def test_the_title_between_two_halves_is_in_neither() -> None:
    name = split_full_name("Zuccolin Sig. Mirko")

    assert (name.first, name.last, name.complete) == ("Mirko", "Zuccolin", False)
