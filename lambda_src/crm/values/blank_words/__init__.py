"""What cells hold that say that there is nothing, read from `blank_words.toml` when first needed.

They are apart from `known_values`: functions that read a typed value and no rows do without the rest.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.values.accents import without_accents
from crm.values.word_lists import phrases_of

BLANK_WORDS = Path(__file__).with_name("blank_words.toml")


@dataclass(frozen=True, slots=True)
class BlankWords:
    """The lists of `blank_words.toml`, as that file describes them; all but `surely_blank` are case-folded.

    Args:
        placeholders: with those of `anonymous`.
        pending_starts, walk_in_starts: two letters with which one of those phrases begins.
    """

    placeholders: frozenset[str]
    placeholders_or_names: frozenset[str]
    anonymous: frozenset[str]
    sent_in: frozenset[str]
    pending: tuple[str, ...]
    pending_starts: frozenset[str]
    walk_ins: tuple[str, ...]
    walk_in_starts: frozenset[str]
    walk_in_places: frozenset[str]
    network_names: frozenset[str]
    enquiries: frozenset[str]
    enquiry_ways: frozenset[str]
    unnamed: frozenset[str]
    between_signs: frozenset[str]
    blank_like: frozenset[str]
    surely_blank: frozenset[str]


@lru_cache(maxsize=1)
def blank_words() -> BlankWords:
    """Reads `blank_words.toml` once per process."""
    with BLANK_WORDS.open("rb") as file:
        lists = tomllib.load(file)

    def phrases(name: str) -> frozenset[str]:
        return phrases_of(str(lists[name]))

    return BlankWords(
        placeholders=_typed(phrases("placeholders") | phrases("anonymous")),
        placeholders_or_names=phrases("placeholders_or_names"),
        anonymous=phrases("anonymous"),
        sent_in=phrases("sent_in"),
        pending=tuple(phrases("pending")),
        pending_starts=frozenset(phrase[:2] for phrase in phrases("pending")),
        walk_ins=tuple(phrases("walk_ins")),
        walk_in_starts=frozenset(phrase[:2] for phrase in phrases("walk_ins")),
        walk_in_places=phrases("walk_in_places"),
        network_names=phrases("network_names"),
        enquiries=phrases("enquiries"),
        enquiry_ways=phrases("enquiry_ways"),
        unnamed=phrases("unnamed"),
        between_signs=phrases("between_signs"),
        blank_like=frozenset(lists["blank_like"]),
        surely_blank=frozenset(lists["surely_blank"]),
    )


def _typed(phrases: frozenset[str]) -> frozenset[str]:
    """Phrases, those of several words also as they are typed without accents: `fara nume`. One may be a name."""
    return phrases | {without_accents(phrase) for phrase in phrases if " " in phrase}
