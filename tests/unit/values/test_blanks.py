"""Cells that say that there is nothing, or nobody, in many languages; names stay names."""

from __future__ import annotations

import pytest
from crm.values.blanks import is_blank_name, is_unnamed
from crm.values.employment import names_no_employer


@pytest.mark.parametrize(
    "text",
    [
        *("nicht verfügbar", "non précisé", "sin especificar", "non indicato", "niet ingevuld", "brak informacji"),
        *("nezadáno", "nem elérhető", "nespecificat", "nije navedeno", "ni podatka", "няма данни", "ej tillgänglig"),
        *("ikke oppgitt", "ei ilmoitettu", "teadmata", "nav zināms", "nenurodyta", "belirtilmedi", "жоқ", "δεν έχει"),
        *(
            "לא נמסר",
            "غير محدد",
            "ثبت نشده",
            "उपलब्ध नहीं",
            "chưa cập nhật",
            "belum diisi",
            "該当なし",
            "未登记",
            "정보없음",
        ),
    ],
)
def test_a_cell_that_says_that_nothing_is_known_is_blank(text: str) -> None:
    assert is_blank_name(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Abgesagt", "annulée", "cancelado", "odwołane", "zrušeno", "törölve", "inställd", "peruttu", "iptal edildi"),
        *("отменён", "בוטל", "ملغى", "đã hủy", "ยกเลิก", "已取消", "キャンセル", "취소", "Testkunde", "Client test"),
        *("mažmeninis pirkėjas", "juhuklient", "staðgreiðsla", "ลูกค้าขาจร", "مشتری نقدی", "tanpa nama"),
    ],
)
def test_what_stands_in_place_of_a_name_names_nobody(text: str) -> None:
    assert is_unnamed(text)


@pytest.mark.parametrize(
    "text", ["Anna Pole", "Nav Gill", "Wala Ben", "Keng Lim", "Test Anna", "Maloobchod Novák", "Dim", "Gost"]
)
def test_a_word_that_is_a_name_too_stays_a_name(text: str) -> None:
    assert not is_unnamed(text)


@pytest.mark.parametrize(
    "text", ["pensioneret", "mājsaimniece", "tələbə", "зейнеткер", "оюутан", "ጡረተኛ", "フリーター", "huisvrou"]
)
def test_what_people_without_an_employer_do_is_no_company(text: str) -> None:
    assert names_no_employer(text)
