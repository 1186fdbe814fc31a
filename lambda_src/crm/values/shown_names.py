"""Names as Odoo shows them: a company, a person, or both with a comma between them, `Acme, Ann Lee`."""

from __future__ import annotations

import re

from crm.values.cjk_writing import is_cjk
from crm.values.companies import is_surely_company, may_be_company
from crm.values.honorifics import bare_name
from crm.values.known_values import known_values
from crm.values.named_people import names_person
from crm.values.parties import has_given_name, is_hardly_person, is_person_alone

_LAST_COMMA = re.compile(r"(?<!\s)\s*+[,،，、]\s*+(?=[^,،，、]+$)")
"""Before the person: a comma may stand in the company too, `Acme, Inc., Ann Lee`."""


def firm_before_comma(text: str) -> tuple[str, str]:
    """The company and the person on the two sides of a comma; two times "" for `Acme, Inc.`, `Lee, Ann` and others."""
    if "," in text and "," not in bare_name(text) != "":
        # "Jan Novák, CSc."
        return ("", "")
    parts = [part.strip() for part in _LAST_COMMA.split(text.strip())]
    if len(parts) != 2 or not all(parts) or is_surely_company(f"x {parts[1]}") or _is_turned(*parts):
        return ("", "")
    if names_person(parts[0]) and may_be_company(parts[1]):
        return (parts[1], parts[0])
    return (parts[0], parts[1])


def _is_turned(front: str, behind: str) -> bool:
    """Whether one person's family name stands before the given names: `Lee, Ann`."""
    given = known_values().given_names.issuperset(behind.casefold().split())
    return given and " " not in front and not may_be_company(front)


def is_firm_alone(text: str) -> bool:
    """Whether a name without a comma is a company, in a list that names the companies of its people: `Deco Addict`."""
    if may_be_company(text):
        return True
    if is_cjk(text):
        return not is_person_alone(text.replace(" ", ""))
    return is_hardly_person(text) or (" " not in text and text.isascii() and not has_given_name(text))
