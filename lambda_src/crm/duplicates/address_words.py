"""What is known of domains, of mailboxes and of companies' names."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.values.known_values import known_values

_BETWEEN_WORDS = re.compile(r"[^\w&]+|_")
_POINTS = re.compile(r"(?<=\b\w)\.(?=\w\b)")


@dataclass(frozen=True, slots=True)
class AddressWords:
    """The lists of `data/addresses.toml`, as that file describes them."""

    free_domains: frozenset[str]
    shared_mailboxes: frozenset[str]
    company_words: frozenset[str]


@lru_cache(maxsize=1)
def address_words() -> AddressWords:
    """The lists; read once."""
    data = tomllib.loads(Path(__file__).with_name("data").joinpath("addresses.toml").read_text(encoding="utf-8"))
    return AddressWords(**{name: frozenset(words.split()) for name, words in data.items()})


def company_key(company: str) -> str:
    """A normalized company's name without blanks and legal forms: `acme` of `the acme co., ltd.`.

    A name of nothing else stays as it is.
    """
    bare = known_values().company_marks.sub(" ", company)
    words = [word for word in _BETWEEN_WORDS.split(_POINTS.sub("", bare)) if word]
    left_out = address_words().company_words | known_values().company_endings
    return "".join(word for word in words if word not in left_out) or "".join(words) or company
