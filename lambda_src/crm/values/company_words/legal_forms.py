"""Legal forms of companies where how they are written tells them: in capitals, with points, before or behind a name.

They are read from `legal_forms.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from crm.values.accents import without_accents
from crm.values.known_values import known_values

LEGAL_FORMS = Path(__file__).with_name("legal_forms.toml")
_WORDS_BESIDE_INITIALS = 2
"""Words beside a form that may be initials elsewhere. Chosen."""
_LETTERS_OF_INITIALS = 3
"""Plain capitals that somebody's initials may be: `S.R.L. Rao`. Chosen."""
_LETTERS_OF_TWO_NAMES = 2
"""Letters of a form in another script that are somebody's initials too: `СК Белова`. Chosen."""
_QUOTED = re.compile(r"(\S+)\s+[\"«„“”'‚‘].+[\"»“”'’‘]")
_AROUND = ",;"
_BRACKETS = "([（"


@dataclass(frozen=True, slots=True)
class LegalForms:
    """The lists of the file, as it describes them, without blanks.

    Args:
        last_words: of forms, and of departments in lower case: most texts end with none of them.
        most_words: of a form or a department.
    """

    surely: frozenset[str]
    behind_two: frozenset[str]
    in_front: frozenset[str]
    before_quotes: frozenset[str]
    departments: frozenset[str]
    last_words: frozenset[str]
    most_words: int

    def has_form(self, words: Sequence[str]) -> bool:
        """Whether words of a text hold a form where no word of a person's name stands."""
        if len(words) > 1 and any(self._is_in_front(form, words[1:]) for form in _written(words[:1])):
            return True
        if words and words[0] in self.before_quotes and _QUOTED.fullmatch(" ".join(words)):
            return True
        if len(words) < 2 or self.last_words.isdisjoint(_written(words[-1:])):
            return False
        lengths = range(1, min(self.most_words, len(words) - 1) + 1)
        return any(self._is_behind(form, words[:-length]) for length in lengths for form in _written(words[-length:]))

    def _is_in_front(self, form: str, behind: Sequence[str]) -> bool:
        if form not in self.in_front:
            return False
        if _may_be_initials(form):
            return len(behind) >= _WORDS_BESIDE_INITIALS and not "".join(behind).isupper() and _hold_no_name(behind)
        return len(form) > _LETTERS_OF_TWO_NAMES or _hold_no_name(behind)

    def _is_behind(self, form: str, before: Sequence[str]) -> bool:
        if form in self.surely and not _may_be_initials(form):
            return True
        known = form in self.surely or form in self.behind_two
        enough = known and len(before) >= _WORDS_BESIDE_INITIALS
        return enough and not "".join(before).isupper() and _hold_no_name(before)

    def without_department(self, words: Sequence[str]) -> Sequence[str]:
        """What `みなと運輸 代表` has before its department: the words before one, or all of them."""
        if len(words) < 2 or _as_department(words[-1]) not in self.last_words:
            return words
        for length in range(min(self.most_words, len(words) - 1), 0, -1):
            if _as_department(" ".join(words[-length:])) in self.departments:
                before = words[:-length]
                if any(sign in "".join(before) for sign in _BRACKETS):
                    # "Hannah Doyle (school office)" is a person.
                    return words
                return before[:-1] if len(before) > 1 and before[-1] in "-–/|:" else before
        return words


def _written(words: Sequence[str]) -> tuple[str, str]:
    """A form as the file has it: with the point at its end, or without."""
    form = "".join(words).strip(_AROUND)
    return form, form.rstrip(".")


def _as_department(text: str) -> str:
    return text.casefold().strip("()（）[]-–,: ")


def _may_be_initials(form: str) -> bool:
    letters = form.replace(".", "")
    return letters.isascii() and letters.isupper() and letters.isalpha() and len(letters) <= _LETTERS_OF_INITIALS


def _hold_no_name(words: Sequence[str]) -> bool:
    """Whether none of some words is a name that is known, an initial, or looks like a Slavic or Vietnamese name."""
    known = known_values()
    folded = [word.casefold().strip(".,") for word in words]
    return not any(
        len(word) <= 1
        or word in known.given_names
        or not _other_names().isdisjoint((word, without_accents(word)))
        or (not word.isascii() and known.slavic_family.search(word) is not None)
        or known.vietnamese.search(word) is not None
        for word in folded
    )


@lru_cache(maxsize=1)
def _other_names() -> frozenset[str]:
    known = known_values()
    return (
        known.family_names | known.vietnamese_family | known.iberian_family | known.romanized_family | known.honorifics
    )


@lru_cache(maxsize=1)
def legal_forms() -> LegalForms:
    """Reads the file once per process."""
    lists = tomllib.loads(LEGAL_FORMS.read_text(encoding="utf-8"))

    def phrases(name: str) -> list[str]:
        found = chain.from_iterable(str(one).split(", ") for one in lists[name].values())
        return [phrase for phrase in map(str.strip, found) if phrase]

    def forms(name: str) -> frozenset[str]:
        return frozenset(phrase.replace(" ", "").strip(_AROUND) for phrase in phrases(name))

    named = frozenset(map(_as_department, phrases("departments")))
    # Each point may have a blank behind it: `s. r. o.`.
    written = [phrase for name in ("surely", "behind_two") for phrase in phrases(name)]
    spaced = [phrase.replace(".", ". ").split() for phrase in written]
    behind = [words[-1] for words in (*spaced, *map(str.split, written))]
    return LegalForms(
        surely=forms("surely"),
        behind_two=forms("behind_two"),
        in_front=forms("in_front"),
        before_quotes=forms("before_quotes"),
        departments=named,
        last_words=frozenset(
            [*(form for word in behind for form in _written([word])), *(one.split()[-1] for one in named)]
        ),
        most_words=max(*map(len, spaced), *(len(phrase.split()) for phrase in phrases("departments"))),
    )
