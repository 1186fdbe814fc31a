"""Tells companies by their legal forms and by the words in their names."""

from __future__ import annotations

from collections.abc import Sequence

from crm.values.company_words import company_words
from crm.values.known_values import known_values


def is_surely_company(text: str) -> bool:
    """Whether a text in a column of people is a company, by a legal form or a word that no person has there."""
    known = known_values()
    words = text.split()
    if known.company_marks.search(text) is not None or (words and company_words().name_company(words)):
        return True
    return len(words) > 1 and words[-1].casefold().replace(".", "").strip(",()") in known.company_endings


def looks_like_company(text: str) -> bool:
    """Whether a text in a column of people and companies is more likely a company: it has a word that companies use."""
    words = [word.strip(".,()").casefold() for word in text.split()]
    if len(words) < 2 or not has_legal_form(words) or is_couple(text):
        return False
    # "Mr & Mrs Lee" are two people.
    return words[0] not in known_values().honorifics


def may_be_company(text: str) -> bool:
    """Whether a text is a company by any sign: a mark that no person has, or a word that companies use."""
    return is_surely_company(text) or looks_like_company(text)


def has_legal_form(words: Sequence[str]) -> bool:
    """Whether one of these case-folded words is one that companies use."""
    forms = known_values().legal_forms
    return not forms.isdisjoint(words) and (
        words[0] not in known_values().legal_forms_behind or not forms.isdisjoint(words[1:])
    )


def is_couple(text: str) -> bool:
    """Whether a text is two people of one name and no firm: `John & Susan Whitaker`, unlike `Ann & Co`."""
    words = text.casefold().split()
    place = words.index("&") if "&" in words else 0
    given, known = known_values().given_names, known_values()
    both = 0 < place < len(words) - 2 and given.issuperset(words[:place]) and words[place + 1] in given
    return both and known.legal_forms.isdisjoint(word.strip(".,()") for word in words if word != "&")
