"""Headers with a slip of the keyboard: `Nmae`, `Phne`, `Telefonnumer`. Only where nothing else fits.

A word is taken for the nearest one that names a field of a lead, one slip away: a letter too many, too few, another
one, or two that are swapped. Words of four letters have many such neighbours, so theirs must have the same letters at
both ends. What the column holds must agree (`crm.mapping.rules.misspelt_headers`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import HeaderReading, read_header
from crm.mapping.headers.vocabulary import vocabulary, words_of

_KINDS = frozenset(
    {
        *("first_name", "last_name", "full_name", "name", "company", "job_title", "title", "email", "phone", "mobile"),
        *("notes", "contact"),
    }
)
"""Kinds of words that are looked for."""
_SHORTEST = 4
"""Letters of a word that may be misspelt: a shorter one has a neighbour in every language. Chosen."""
_SHORT = 5
"""Letters below which a word must begin and end as its neighbour does. Chosen."""
_MOST_WORDS = 4
"""Words of a header that is looked at; a longer one is a question. Chosen."""


@lru_cache(maxsize=1024)
def corrected(header: str, languages: frozenset[str]) -> HeaderReading | None:
    """What a header says without its slips; None where none is found, or where it still has unknown words.

    Args:
        header: the text as the sheet shows it.
        languages: of the whole header, from `languages_of`.
    """
    words = words_of(header)
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    known = vocabulary().terms
    whole = _nearest("".join(words))
    better = [whole] if whole else [word if word in known else _nearest(word) or word for word in words]
    if better == words:
        return None
    reading = read_header(better[0] if whole else _spelt(header, words, better), languages)
    if reading.unknown or reading.meaning in (Meaning.UNKNOWN, Meaning.OTHER, Meaning.SOMEONE_ELSE):
        return None
    return reading


def _spelt(header: str, words: list[str], better: list[str]) -> str:
    """The header with its signs and other words: `organisation & location`."""
    text = header.casefold()
    if not all(word in text for word in words):
        return " ".join(better)
    for word, meant in zip(words, better, strict=True):
        text = text.replace(word, meant, 1)
    return text


def _nearest(word: str) -> str | None:
    """The known word that is one slip away; None if there is none, or the word itself is known."""
    if len(word) < _SHORTEST or not word.isalpha() or word in vocabulary().terms:
        return None
    if any(word in words for words in vocabulary().marks.values()):
        # Spanish "menor", a child, is no "mejor".
        return None
    index = _index()
    found = {term for cut in _cuts(word) for term in index.get(cut, ()) if _is_one_slip(word, term)}
    # Swapped letters are the commonest slip, a letter more or less comes next.
    return min(found, key=lambda term: (sorted(term) != sorted(word), len(term) == len(word), term), default=None)


def _cuts(word: str) -> Iterator[str]:
    """The word, and the word without one of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    """The terms that are looked for, by themselves and without one of their letters."""
    found: dict[str, tuple[str, ...]] = {}
    for text, term in vocabulary().terms.items():
        if len(text) >= _SHORTEST and text.isalpha() and term.kinds & _KINDS:
            for cut in _cuts(text):
                found[cut] = (*found.get(cut, ()), text)
    return found


def _is_one_slip(word: str, term: str) -> bool:
    """Whether one letter is too many, too few or another, or two neighbours are swapped."""
    if len(word) < _SHORT and (word[0] != term[0] or word[-1] != term[-1]):
        return False
    if abs(len(word) - len(term)) > 1:
        return False
    start = 0
    while start < min(len(word), len(term)) and word[start] == term[start]:
        start += 1
    left, right = word[start:], term[start:]
    if len(left) != len(right):
        return left[1:] == right if len(left) > len(right) else left == right[1:]
    if left[1:] == right[1:]:
        # In a short word, another letter makes another word: "game" is no "name".
        return len(word) > _SHORT
    return left[:2] == right[1::-1] and left[2:] == right[2:]
