"""The titles, degrees and greetings of `titles.toml`, found among the words of a name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.values.known_values import known_values
from crm.values.word_lists import longest_first, phrases_of

TITLES = Path(__file__).with_name("titles.toml")
_QUOTES = str.maketrans("’‘׳״“”", "'''\"\"\"")
_SHORT = 3
"""Characters of a word that counts only in small letters. Chosen."""
_POINTS = ".:/"


class Phrases(dict[str, tuple[tuple[str, ...], ...]]):
    """Phrases by their first word, the longest first."""

    def has_word(self, word: str) -> bool:
        """Whether a word alone is a phrase, with or without the points behind it."""
        return any((form,) in self.get(form, ()) for form in forms_of(word))

    def words_at(self, words: Sequence[str], start: int) -> int:
        """Number of words of the longest phrase that begins at a place; 0 for none."""
        if words[start].endswith(","):
            # "Lieber, Hans" has a family name in front.
            return 0
        first, bare = forms_of(words[start])
        for phrase in (*self.get(first, ()), *(self.get(bare, ()) if bare != first else ())):
            behind = words[start + 1 : start + len(phrase)]
            others = zip(phrase[1:], behind, strict=False)
            if len(behind) == len(phrase) - 1 and all(word in forms_of(other) for word, other in others):
                return len(phrase)
        return 0


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The lists of `titles.toml`, as that file describes them, case-folded except for `exact` and `exact_behind`."""

    always: Phrases
    before_given_names: Phrases
    exact: frozenset[str]
    behind_titles: frozenset[str]
    greetings: Phrases
    greetings_or_names: frozenset[str]
    families: Phrases
    families_behind: frozenset[str]
    behind: frozenset[str]
    behind_given_names: frozenset[str]
    exact_behind: frozenset[str]
    apart: re.Pattern[str]
    employed_at: frozenset[str]
    employed_weakly: frozenset[str]
    employed_behind: frozenset[str]
    formerly: tuple[str, ...]
    attached_greetings: tuple[str, ...]


@lru_cache(maxsize=1)
def title_words() -> TitleWords:
    """Reads `titles.toml` once per process."""
    with TITLES.open("rb") as file:
        lists = {name: str(text) for name, text in tomllib.load(file).items()}

    def texts(name: str) -> frozenset[str]:
        return phrases_of(lists[name])

    def phrases(name: str) -> Phrases:
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(map(tuple, map(str.split, texts(name))), key=lambda words: (-len(words), words)):
            found.setdefault(phrase[0], []).append(phrase)
        return Phrases({first: tuple(several) for first, several in found.items()})

    return TitleWords(
        always=phrases("always"),
        before_given_names=phrases("before_given_names"),
        exact=frozenset(lists["exact"].split()),
        behind_titles=texts("behind_titles"),
        greetings=phrases("greetings"),
        greetings_or_names=texts("greetings_or_names"),
        families=phrases("families"),
        families_behind=texts("families_behind"),
        behind=texts("behind"),
        behind_given_names=texts("behind_given_names"),
        exact_behind=frozenset(lists["exact_behind"].split()),
        employed_at=texts("employed_at"),
        employed_weakly=texts("employed_weakly"),
        employed_behind=texts("employed_behind"),
        formerly=tuple(f"{word} " for word in texts("formerly")),
        apart=_behind_names(longest_first(texts("apart"))),
        attached_greetings=tuple(lists["attached_greetings"].split()),
    )


@lru_cache(maxsize=4096)
def forms_of(word: str) -> tuple[str, str]:
    """A word as the lists have it, and without the points, colons and slashes behind it."""
    folded = word.casefold().translate(_QUOTES).rstrip(",")
    return folded, folded.rstrip(_POINTS)


def is_honorific(word: str) -> bool:
    """Whether a word in front of a name is a salutation or an academic title."""
    known = known_values()
    lowered, _ = forms_of(word)
    if (
        word in known.small_honorifics
        or lowered in known.honorifics_with_point
        or lowered.rstrip(".") in known.honorifics
    ):
        return True
    first, point, behind = lowered.partition(".")
    if first not in known.honorifics and f"{first}{point}" not in known.honorifics_with_point:
        return False
    parts = behind.rstrip(".").split(".")
    return len(parts) > 1 or lowered.endswith(".") or (parts != [""] and all(map(is_honorific, parts)))


def _behind_names(words: list[str]) -> re.Pattern[str]:
    """Matches one of some words behind a name; short ones as they are written, for `F.` is an initial."""
    any_of = "|".join(f"(?-i:{re.escape(word)})" if len(word) <= _SHORT else re.escape(word) for word in words)
    return re.compile(rf"(?<=\w\S)[*.]?,?\s+(?:{any_of})(?=\s+(?!(?:de|den|het)\s)[^\s'])", re.I)


def begins_with_title(words: Sequence[str]) -> bool:
    """Whether a word of the lists stands in front, so that a name of two words has to be looked at."""
    known = title_words()
    first, _ = forms_of(words[0])
    lists = (known.always, known.before_given_names, known.greetings, known.families)
    return any(first in phrases for phrases in lists) or first in known.greetings_or_names
