"""What a column is by its values alone, whatever stands above them."""

from __future__ import annotations

from typing import NamedTuple

from crm.mapping.confidence import HINTED, PLAUSIBLE, PROBABLE, SUGGESTED, SUPPORTED, UNRECOGNIZED, VERY_LIKELY
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.value_shapes import Shape


class Finding(NamedTuple):
    """What a column is taken for, how surely, and why."""

    meaning: Meaning
    confidence: float
    because: Reason


def found_by(meaning: Meaning, confidence: float, why: Why) -> Finding:
    """A finding whose reason needs no parameters."""
    return Finding(meaning, confidence, Reason(why))


NOTHING = found_by(Meaning.UNKNOWN, UNRECOGNIZED, Why.NOTHING_KNOWN)


def by_values(shape: Shape) -> Finding:  # noqa: PLR0911  (a return for each kind of value, the surest first)
    """What a column is by its values alone; a name only where enough of them are known names."""
    share = shape.share
    if not shape.filled:
        return found_by(Meaning.UNKNOWN, UNRECOGNIZED, Why.NOTHING_KNOWN_OR_THERE)
    # Each row may have an email or a phone.
    either = share("email") + share("phone") if share("email") >= at.SOME_EMAILS else 0
    if either >= at.ARE_EMAILS:
        sure = VERY_LIKELY if share("email") >= at.ARE_EMAILS else PROBABLE
        return found_by(Meaning.EMAIL, sure, Why.VALUES_ARE_EMAILS)
    if look_like_phones(shape):
        return found_by(Meaning.PHONE, PROBABLE, Why.VALUES_ARE_PHONES)
    if share("salutation") >= at.ARE_SALUTATIONS:
        return found_by(Meaning.SALUTATION, PLAUSIBLE, Why.VALUES_ARE_SALUTATIONS)
    if share("date", "url", "flag", "long", "country", "number") >= at.NO_WORDS:
        return NOTHING
    if share("company") >= at.ARE_COMPANIES and share("company") >= share("job", "given"):
        return found_by(Meaning.COMPANY, SUGGESTED, Why.VALUES_ARE_COMPANIES)
    if share("job") >= at.ARE_JOBS:
        return found_by(Meaning.JOB_TITLE, HINTED, Why.VALUES_ARE_JOBS)
    if share("person") >= at.ARE_PERSONS and share("person", "maybe_person") >= at.MAY_BE_PERSONS:
        return found_by(Meaning.FULL_NAME, SUPPORTED, Why.VALUES_ARE_FULL_NAMES)
    if share("one_word") < at.ARE_SINGLE_WORDS:
        return NOTHING
    if share("given") >= at.ARE_GIVEN_NAMES and share("given") > share("family"):
        return found_by(Meaning.FIRST_NAME, SUGGESTED, Why.VALUES_ARE_FIRST_NAMES)
    if share("family") >= at.ARE_FAMILY_NAMES:
        return found_by(Meaning.LAST_NAME, HINTED, Why.VALUES_ARE_LAST_NAMES)
    return NOTHING


def look_like_phones(shape: Shape) -> bool:
    """Whether the values can only be phone numbers, whatever stands above them."""
    strong, bare = shape.share("strong_phone"), shape.share("bare_phone")
    if shape.rising and strong < at.STRONG_AMONG_RISING:
        return bare >= at.ARE_BARE_PHONES and all(_is_no_row_number(text) for text in shape.examples)
    return strong >= at.ARE_STRONG_PHONES or (
        strong + bare >= at.ARE_BARE_PHONES and shape.distinct >= at.DISTINCT_PHONES
    )


def _is_no_row_number(digits: str) -> bool:
    """Whether digits are phone numbers although they grow from row to row.

    They are if they begin with one zero or with a country code, or are Chinese mobile numbers.
    """
    return _is_number_of(digits, ("", "86") if len(digits) == 11 else ("",))


_MANY_SUBSCRIBERS = ("", "1", "91")
"""Country codes that lists leave out: none (the number has its own), North America's, India's."""


def are_plausible_phones(shape: Shape) -> bool:
    """Whether digits below an unknown word may be phones: licences and members have numbers like them."""
    if shape.share("strong_phone") >= shape.share("bare_phone"):
        return True
    plain = [text for text in shape.examples if text.isdigit()]
    likely = sum(_is_number_of(text, _MANY_SUBSCRIBERS) for text in plain)
    return 2 * likely >= len(plain)


def _is_number_of(digits: str, codes: tuple[str, ...]) -> bool:
    """Whether bare digits begin with one zero, or are a valid number behind one of the country codes."""
    from crm.values.national_numbers import is_valid

    return digits[0] == "0" != digits[1] or any(is_valid(f"+{code}{digits}") for code in codes)
