"""Cells of customers that hold a firm and a person on the two sides of a dash."""

from __future__ import annotations

import re

from crm.values.addressees import is_department, is_position
from crm.values.cjk_writing import DASH_WITHIN_CJK, is_cjk
from crm.values.companies import is_legal_form, is_surely_company, may_be_company
from crm.values.known_values import known_values
from crm.values.named_people import is_saluted, names_person
from crm.values.parties import company_before_person, is_person_alone
from crm.values.signatures import signature_of

_WORDS_OF_A_NAME = 2
_DASHES = "-–—|/"
_LONG_ENOUGH = "ーーーー"
"""What stands before an end of a firm's name, which counts behind a few letters only."""
_DASH = re.compile(rf"(?<!\s)\s++[{_DASHES}]\s++|{DASH_WITHIN_CJK}")


def firm_and_person(text: str, *, of_parties: bool) -> tuple[str, str]:
    """The firm and the person of one cell: `Bar Pepe - Pepe Luna`, `Acme GmbH, Ann Lee`; two times "" for any other.

    Args:
        text: a clean cell.
        of_parties: whether the column holds firms too; elsewhere `Table 4 - Ann Lee` has none.
    """
    found = company_before_person(text)
    if not found[0]:
        found = _before_person_in_cjk(text)
    if not found[0]:
        found = _before_addressee(text)
    if found[0] or _DASH.search(text) is None:
        return found
    left, *behind = (part.strip() for part in _DASH.split(text, maxsplit=1))
    right = behind[0] if behind else ""
    if not left or not right:
        return ("", "")
    if of_parties and _is_named_after(left, right):
        return (left, right)
    if may_be_company(right) and _is_named_after(right, left):
        return (right, left)
    if names_person(right) or (may_be_company(left) and _may_be_person(right)):
        is_firm = may_be_company(left) or (of_parties and not is_department(left) and not is_position(left))
        return (left, right) if is_firm and not names_person(left) else ("", "")
    return (right, left) if names_person(left) and may_be_company(right) and not is_department(right) else ("", "")


def _before_addressee(text: str) -> tuple[str, str]:
    """The firm and the person of `Acme GmbH, z. Hd. Frau Meier` and `Acme GmbH (Herr Braun)`; else two times ""."""
    name, position, company = signature_of(text)
    return (company, name) if company and not position and text.startswith(company) else ("", "")


def _before_person_in_cjk(text: str) -> tuple[str, str]:
    """The firm and the person of `株式会社みどり 高橋 美穂`; two times "" for any other, as a firm and its branch."""
    if text.isascii():
        return ("", "")
    words = text.split()
    for place in range(1, len(words)):
        firm, behind = " ".join(words[:place]), " ".join(words[place:])
        honorific = next((word for word in known_values().asian_honorifics if behind.endswith(word)), "")
        person = behind.removesuffix(honorific).strip()
        is_firm = firm[-1] not in _DASHES and may_be_company(firm) and not is_legal_form(firm)
        if is_firm and _is_name_in_cjk(person, honored=honorific != ""):
            return (firm, person)
    return ("", "")


def _is_name_in_cjk(text: str, *, honored: bool) -> bool:
    known, name = known_values(), "".join(text.split())
    if not is_cjk(text) or not is_person_alone(name) or is_department(name) or name in known.cities:
        return False
    # "商店" and "支店" begin as names do; "松本" alone is a town too.
    names_firm = is_surely_company(f"{_LONG_ENOUGH}{name}")
    return not names_firm and (honored or name not in known.japanese_surnames)


def _may_be_person(text: str) -> bool:
    """Whether two or three words with a known given name at an end stand behind a firm: `Nagy Katalin`."""
    words = text.split()
    written = _WORDS_OF_A_NAME <= len(words) <= _WORDS_OF_A_NAME + 1 and all(map(str.istitle, words))
    ends = {words[0].casefold(), words[-1].casefold()}
    return written and not may_be_company(text) and not known_values().given_names.isdisjoint(ends)


def _is_named_after(firm: str, person: str) -> bool:
    """Whether a text has one of the two names of a person and is nobody else: `Pınar Butik` beside `Pınar Ünsal`."""
    words, names, known = firm.casefold().split(), person.casefold().split(), known_values()
    if len(names) != _WORDS_OF_A_NAME or any(part[0].islower() for part in person.split()) or may_be_company(person):
        return False
    shared = [name for name in names if name in words and len(name) > _WORDS_OF_A_NAME]
    if len(shared) != 1 or len(words) < _WORDS_OF_A_NAME or is_saluted(firm):
        return False
    # "Anna Berg - Nils Berg" are two people.
    other = words[0] if shared[0] == words[-1] else words[-1]
    return may_be_company(firm) or (other not in known.given_names and other not in known.family_names)
