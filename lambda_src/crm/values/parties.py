"""Tells people from companies in one cell, and takes a company off a person's name."""

from __future__ import annotations

import re

from crm.values.known_values import known_values
from crm.values.names import is_surely_company, looks_like_company
from crm.values.text import fold

_AFTER_A_COMPANY = re.compile(r"\s?[,;:/|–—-]\s?\w|\s\(\w")
_LETTERS_IN_DOMAIN = 4
"""Letters of a word that is looked for in a domain: shorter ones are in many. Chosen."""
_BEFORE_A_COMPANY = " ,;:/|–—-([@"
_AROUND_A_COMPANY = " ,;:/|–—-()[]@"


def without_company(text: str, company: str) -> str:
    """A name without a known company before or behind it: `Acme, Ann Lee`, `Ann Lee (Acme)`; else the text itself."""
    if not company or len(text) <= len(company):
        return text
    folded, known = text.casefold(), company.casefold()
    rest = ""
    if folded.startswith(known) and _AFTER_A_COMPANY.match(text[len(company) :]):
        rest = text[len(company) :]
    elif folded.rstrip(")]").endswith(known):
        before = text[: folded.rindex(known)]
        rest = before if before.rstrip(_BEFORE_A_COMPANY) != before.rstrip() else ""
    return rest.strip(_AROUND_A_COMPANY) or text


def is_same_person(text: str, name: str) -> bool:
    """Whether two texts have the words of one name, in any order: `Berg, Anna` and `Anna Berg`."""
    return _words(text) == _words(name)


def _words(text: str) -> list[str]:
    return sorted(map(fold, text.replace(",", " ").split()))


def has_given_name(text: str) -> bool:
    """Whether a word of a text is a known given name."""
    return any(word.casefold() in known_values().given_names for word in text.split())


def is_known_person(text: str) -> bool:
    """Whether a text has a known given name where people have it, and no word of a company."""
    words = text.replace(",", " ").casefold().split()
    given = known_values().given_names
    if len(words) < 2 or looks_like_company(text) or is_surely_company(text):
        return False
    return words[0] in given or ("," in text and words[-1] in given)


def is_company_of(text: str, email: str) -> bool:
    """Whether a text is written as a company, or a word of it names the domain of an email of its own."""
    if is_surely_company(text) or looks_like_company(text):
        return True
    domain = email.casefold().partition("@")[2].rpartition(".")[0]
    words = [word for word in text.casefold().split() if len(word) >= _LETTERS_IN_DOMAIN]
    return bool(domain) and not is_known_person(text) and any(word in domain for word in words)
