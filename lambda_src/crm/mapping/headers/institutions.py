"""What a header says of the institutions that a register lists: `nama_perpustakaan`, `Kod biblioteki`, `図書館長`.

Registers name the kind of institution where other lists say "company". The kinds are words with the mark `institution`
in `synonyms/`; beside them, `called` are words for a name, and `leader` words for who leads something.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from enum import StrEnum
from functools import lru_cache

from crm.mapping.headers.subjects import without_subject
from crm.mapping.headers.terms import Term
from crm.mapping.headers.vocabulary import vocabulary

_SAY_NOTHING = frozenset({"neutral"})
_FACTS = frozenset({"number", "type"})
"""Kinds of words for what is no field: a number, and what type something is of. Codes are a mark."""
_CALLED = frozenset({"name"})


class OfInstitution(StrEnum):
    """What a header says of an institution."""

    NAME = "name"
    HEAD = "head"
    """Who leads it."""
    FACT = "fact"
    """Its code, number or type."""


@lru_cache(maxsize=2048)
def said_of_institution(words: tuple[str, ...]) -> OfInstitution | None:
    """What a header says of an institution; None if it names none, or says something else of it.

    Args:
        words: of the header, as `words_of` writes them.
    """
    bare = tuple(word for word in words if not word.isdigit())
    rest = without_subject("institution", bare, inflected=False) if bare else None
    if rest is None:
        rest = _without_inflected(bare)
    if rest is None:
        return None
    said = rest.split()
    terms = [term for term in vocabulary().split(said) if term.kinds != _SAY_NOTHING]
    if _are_called(terms):
        return OfInstitution.NAME
    if _is_head(said) or _is_head([term.text for term in terms]):
        return OfInstitution.HEAD
    return OfInstitution.FACT if all(map(_is_fact, terms)) else None


def is_fact_of_institution(words: Sequence[str], kinds: Container[str]) -> bool:
    """Whether a header with words of these kinds is an institution's code or number; an office's is its phone."""
    if "work" in kinds or vocabulary().whole(list(words)) is not None:
        return False
    return said_of_institution(tuple(words)) is OfInstitution.FACT


def _without_inflected(words: Sequence[str]) -> str | None:
    """The rest of a header one of whose words is an institution with an end or a beginning of its language."""
    marked = vocabulary().marks["institution"]
    for place, word in enumerate(words):
        if any(stem in marked for stem, _ in vocabulary().stems(word)):
            return " ".join((*words[:place], *words[place + 1 :]))
    return None


def _are_called(terms: Sequence[Term]) -> bool:
    marked = vocabulary().marks["called"]
    return all(term.kinds & _CALLED or term.text in marked for term in terms)


def _is_head(words: Sequence[str]) -> bool:
    """Whether words are one for a leader, with one for a name before or behind it."""
    known = vocabulary()
    heads = known.marks["leader"] | known.marks["firm_head"]
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            others = known.split([*words[:start], *words[end:]])
            if "".join(words[start:end]) in heads:
                return _are_called([one for one in others if one.kinds != _SAY_NOTHING])
    return False


def _is_fact(term: Term) -> bool:
    """Whether a word is a code, a number or a type."""
    return term.text in vocabulary().marks["code"] or (bool(term.kinds) and term.kinds <= _FACTS)
