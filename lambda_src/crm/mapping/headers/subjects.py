"""Whom a header is about, by words that bear a mark: `Teilnehmer-E-Mail`, `E-mail uczestnika`, `参会人手机`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from crm.mapping.headers.terms import STEM, stem_of
from crm.mapping.headers.vocabulary import vocabulary

_LONGEST = 6
"""Words of a marked phrase such as `ticket holder` at most, six in Vietnamese. Chosen."""
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Scripts in which a phrase may be anywhere in a word."""


@lru_cache(maxsize=4096)
def without_subject(mark: str, words: tuple[str, ...], *, inflected: bool = True) -> str | None:
    """What a header says beside its subject; None if it names none.

    Args:
        mark: whose words name the subject; inflection may change their ends.
        words: of the header, as `words_of` writes them.
        inflected: whether words that only begin as a marked one name it too.
    """
    marked = _marked(mark)
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            if "".join(words[start : start + length]) in marked.phrases:
                return " ".join((*words[:start], *words[start + length :]))
    if (rest := _within_a_word(words, marked)) is not None:
        return rest
    for place, word in enumerate(words):
        if inflected and _is_inflected(word, marked.stems):
            return " ".join((*words[:place], *words[place + 1 :]))
    return None


def _within_a_word(words: Sequence[str], marked: _Marked) -> str | None:
    """The rest of a header one of whose words begins with the subject, or holds it: `Teilnehmername`, `参会人手机`."""
    for place, word in enumerate(words):
        phrases: Iterable[str] = ()
        if word.isascii() or not _UNSPACED.search(word):
            beginnings = (word[:end] for end in range(min(len(word) - 1, marked.longest), STEM, -1))
            phrases = (one for one in beginnings if one in marked.heads and _is_known(word[len(one) :]))
        else:
            phrases = (one for one in _parts_of(word, marked.longest) if one in marked.unspaced)
        phrase = next(iter(phrases), "")
        if phrase:
            before, behind = word.split(phrase, 1)
            rest = (*words[:place], before, behind.removeprefix("s"), *words[place + 1 :])
            return " ".join(filter(None, rest))
    return None


def _parts_of(word: str, longest: int) -> Iterator[str]:
    """The parts of a word, the longest first."""
    for length in range(min(len(word), longest), 0, -1):
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


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


@dataclass(frozen=True, slots=True)
class _Marked:
    """The words of a mark.

    Args:
        phrases: all of them.
        heads: with which a compound may begin.
        unspaced: those that may stand anywhere in a word.
        stems: of the words that may be inflected, by their length.
        longest: letters of the longest phrase.
    """

    phrases: frozenset[str]
    heads: frozenset[str]
    unspaced: frozenset[str]
    stems: dict[int, frozenset[str]]
    longest: int


@cache
def _marked(mark: str) -> _Marked:
    phrases = vocabulary().marks[mark]
    unspaced = frozenset(phrase for phrase in phrases if _UNSPACED.search(phrase))
    heads = frozenset(phrase for phrase in phrases if len(phrase) > STEM and phrase not in unspaced)
    stems: dict[int, frozenset[str]] = {}
    for stem in map(stem_of, heads):
        stems[len(stem)] = stems.get(len(stem), frozenset()) | {stem}
    return _Marked(phrases, heads, unspaced, stems, max(map(len, phrases), default=0))
