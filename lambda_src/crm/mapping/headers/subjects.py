"""Whom a header is about, by words that bear a mark: `Teilnehmer-E-Mail`, `E-mail uczestnika`, `参会人手机`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crm.mapping.headers.shared_words import STEM, stem_of
from crm.mapping.headers.vocabulary import vocabulary

_LONGEST = 3
"""Words of a marked phrase such as `ticket holder` at most. Chosen."""
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Scripts in which a phrase may be anywhere in a word."""


@lru_cache(maxsize=4096)
def without_subject(mark: str, words: tuple[str, ...]) -> str | None:
    """What a header says beside its subject; None if it names none.

    Args:
        mark: whose words name the subject; inflection may change their ends.
        words: of the header, as `words_of` writes them.
    """
    phrases, stems = _phrases(mark)
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            if "".join(words[start : start + length]) in phrases:
                return " ".join((*words[:start], *words[start + length :]))
    if (rest := _within_a_word(words, phrases)) is not None:
        return rest
    for place, word in enumerate(words):
        if _is_inflected(word, stems):
            return " ".join((*words[:place], *words[place + 1 :]))
    return None


def _within_a_word(words: Sequence[str], phrases: tuple[str, ...]) -> str | None:
    """The rest of a header one of whose words begins with the subject, or holds it: `Teilnehmername`, `参会人手机`."""
    for place, word in enumerate(words):
        for phrase in phrases:
            if _UNSPACED.search(phrase) and phrase in word:
                parts = word.split(phrase, 1)
            elif len(phrase) > STEM and word.startswith(phrase) and _is_known(word[len(phrase) :]):
                parts = ["", word[len(phrase) :].removeprefix("s")]
            else:
                continue
            return " ".join(filter(None, (*words[:place], *parts, *words[place + 1 :])))
    return None


def _is_known(rest: str) -> bool:
    terms = vocabulary().terms
    return rest in terms or rest.removeprefix("s") in terms


def _is_inflected(word: str, stems: dict[int, frozenset[str]]) -> bool:
    """Whether a word is a marked one but for its end, and hardly longer: `покупателя`, `zamawiającego`."""
    return any(
        length <= len(word) <= length + _LONGEST_END and word[:length] in found for length, found in stems.items()
    )


_LONGEST_END = 5
"""Letters by which a word may be longer than a stem; more are a compound. Chosen."""


@lru_cache(maxsize=16)
def _phrases(mark: str) -> tuple[tuple[str, ...], dict[int, frozenset[str]]]:
    """The phrases of a mark, the longest first, and the stems of its words by their length."""
    phrases = tuple(sorted(vocabulary().marks[mark], key=lambda phrase: (-len(phrase), phrase)))
    stems: dict[int, frozenset[str]] = {}
    for phrase in phrases:
        stem = stem_of(phrase)
        if len(phrase) > STEM and not _UNSPACED.search(phrase):
            stems[len(stem)] = stems.get(len(stem), frozenset()) | {stem}
    return phrases, stems
