"""Lists of words as the TOML files of this room hold them: phrases between commas and line breaks, in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable


def phrases_of(text: str) -> frozenset[str]:
    """The phrases of a list, case-folded."""
    return frozenset(phrase.strip() for phrase in text.casefold().replace("\n", ",").split(",")) - {""}


def longest_first(words: Iterable[str]) -> list[str]:
    """Words in the order in which a pattern tries them, so that none hides a longer one."""
    return sorted(words, key=lambda word: (-len(word), word))


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of these words as they are written, without a group around it."""
    return "|".join(map(re.escape, longest_first(words)))
