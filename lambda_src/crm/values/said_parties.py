"""Tells whether a cell says that its row is a person or a company: `Odbiorca - osoba fizyczna`, `Pessoa Jurídica`.

So does the number of a taxpayer in many countries.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crm.values.known_values import known_values
from crm.values.tax_numbers import is_of_firm, is_of_person

_BETWEEN = re.compile(r"\s[-–—]\s|[,;:/|()]")
_CODE = r"([^\W\d_]+|b2[bc])"
_PAIR = re.compile(rf"(?:(?<=[\s(\[:])|^){_CODE}\.?(?:\s?[/|]\s?|\s(?:ou|o|or)\s){_CODE}(?=[\s.)\]]|$)")
"""Two codes in a header: `F/J`, `(Y/N)`."""


@lru_cache(maxsize=1024)
def says_person(text: str) -> bool:
    """Whether a part of a cell says that the row is a person."""
    return is_of_person(text) or not known_values().said_persons.isdisjoint(_parts(text))


def asks_for_person(header: str) -> bool:
    """Whether a header over yes and no asks whether the row is a person: `Privat`, `Osoba fizyczna`."""
    return not known_values().private_persons.isdisjoint(_parts(header))


@lru_cache(maxsize=1024)
def says_company(text: str) -> bool:
    """Whether a part of a cell says that the row is a company."""
    known = known_values()
    parts = _parts(text)
    return (
        is_of_firm(text)
        or not known.said_companies.isdisjoint(parts)
        or not known.company_salutations.isdisjoint(parts)
    )


@lru_cache(maxsize=256)
def codes_of(header: str) -> tuple[str, str] | None:
    """What a header says that its codes are, that of people and that of firms: `F/J`, `Typ (FO/PO)`, `Firma J/N`.

    None for others. Whether a header with yes and no is about firms is to be told from its other words.
    """
    for match in _PAIR.finditer(header.casefold()):
        one, other = match.groups()
        for pair in ((one, other), (other, one)):
            if pair in known_values().party_codes:
                return pair
        if (one, other) in known_values().yes_no_codes:
            return (one, other) if asks_for_person(without_codes(header)) else (other, one)
    return None


def without_codes(header: str) -> str:
    """A header without its codes: `Firma` of `Firma (J/N)`."""
    return _PAIR.sub("", header.casefold()).strip(" ()[]:?-")


def code_says_person(text: str, header: str) -> bool:
    """Whether a cell has the code of people that its header names, or else one that is always theirs."""
    codes, code = codes_of(header), text.casefold().strip(". ")
    return code == codes[0] if codes else code in known_values().person_letters


def code_says_company(text: str, header: str) -> bool:
    """Whether a cell has the code of firms that its header names, or else one that is always theirs."""
    codes, code = codes_of(header), text.casefold().strip(". ")
    return code == codes[1] if codes else code in known_values().company_letters


def _parts(text: str) -> list[str]:
    return [" ".join(part.split()) for part in _BETWEEN.split(text.casefold())]
