"""What a column is once its header and its values are held against each other, still without its neighbours."""

from __future__ import annotations

from crm.mapping.confidence import NEEDS_VALUES
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import HeaderReading, read_header
from crm.mapping.rules.value_shapes import Shape
from crm.values.known_values import known_values

SURE = 0.95
"""Confidence of a header that is one known term as a whole."""

UNKNOWN_CONFIDENCE = 0.3
"""That a column of which nothing is known belongs into the remarks."""

ENOUGH = 3
"""Values from which on a column's values may overrule its header."""

SOME_PERSONS = 0.4
"""Share of persons among clients from which on people and companies are told apart row by row."""


def settle(reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    """The meaning of a column and its confidence, 0 to 1.

    The header decides unless the values cannot be what it says; then the values decide.
    """
    meaning, confidence = reading.meaning, reading.confidence
    if meaning is Meaning.UNKNOWN:
        found, sure = by_values(shape)
        if found is Meaning.PHONE and reading.words and not _plausible_phones(shape):
            return Meaning.UNKNOWN, UNKNOWN_CONFIDENCE
        return found, sure
    if meaning in (Meaning.OTHER, Meaning.TYPE, Meaning.CLIENT) and shape.share("party") >= 0.9:
        return Meaning.COMPANY_FLAG, 0.8
    if meaning in _KEPT:
        return meaning, confidence
    if not shape.filled:
        return _without_values(meaning, confidence)
    check = _CHECKS.get(meaning)
    return check(reading, shape) if check is not None else (meaning, confidence)


_KEPT = frozenset(
    {
        *(Meaning.SOMEONE_ELSE, Meaning.DATE, Meaning.OTHER, Meaning.NOTES, Meaning.COUNTRY, Meaning.SALUTATION),
        *(Meaning.TYPE, Meaning.COMPANY_FLAG, Meaning.NAME_PARTICLE, Meaning.INITIALS),
    }
)


def by_values(shape: Shape) -> tuple[Meaning, float]:
    """The meaning of a column from its values alone; names only where enough of them are known names."""
    if not shape.filled:
        return Meaning.UNKNOWN, UNKNOWN_CONFIDENCE
    if shape.share("email") >= 0.6:
        return Meaning.EMAIL, 0.85
    if looks_like_phones(shape):
        return Meaning.PHONE, 0.75
    if shape.share("salutation") >= 0.7:
        return Meaning.SALUTATION, 0.7
    if shape.share("date", "url", "flag", "long", "country", "number") >= 0.7:
        return Meaning.UNKNOWN, UNKNOWN_CONFIDENCE
    if shape.share("company") >= 0.4 and shape.share("company") >= shape.share("job", "given"):
        return Meaning.COMPANY, 0.6
    if shape.share("job") >= 0.5:
        return Meaning.JOB_TITLE, 0.55
    if shape.share("person") >= 0.4 and shape.share("person", "maybe_person") >= 0.5:
        return Meaning.FULL_NAME, 0.65
    if shape.share("one_word") >= 0.7 and shape.share("given") >= 0.35 and shape.share("given") > shape.share("family"):
        return Meaning.FIRST_NAME, 0.6
    if shape.share("one_word") >= 0.7 and shape.share("family") >= 0.3:
        return Meaning.LAST_NAME, 0.55
    return Meaning.UNKNOWN, UNKNOWN_CONFIDENCE


def looks_like_phones(shape: Shape) -> bool:
    """Whether the values can only be phone numbers, whatever stands above them."""
    strong, bare = shape.share("strong_phone"), shape.share("bare_phone")
    if shape.rising and strong < 0.5:
        return bare >= 0.7 and all(_is_no_row_number(text) for text in shape.examples)
    return strong >= 0.6 or (strong + bare >= 0.7 and shape.distinct >= 0.5)


def _is_no_row_number(digits: str) -> bool:
    """Whether bare digits that grow from row to row are phone numbers still.

    They are where they are numbers with a country code, begin with one zero, or are Chinese mobile numbers.
    """
    return _is_number_of(digits, ("", "86") if len(digits) == 11 else ("",))


_MANY_SUBSCRIBERS = ("", "1", "91")
"""Country codes that lists leave out: of the number itself, North America's, India's."""


def _plausible_phones(shape: Shape) -> bool:
    """Whether digits below an unknown word may be phones: numbers of licences and members are written alike."""
    if shape.share("strong_phone") >= shape.share("bare_phone"):
        return True
    plain = [text for text in shape.examples if text.isdigit()]
    likely = sum(_is_number_of(text, _MANY_SUBSCRIBERS) for text in plain)
    return 2 * likely >= len(plain)


def _is_number_of(digits: str, codes: tuple[str, ...]) -> bool:
    """Whether bare digits begin with one zero, or are a valid number behind one of the country codes."""
    from crm.values.national_numbers import is_valid

    return digits[0] == "0" != digits[1] or any(is_valid(f"+{code}{digits}") for code in codes)


def _without_values(meaning: Meaning, confidence: float) -> tuple[Meaning, float]:
    if meaning in (Meaning.CONTACT, Meaning.CLIENT) or confidence < NEEDS_VALUES:
        return Meaning.OTHER, 0.5
    return meaning, confidence


def _email(reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    share = shape.share("email")
    if not share and shape.filled >= ENOUGH and shape.share("phone") >= 0.8:
        return Meaning.PHONE, 0.75
    if share >= (0.6 if reading.confidence < NEEDS_VALUES else 0.2):
        return Meaning.EMAIL, max(reading.confidence, 0.9)
    if "type" in reading.kinds:
        return Meaning.TYPE, 0.9
    if reading.confidence < NEEDS_VALUES:
        return Meaning.OTHER, 0.85
    if shape.share("flag") >= 0.9:
        return Meaning.OTHER, 0.85
    if looks_like_phones(shape) or (shape.filled >= ENOUGH and share == 0):
        return _instead_of(Meaning.EMAIL, reading, shape)
    return Meaning.EMAIL, 0.75


def _instead_of(meaning: Meaning, reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    """What a column is whose header names an email or phone while its values are neither."""
    found, confidence = by_values(shape)
    if found is not Meaning.UNKNOWN:
        return found, confidence
    # "Email" over odd values is still the email; "Accepts email marketing" never was.
    return (meaning, 0.6) if reading.confidence >= SURE else (Meaning.OTHER, 0.75)


def _phone(reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    if shape.share("email") >= 0.5 and shape.share("email") > shape.share("phone"):
        return Meaning.EMAIL, 0.85
    if reading.confidence < NEEDS_VALUES:
        if shape.share("phone") >= 0.6:
            return Meaning.PHONE, 0.8
        return (Meaning.TYPE, 0.9) if "type" in reading.kinds else (Meaning.OTHER, 0.85)
    if shape.share("flag") >= 0.9 and shape.share("letters") >= 0.9:
        return Meaning.OTHER, 0.85
    if shape.share("phone", "digits", "number") >= 0.3:
        return Meaning.PHONE, reading.confidence
    if shape.filled >= ENOUGH and shape.share("letters", "date") >= 0.8:
        return _instead_of(Meaning.PHONE, reading, shape)
    return Meaning.PHONE, 0.75


def _contradicted(shape: Shape) -> tuple[Meaning, float] | None:
    """What the values are when they cannot be words: emails, phones, numbers, dates, links."""
    if shape.share("email") >= 0.6:
        return Meaning.EMAIL, 0.85
    if looks_like_phones(shape):
        return Meaning.PHONE, 0.75
    if shape.share("number", "date", "url") >= 0.8:
        return Meaning.OTHER, 0.7
    if shape.share("phone") >= 0.8 and shape.share("letters", "number") < 0.2:
        return Meaning.PHONE, 0.7
    return None


def _name(reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    against = _contradicted(shape)
    if against is not None:
        return against
    if reading.meaning is Meaning.NAME and reading.confidence < NEEDS_VALUES:
        found, confidence = by_values(shape)
        return (found, confidence) if found in (Meaning.FULL_NAME, Meaning.COMPANY) else (Meaning.OTHER, 0.6)
    if shape.share("long") >= 0.6 or (shape.share("flag") >= 0.9 and shape.filled >= ENOUGH):
        return Meaning.OTHER, 0.6
    if reading.meaning in (Meaning.NAME, Meaning.FULL_NAME) and shape.share("company") >= 0.5:
        # A person among companies is told from them row by row.
        return (Meaning.COMPANY, 0.75) if shape.share("person") < 0.1 else (reading.meaning, reading.confidence)
    return reading.meaning, reading.confidence


def _company(reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    if shape.share("flag") >= 0.9:
        return Meaning.COMPANY_FLAG, 0.8
    against = _contradicted(shape)
    if against is not None:
        return against
    if reading.confidence < NEEDS_VALUES and shape.share("company") < 0.3:
        return Meaning.OTHER, 0.7
    return Meaning.COMPANY, max(reading.confidence, NEEDS_VALUES)


def _title(reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    if shape.share("salutation") >= 0.4:
        return Meaning.SALUTATION, 0.95
    if _are_roles_of_accounts(shape):
        return Meaning.OTHER, 0.75
    against = _contradicted(shape)
    if against is not None:
        return against
    if shape.share("flag") >= 0.9:
        return Meaning.OTHER, 0.7
    if shape.share("company") >= 0.6 and "company" in reading.kinds and not shape.share("job"):
        return Meaning.COMPANY, 0.75
    if reading.confidence < NEEDS_VALUES:
        return (Meaning.JOB_TITLE, 0.75) if shape.share("job") >= 0.3 else (Meaning.OTHER, 0.6)
    return reading.meaning, reading.confidence


def _are_roles_of_accounts(shape: Shape) -> bool:
    """Whether the values only say what somebody is to the file's owner or may do in a program: customer, end-user."""
    return bool(shape.examples) and all(map(_is_role_of_an_account, shape.examples))


def _is_role_of_an_account(text: str) -> bool:
    if text in known_values().account_roles:
        return True
    return read_header(text).meaning is Meaning.CLIENT and text.casefold() not in known_values().job_words


def _contact(reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    if shape.share("email") >= 0.5:
        return Meaning.EMAIL, 0.85
    if shape.share("phone") >= 0.5 and not shape.rising:
        return Meaning.PHONE, 0.85
    if shape.share("number", "date", "url", "flag", "long") >= 0.6:
        return Meaning.OTHER, 0.7
    if "contact" in reading.kinds and shape.share("words", "person", "cjk", "hangul") >= 0.5:
        return Meaning.FULL_NAME, 0.8
    return Meaning.OTHER, 0.6


def _client(reading: HeaderReading, shape: Shape) -> tuple[Meaning, float]:
    against = _contradicted(shape)
    if against is not None:
        # Digits under "Customer" are the customer's number.
        number = against[0] is Meaning.PHONE and shape.share("strong_phone") < shape.share("digits")
        return (Meaning.OTHER, 0.7) if number else against
    if shape.share("flag", "long") >= 0.6:
        return Meaning.OTHER, 0.7
    if shape.share("company") >= 0.3 and shape.share("person") < SOME_PERSONS:
        return Meaning.COMPANY, 0.75
    if shape.share("words", "person", "maybe_person", "company") >= 0.5:
        return Meaning.CLIENT, reading.confidence
    return Meaning.OTHER, 0.6


_CHECKS = {
    Meaning.EMAIL: _email,
    Meaning.PHONE: _phone,
    Meaning.FIRST_NAME: _name,
    Meaning.LAST_NAME: _name,
    Meaning.FULL_NAME: _name,
    Meaning.NAME: _name,
    Meaning.COMPANY: _company,
    Meaning.JOB_TITLE: _title,
    Meaning.TITLE: _title,
    Meaning.CONTACT: _contact,
    Meaning.CLIENT: _client,
}
