"""Writes the numbers that people of one region type as E.164, from phonenumbers' data.

phonenumbers takes 80 to 200 µs to parse, check and format a number, which is most of what a row may cost. Where a
region's pattern and trunk prefix are plain, as in the US, Germany, Italy, the Netherlands and India, its data alone
answer in 1.5 µs; everything else is left to phonenumbers (docs/measurements.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Region:
    """What phonenumbers knows about a region, for the plain cases.

    Args:
        code: ISO 3166.
        country_code: digits after the plus sign.
        trunk_prefix: digits dialled before a national number, "" when there are none.
        international_prefix: how an international number begins, as a pattern.
        number: the pattern of a national number.
        plain: whether the prefix is only removed; where it changes digits, as in Brazil, phonenumbers does everything.
    """

    code: str
    country_code: str
    trunk_prefix: str
    international_prefix: re.Pattern[str]
    number: re.Pattern[str]
    plain: bool


@lru_cache(maxsize=64)
def region_of(code: str) -> Region | None:
    """A region by its ISO 3166 code, None when it has no numbers of its own."""
    from phonenumbers import PhoneMetadata

    data = PhoneMetadata.metadata_for_region(code, None)
    if data is None or data.general_desc is None or not data.general_desc.national_number_pattern:
        return None
    trunk = data.national_prefix or ""
    parsing = data.national_prefix_for_parsing
    plain = not data.national_prefix_transform_rule and (parsing or "") == trunk
    return Region(
        code,
        str(data.country_code),
        trunk,
        re.compile(data.international_prefix or "00"),
        re.compile(data.general_desc.national_number_pattern),
        plain,
    )


@lru_cache(maxsize=8192)
def e164_in_region(number: str, code: str) -> str | None:
    """E.164 of a number typed in a region; None when the region has no such number.

    Args:
        number: as typed, without extension; ASCII digits.
        code: ISO 3166 region.
    """
    region = region_of(code)
    digits = "".join(filter(str.isdigit, number))
    if region is not None and region.plain and "+" not in number:
        national = _national(digits, region)
        if national is not None:
            return f"+{region.country_code}{national}"
    return _by_library(number, code)


def dialled_in(number: str, code: str) -> str | None:
    """E.164 of a number as people dial it within a region that nobody chose; None where that is not certain.

    Where people dial a zero in front, it must be there: without it, a number is of some other place, or has lost it.
    The number must also be one that the region may assign.

    Args:
        number, code: as in `e164_in_region`.
    """
    region, e164 = region_of(code), assigned_in(number, code)
    digits = "".join(filter(str.isdigit, number))
    if region is None or e164 is None or region.trunk_prefix != "0" or digits.startswith("0"):
        return e164
    return e164 if _is_written_so(e164, digits) else None


def _is_written_so(e164: str, digits: str) -> bool:
    """Whether people write a number with these digits in its country: a Chinese mobile has no zero in front."""
    import phonenumbers

    national = phonenumbers.format_number(phonenumbers.parse(e164, None), phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(filter(str.isdigit, national)) == digits


def assigned_in(number: str, code: str) -> str | None:
    """E.164 of a number typed in a region, None unless the region may assign it.

    Args:
        number, code: as in `e164_in_region`.
    """
    region, e164 = region_of(code), e164_in_region(number, code)
    if region is None or e164 is None or not e164.startswith(f"+{region.country_code}"):
        return None
    return e164 if region.number.fullmatch(e164[1 + len(region.country_code) :]) else None


def have_one_code(first: str, second: str) -> bool:
    """Whether two ISO 3166 regions share their country code, as the US and Canada do."""
    regions = region_of(first), region_of(second)
    return first == second or (
        regions[0] is not None and regions[1] is not None and regions[0].country_code == regions[1].country_code
    )


def _national(digits: str, region: Region) -> str | None:
    """The national number in digits that begin with it or with the region's trunk prefix."""
    trunk = region.trunk_prefix
    if trunk and digits.startswith(trunk) and region.number.fullmatch(digits[len(trunk) :]):
        return None if region.number.fullmatch(digits) else digits[len(trunk) :]
    if region.number.fullmatch(digits) and not digits.startswith(region.country_code):
        return digits
    return None


def _by_library(number: str, code: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, code)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def is_valid(e164: str) -> bool:
    """Whether the number is one that its country assigns."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return False


def is_region(code: str) -> bool:
    """Whether two letters, in either case, name a region with phone numbers, such as GB."""
    import phonenumbers

    return code.upper() in phonenumbers.SUPPORTED_REGIONS
