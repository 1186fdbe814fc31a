"""Headers say which part of an address a column holds, or which date about a contact."""

from __future__ import annotations

import pytest
from crm.mapping.headers.particulars import Particular, particular_of


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("City", Particular.CITY),
        ("Billing City", Particular.CITY),
        ("Adresse 1 - Ort", Particular.CITY),
        ("Mailing Zip/Postal Code", Particular.POSTCODE),
        ("PLZ", Particular.POSTCODE),
        ("Code postal (bureau)", Particular.POSTCODE),
        ("Stra\u00dfe und Hausnummer", Particular.STREET),
        ("Home Street 2", Particular.STREET),
        ("State/Province", Particular.REGION),
        ("Bundesland", Particular.REGION),
        ("\u4f4f\u6240", Particular.ADDRESS),
        ("Mailing Address", Particular.ADDRESS),
        ("Date of birth", Particular.BIRTHDAY),
        ("Geburtstag", Particular.BIRTHDAY),
        ("Last Contacted", Particular.LAST_CONTACT),
        ("Dernier contact", Particular.LAST_CONTACT),
        ("Rechnungsort", Particular.CITY),
        ("所在城市", Particular.CITY),
        ("Cód. postal", Particular.POSTCODE),
        ("自宅郵便番号", Particular.POSTCODE),
        ("〒", Particular.POSTCODE),
        ("公司地址", Particular.ADDRESS),
        ("Postal address", Particular.ADDRESS),
        ("客户生日", Particular.BIRTHDAY),
        ("Fecha nac.", Particular.BIRTHDAY),
        ("Date du dernier appel", Particular.LAST_CONTACT),
        ("最后跟进时间", Particular.LAST_CONTACT),
        ("Last call", Particular.LAST_CONTACT),
        ("Email address", None),
        ("电子邮箱地址", None),
        ("Company", None),
        ("", None),
    ],
)
def test_a_header_names_a_part_of_an_address_or_a_date(header: str, found: Particular | None) -> None:
    assert particular_of(header) is found
