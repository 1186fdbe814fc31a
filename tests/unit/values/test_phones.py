"""Phone numbers: digits as typed unless the region is certain, then E.164."""

from __future__ import annotations

import phonenumbers
import pytest
from crm.values.national_numbers import e164_in_region
from crm.values.phones import phones_in


def texts(cell: str, region: str | None = None) -> list[str]:
    return [phone.text for phone in phones_in(cell, region)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+41 44 123 45 67", "+41441234567"),
        ("+49 (0)89 123456", "+4989123456"),
        ("+1 (234) 567-8901", "+12345678901"),
        ("'+85212345678", "+85212345678"),
        ("tel:+41441234567", "+41441234567"),
        ("+852 1234 5678 ext 12", "+85212345678 x12"),
        ("0574-55550190转802", "0574-55550190 x802"),
        ("02-555-0190(내선 802)", "02-555-0190 x802"),
        ("053-555-187 ต่อ 11", "053-555-187 x11"),
        ("028 5555 0190 máy lẻ 12", "028 5555 0190 x12"),
        ("+36 1 555 0190 / 12-es mellék", "+3615550190 x12"),
        ("+380 44 555 0190 дод. 12", "+380445550190 x12"),
        ("+385 1 555 0190 lok. 12", "+38515550190 x12"),
        ("+62 21 555 0190 pesawat 12", "+62215550190 x12"),
    ],
)
def test_a_number_with_its_country_code_becomes_e164(typed: str, kept: str) -> None:
    assert texts(typed) == [kept]


@pytest.mark.parametrize(
    "typed",
    ["0912345678", "(415) 293-3313", "1-955-371-0847 x371", "250(78) 8 383 383", "089/123456", "0049 89 123456"],
)
def test_without_a_region_a_national_number_stays_as_typed(typed: str) -> None:
    assert texts(typed) == [typed]
    assert phones_in(typed, None)[0].exact


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("ask for Bo, 555-010-0101 (evenings)", "555-010-0101"),
        ("call me <+15550100107>", "+15550100107"),
        ("Büro (nur vormittags) 030 5550101", "030 5550101"),
    ],
)
def test_a_number_among_words_is_found(cell: str, number: str) -> None:
    assert texts(cell) == [number]
    assert not phones_in(cell, None)[0].exact


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("W: 089 5550101 M: 0171 5550101 F: 089 5550109", ["089 5550101", "0171 5550101"]),
        ("Fax: 02-555-0109 / Tel: 02-555-0101", ["02-555-0101"]),
    ],
)
def test_labels_part_numbers_and_tell_faxes(cell: str, numbers: list[str]) -> None:
    assert texts(cell) == numbers


@pytest.mark.parametrize("cell", ["IMP001", "order A-1234567", "see 2025-01-02 10:00", "12 of 34"])
def test_digits_among_words_that_are_no_number_are_left(cell: str) -> None:
    assert texts(cell) == []


@pytest.mark.parametrize(
    ("typed", "region", "e164"),
    [
        ("030 901820", "DE", "+4930901820"),
        ("0171-2345678", "DE", "+491712345678"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("00 44 20 7946 0958", "DE", "+442079460958"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("(11) 91234-5678", "BR", "+5511912345678"),
        ("06 12345678", "IT", "+390612345678"),
        ("415-555-2671 ext. 5", "US", "+14155552671 x5"),
    ],
)
def test_the_imports_region_makes_national_numbers_e164(typed: str, region: str, e164: str) -> None:
    assert texts(typed, region) == [e164]


def test_what_cannot_be_a_number_of_the_region_stays_as_typed() -> None:
    assert texts("12345", "US") == ["12345"]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("9876543210 / 9123456789", ["9876543210", "9123456789"]),
        ("+91 90000 40001 / 90000-40002", ["+919000040001", "90000-40002"]),
        ("030 / 123456", ["030 / 123456"]),
        ("9876543210 9123456789", ["9876543210", "9123456789"]),
        ("W: 555-0100 x12, C: 555-0199", ["555-0100 x12", "555-0199"]),
        ("0171 2345678 (mobil)", ["0171 2345678"]),
        ("555-1234 or 555-9876", ["555-1234", "555-9876"]),
        ("(11) 5555-0171 / 0172", ["(11) 5555-0171"]),
        ("0341 555045/46", ["0341 555045"]),
        ("(02255) 55-0102 / 55-0103", ["(02255) 55-0102"]),
        ("033841 / 5550", ["033841 / 5550"]),
        ("0049 33841 / 5550", ["0049 33841 / 5550"]),
        ("06-41903326 (of 06-18227560)", ["06-41903326", "06-18227560"]),
        ("335 5550144 - uff. 0341 555045", ["335 5550144", "0341 555045"]),
    ],
)
def test_several_numbers_of_a_cell_are_found_in_order(cell: str, numbers: list[str]) -> None:
    assert texts(cell) == numbers


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("250788382382.0", "250788382382"),
        ("2.50788382382E+11", "250788382382"),
        ("０３−１２３４−５６７８", "03-1234-5678"),
    ],
)
def test_numbers_that_a_spreadsheet_has_disfigured_are_mended(cell: str, number: str) -> None:
    assert texts(cell) == [number]


@pytest.mark.parametrize(
    "cell",
    ["", "-", "N/A", "12", "2.50788E+11", "2024-01-05", "05.01.2024", "1,234", "12.50", "call me", "x@y.com", "1" * 20],
)
def test_what_is_no_number_is_none(cell: str) -> None:
    assert texts(cell) == []


def test_every_regions_numbers_come_out_as_phonenumbers_writes_them() -> None:
    wrong = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            for typed in (
                phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL),
                phonenumbers.national_significant_number(example),
            ):
                parsed = phonenumbers.parse(typed, region)
                expected = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
                if phonenumbers.is_possible_number(parsed) and e164_in_region(typed, region) != expected:
                    wrong.append((region, typed))
    assert wrong == []
