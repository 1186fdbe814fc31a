"""Tells which extras are parts of an address, birthdays or days of the last contact, by header and values."""

from __future__ import annotations

from crm.fields import BY_HEADER
from crm.mapping.headers.column_meaning import SAY_WHICH, Meaning
from crm.mapping.headers.particulars import DATES, Particular, particular_of
from crm.mapping.mapping import PLAIN, Transform, TransformKind
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, of_meaning
from crm.mapping.rules.value_shapes import Shape

_KINDS: dict[Particular, TransformKind] = {
    Particular.BIRTHDAY: TransformKind.BIRTHDAY,
    Particular.LAST_CONTACT: TransformKind.LAST_CONTACT,
    Particular.POSTCODE: TransformKind.POSTCODE,
    Particular.CITY: TransformKind.CITY,
    Particular.STREET: TransformKind.STREET,
    Particular.REGION: TransformKind.REGION,
    Particular.ADDRESS: TransformKind.ADDRESS,
}
_WHERE = frozenset({"country", "address", "company", "contact", "client", *SAY_WHICH})
"""Kinds of words in a header that says where contacts are."""
_LONGEST_ABBREVIATION = 3
"""Letters of an unknown word that only says which country it is: `PO Country`, `ISO country`; `Country of birth` is
another. Chosen."""
_OF_CONTACTS = frozenset({"email", "phone", "mobile", "fax", "web"})


def tell_companies_with_places(_columns: list[Column], free: list[Column]) -> None:
    """`Organization & location` holds both; the company is what stands in front."""
    for column in of_meaning(free, Meaning.COMPANY):
        if "address" in column.reading.beside:
            column.transform_by(Transform(TransformKind.COMPANY_AND_PLACE))


def tell_addresses_and_dates(_columns: list[Column], free: list[Column]) -> None:
    """`Billing City` is a city and `Geburtstag` a birthday, unless their values cannot be."""
    for column in of_meaning(free, Meaning.OTHER, Meaning.DATE, Meaning.UNKNOWN):
        if column.transform != PLAIN or column.field in BY_HEADER or column.reading.kinds & _OF_CONTACTS:
            continue
        found = particular_of(column.header)
        if found is not None and _may_be(found, column.shape):
            column.transform_by(Transform(_KINDS[found]))


def tell_countries_of_contacts(_columns: list[Column], free: list[Column]) -> None:
    """`Billing country` says where phones are; `Country of birth` and `State/Country`, which holds states, do not."""
    for column in of_meaning(free, Meaning.COUNTRY):
        reading = column.reading
        is_state = particular_of(column.header) is Particular.REGION and "address" in reading.kinds
        is_else = any(len(word) > _LONGEST_ABBREVIATION for word in reading.unknown)
        if is_else or not reading.kinds <= _WHERE or (is_state and "region" not in reading.words):
            column.assign(Meaning.OTHER, column.confidence, column.because)


def _may_be(what: Particular, shape: Shape) -> bool:
    if not shape.filled:
        return True
    share = shape.share
    if what in DATES:
        return share("date") >= at.ARE_DATES
    if share("email", "url", "date", "strong_phone") >= at.NO_NAMES:
        return False
    if what is Particular.POSTCODE:
        return share("digits", "number", "code") >= at.SOME_NUMBERS or share("letters") >= at.NO_NAMES
    return share("letters", "cjk", "hangul") >= at.WORDS_OF_NAMES or what is Particular.STREET
