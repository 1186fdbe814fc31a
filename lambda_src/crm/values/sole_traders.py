"""Firms that are one person by their legal form: `ИП Кузьмин А. В.`, `Popescu Ion PFA`, `Tmi Matti Virtanen`."""

from __future__ import annotations

import re

from crm.values.companies import may_be_company
from crm.values.known_values import known_values
from crm.values.parties import has_given_name

_FEWEST_WORDS, _MOST_WORDS = 2, 5
"""Words of a name, with each initial as one. Chosen."""
_LONGEST_FORM = 4
"""Words of a legal form at most."""
_AROUND_NAMES = re.compile(r"[,«»„“”\"]")
_NAME = re.compile(r"(?:[^\W\d_]++\.?+[-'’.]?+)*[^\W\d_]++\.?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}")
"""Behind a family name: `А.`, `А.В.`."""


def trader_of(text: str) -> str:
    """The person who is a firm, without the legal form in front of the name or behind it; "" for any other text."""
    words = _AROUND_NAMES.sub(" ", text).split()
    forms = known_values().sole_traders
    folded = [word.replace(".", "").casefold() for word in words]
    for length in range(min(_LONGEST_FORM, len(words) - _FEWEST_WORDS), 0, -1):
        if " ".join(folded[:length]) in forms:
            return _person(words[length:])
        if " ".join(folded[-length:]) in forms:
            return _person(words[:-length])
    return ""


def has_initials_behind(name: str) -> bool:
    """Whether a name ends in initials, before which the family name stands: `Кузьмин А. В.`."""
    return _INITIALS.fullmatch(name.split()[-1]) is not None


def _person(words: list[str]) -> str:
    name = " ".join(words)
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or not all(map(_NAME.fullmatch, words)) or may_be_company(name):
        return ""
    written = not any(word[0].islower() for word in words)
    return name if written and (has_given_name(name) or has_initials_behind(name)) else ""
