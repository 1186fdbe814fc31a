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
        ("Company", None),
        ("", None),
    ],
)
def test_a_header_names_a_part_of_an_address_or_a_date(header: str, found: Particular | None) -> None:
    assert particular_of(header) is found
