"""What a column says about where and when: a part of an address, a birthday, the last contact.

No field of a lead has it. It stays an extra under its header, and its kind says which type an own field should have.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from crm.mapping.headers.vocabulary import vocabulary, words_of

_LONGEST = 4
"""Words of a phrase such as `date of last contact` at most. Chosen."""


class Particular(StrEnum):
    """The kinds, each named as its mark in `synonyms/`; of two in one header, the first counts."""

    BIRTHDAY = "birthday"
    LAST_CONTACT = "last_contact"
    POSTCODE = "postcode"
    CITY = "city"
    STREET = "street"
    REGION = "region"
    ADDRESS = "whole_address"


def particular_of(header: str) -> Particular | None:
    """Which of them a header names: `Billing City` is a city, `Adresse 1 - PLZ` a postcode; None for none."""
    words = words_of(header)
    phrases = set(_phrases([word for word in words if not word.isdigit()]))
    return next((kind for kind in Particular if vocabulary().has_mark(kind.value, phrases)), None)


def _phrases(words: Sequence[str]) -> list[str]:
    """Every run of words, as marks are written."""
    return [
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
    ]
