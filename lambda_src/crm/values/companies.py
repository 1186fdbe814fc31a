"""Tells companies by their legal forms and by the words in their names."""

from __future__ import annotations

from crm.values.known_values import known_values


def is_surely_company(text: str) -> bool:
    """Whether a text in a column of people is a company, by its legal form."""
    known = known_values()
    words = text.split()
    if known.company_marks.search(text) is not None:
        return True
    return len(words) > 1 and words[-1].casefold().replace(".", "").strip(",()") in known.company_endings


def looks_like_company(text: str) -> bool:
    """Whether a text in a column of people and companies is more likely a company: it has a word that companies use."""
    words = [word.strip(".,()").casefold() for word in text.split()]
    if len(words) < 2 or known_values().legal_forms.isdisjoint(words):
        return False
    # "Mr & Mrs Lee" are two people.
    return words[0] not in known_values().honorifics
