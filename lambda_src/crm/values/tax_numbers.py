"""Tells numbers of taxpayers that only people have from those that only firms have, by how they are written.

Accounting programs keep both in one column, such as `CNPJ/CPF`, `NIF` or `Codice fiscale`. Each format is that of
the tax authority of a country; those that both have say nothing.
"""

from __future__ import annotations

import re

_OF_PEOPLE = re.compile(
    r"""\d{3}\.\d{3}\.\d{3}-\d{2}                                # Brazil, CPF
    |\d{8}-?[A-Z]|[XYZ]-?\d{7}-?[A-Z]                           # Spain, DNI and NIE
    |(?:20|23|24|25|26|27)-\d{8}-\d                             # Argentina, CUIT and CUIL
    |[A-ZÑ&]{4}-?\d{6}-?[A-Z0-9]{3}                             # Mexico, RFC: two letters of a family name
    |[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]              # Italy, codice fiscale""",
    re.VERBOSE,
)
_OF_FIRMS = re.compile(
    r"""\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}                          # Brazil, CNPJ
    |[A-HJNP-SUVW]-?\d{7}-?[0-9A-J]                             # Spain, CIF
    |(?:30|33|34)-\d{8}-\d                                      # Argentina, CUIT
    |[A-ZÑ&]{3}-?\d{6}-?[A-Z0-9]{3}                             # Mexico, RFC
    |(?:IT\s?)?\d{11}                                           # Italy, partita IVA""",
    re.VERBOSE,
)


def is_of_person(text: str) -> bool:
    """Whether a text is written as a number that only people have."""
    return _OF_PEOPLE.fullmatch(text.strip().upper()) is not None


def is_of_firm(text: str) -> bool:
    """Whether a text is written as a number that only firms have, beside those of people of the same country."""
    return _OF_FIRMS.fullmatch(text.strip().upper()) is not None
