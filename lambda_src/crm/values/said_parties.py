"""Tells whether a cell says that its row is a person or a company: `Odbiorca - osoba fizyczna`, `Pessoa Jurídica`.

So does the number of a taxpayer in many countries.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crm.values.known_values import known_values
from crm.values.tax_numbers import is_of_firm, is_of_person

_BETWEEN = re.compile(r"\s[-–—]\s|[,;:/|()]")


@lru_cache(maxsize=1024)
def says_person(text: str) -> bool:
    """Whether a part of a cell says that the row is a person."""
    return is_of_person(text) or not known_values().private_persons.isdisjoint(_parts(text))


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


def _parts(text: str) -> list[str]:
    return [" ".join(part.split()) for part in _BETWEEN.split(text.casefold())]
