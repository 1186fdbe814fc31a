"""What a column says about where and when: a part of an address, a birthday, the last contact.

No field of a lead has it. It stays an extra under its header, and its kind says which type an own field should have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from crm.mapping.headers.terms import Term
from crm.mapping.headers.vocabulary import vocabulary, words_of

_LONGEST = 4
"""Words of a phrase such as `date of last contact` at most. Chosen."""
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]{3,}")
"""A word that may be several: 客户生日 is the birthday of a client."""
_OF_CONTACTS = frozenset({"email", "phone", "mobile", "fax", "web"})
"""Kinds of words beside which an address is none of a place: `Email address`, `Last call`."""


class Particular(StrEnum):
    """The kinds, each named as its mark in `synonyms/`; of two in one header, the first counts."""

    BIRTHDAY = "birthday"
    LAST_CONTACT = "last_contact"
    POSTCODE = "postcode"
    CITY = "city"
    STREET = "street"
    REGION = "region"
    ADDRESS = "whole_address"


DATES = (Particular.BIRTHDAY, Particular.LAST_CONTACT)


@dataclass(frozen=True, slots=True)
class HeaderPhrases:
    """What a header may be searched for.

    Args:
        runs: every run of its words, and the words within compounds, as `words_of` writes them, without blanks.
        unspaced: its words in scripts without blanks, in which a phrase may be anywhere.
        kinds: the kinds of its words, see `synonyms/en.toml`.
    """

    runs: frozenset[str]
    unspaced: tuple[str, ...]
    kinds: frozenset[str]

    def hold(self, phrases: frozenset[str]) -> bool:
        """Whether the header has one of some phrases, which are written without blanks as `runs` are."""
        if not self.runs.isdisjoint(phrases):
            return True
        return any(phrase in word for word in self.unspaced for phrase in phrases if len(phrase) > 1)


@lru_cache(maxsize=1024)
def phrases_of(header: str) -> HeaderPhrases:
    """The phrases of a header; numbers in it say nothing."""
    words = [word for word in words_of(header) if not word.isdigit()]
    terms = vocabulary().split(words)
    runs = frozenset([*_runs(words), *(term.text for term in terms)])
    whole = vocabulary().whole(words)
    kinds = whole.kinds if whole is not None else frozenset[str]().union(*(term.kinds for term in terms))
    return HeaderPhrases(runs, tuple(filter(_UNSPACED.fullmatch, words)), kinds)


@lru_cache(maxsize=1024)
def particular_of(header: str) -> Particular | None:
    """Which of them a header names: `Billing City` is a city, `Adresse 1 - PLZ` a postcode; None for none."""
    phrases = phrases_of(header)
    kinds = DATES if phrases.kinds & _OF_CONTACTS else Particular
    return next((kind for kind in kinds if phrases.hold(vocabulary().marks[kind.value])), None)


_NAME_OF_ANYTHING = frozenset({"name", "first_name"})
"""Kinds of the word behind a place: Japanese `都道府県名` ends in what is a first name elsewhere."""


def is_name_of_place(terms: Sequence[Term]) -> bool:
    """Whether a header ends in the name of a place: `Business Address State Name`, `都道府県名`."""
    if len(terms) < 2 or not terms[-1].kinds & _NAME_OF_ANYTHING:
        return False
    place = terms[-2].text
    return any(place in vocabulary().marks[kind.value] for kind in (Particular.CITY, Particular.REGION))


def _runs(words: Sequence[str]) -> list[str]:
    return [
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
    ]
