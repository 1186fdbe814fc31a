"""Tells whether a part of a cell is surely a person: by a form of address, or by known names."""

from __future__ import annotations

from crm.values.cjk_writing import is_cjk
from crm.values.companies import may_be_company
from crm.values.honorifics import is_initial_salutation, strip_salutations_behind
from crm.values.known_values import known_values
from crm.values.parties import is_client_alone, is_family_name_first, is_known_person, is_vietnamese_name
from crm.values.titled_people import is_titled_person, titled_people_words
from crm.values.titles import is_honorific

_MOST_WORDS = 5
"""Words of a name with a form of address. Chosen."""


def is_saluted(text: str) -> bool:
    """Whether a form of address stands before a name: `M. Faure`, `pí Hudecová`, `Chị Hoa`, `Geom. Ferri`."""
    address, *name = text.split()
    if not 0 < len(name) < _MOST_WORDS or not name[0][:1].isalpha() or any(map(str.isdigit, text)):
        return False
    folded = address.casefold()
    if folded in titled_people_words().vietnamese_addresses:
        return True
    if len(strip_salutations_behind(text.split())) <= len(name):
        return True
    called = is_honorific(address) or is_initial_salutation(address) or folded in known_values().given_name_salutations
    return called and not may_be_company(text)


def names_person(text: str) -> bool:
    """Whether a text is surely a person: `Ann Lee`, `Nagy Katalin`, `Dna Rusu`, `中村 葵`, `Роза Ахметова`."""
    words = text.split()
    if not 1 < len(words) + is_cjk(text) <= _MOST_WORDS or any(map(str.isdigit, text)):
        return False
    if is_saluted(text) or is_titled_person(text) or is_client_alone(text) or is_vietnamese_name(text):
        return True
    capital = all(word[:1].isupper() or word.casefold() in known_values().particles for word in words)
    return capital and (is_known_person(text) or _is_turned(text))


def _is_turned(text: str) -> bool:
    """Whether a known family name stands before a known given name: `Ferrari Luca`."""
    words = text.casefold().split()
    known_family = words[0] in known_values().family_names
    return known_family and not may_be_company(text) and is_family_name_first(text)
