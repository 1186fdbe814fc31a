"""Headers say whose details a column holds with the beginnings and ends of their language, and names in halves."""

from __future__ import annotations

import pytest
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import read_header


@pytest.mark.parametrize(
    ("header", "language", "meaning"),
    [
        ("Sportstræneren", "da", Meaning.UNKNOWN),
        ("Lærernes e-mail", "da", Meaning.SOMEONE_ELSE),
        ("אימייל המורה", "he", Meaning.SOMEONE_ELSE),
        ("البريد الإلكتروني للطبيب", "ar", Meaning.SOMEONE_ELSE),
        ("শিক্ষকের ইমেইল", "bn", Meaning.SOMEONE_ELSE),
        ("शिक्षकाचा ईमेल", "mr", Meaning.SOMEONE_ELSE),
        ("Klienta e-pasts", "lv", Meaning.EMAIL),
        ("Student e-post", "no", Meaning.EMAIL),
        ("Apellido y nombre", "es", Meaning.FULL_NAME),
        ("Navn (efternavn)", "da", Meaning.LAST_NAME),
        ("Name / Surname", "en", Meaning.LAST_NAME),
        ("Địa chỉ công ty", "vi", Meaning.OTHER),
        ("Default address company", "en", Meaning.COMPANY),
        ("代表番号", "ja", Meaning.PHONE),
    ],
)
def test_a_header_says_whose_detail_it_is(header: str, language: str, meaning: Meaning) -> None:
    assert read_header(header, frozenset({language})).meaning is meaning
