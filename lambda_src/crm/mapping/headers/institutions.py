"""What a header says of the institutions that a register lists: `nama_perpustakaan`, `Kod biblioteki`, `図書館長`.

Registers name the kind of institution where other lists say "company". The kinds are words with the mark `institution`
in `synonyms/`; beside them, `called` are words for a name, and `leader` words for who leads something.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.subjects import without_subject
from crm.mapping.headers.terms import Term
from crm.mapping.headers.vocabulary import vocabulary

_SAY_NOTHING = frozenset({"neutral", "done_by"})
"""`Leder af biblioteket`: the word for "by" is one for "of", too."""
_FACTS = frozenset({"number", "type"})
"""Kinds of words for what is no field: a number, and what type something is of. Codes are a mark."""
_OFFICE_AND_NUMBER = 2
"""Words of `Office number`, which is a phone; `Notary office number` is none. Chosen."""
_SHORTEST = 4
"""Letters of each part of a compound at least. Chosen."""
_LONGEST = 60
"""Letters of a header that may name an institution: a longer one is a sentence. Chosen."""
_BEHIND = ("leader", "called")
_CALLED = frozenset({"name"})
PEOPLE = frozenset({"someone_else", "professional", "job_title", "title"})
"""Kinds of words for people and what they do, which the names of institutions hold: `cabinet d'avocats`."""
_OF_PEOPLE = frozenset({Meaning.SOMEONE_ELSE, Meaning.JOB_TITLE, Meaning.TITLE})
_MISTAKEN = NAMES | _OF_PEOPLE | {Meaning.COMPANY, Meaning.EMAIL, Meaning.PHONE}


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
    if not bare or sum(map(len, bare)) > _LONGEST:
        return None
    rest = without_subject("institution", bare, inflected=False)
    if rest is None:
        rest = _without_inflected(bare)
    if rest is None:
        return None
    said = rest.split()
    terms = [term for term in vocabulary().split(said) if not _says_nothing(term)]
    if _are_called(terms):
        return OfInstitution.NAME
    if _is_head(said) or _is_head([term.text for term in terms]):
        return OfInstitution.HEAD
    return OfInstitution.FACT if all(map(_is_fact, terms)) else None


def is_of_institution(words: Sequence[str], terms: Sequence[Term], meaning: Meaning) -> bool:
    """Whether a header taken for a field or a person is an institution's name, code or number: `律師事務所代碼`.

    An office's number is its phone. `Sender` may be a person where it is no broadcaster.
    """
    if meaning not in _MISTAKEN:
        return False
    kinds = frozenset[str]().union(*(term.kinds for term in terms))
    if vocabulary().whole(list(words)) is not None or ("work" in kinds and len(words) <= _OFFICE_AND_NUMBER):
        return False
    said = said_of_institution(tuple(words))
    if meaning not in _OF_PEOPLE:
        return said is OfInstitution.FACT
    people = {term.text for term in terms if term.kinds & PEOPLE}
    return said in (OfInstitution.NAME, OfInstitution.FACT) and people.isdisjoint(vocabulary().marks["institution"])


def _without_inflected(words: Sequence[str]) -> str | None:
    """The rest of a header one of whose words is an institution with an end of its language, or begins with one."""
    for place, word in enumerate(words):
        rest = "" if _is_inflected(word) else _behind_institution(word)
        if rest is not None:
            return " ".join(filter(None, (*words[:place], rest, *words[place + 1 :])))
    return None


def _is_inflected(word: str) -> bool:
    marked = vocabulary().marks["institution"]
    return any(stem in marked for stem, _ in vocabulary().stems(word))


def _behind_institution(word: str) -> str | None:
    """What a compound says of an institution: `leiter` in `Museumsleiter`, `johtaja` in `Kirjastonjohtaja`."""
    marks = vocabulary().marks
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        head, tail = word[:cut], word[cut:]
        if any(tail in marks[mark] for mark in _BEHIND) and (head in marks["institution"] or _is_inflected(head)):
            return tail
    return None


def _says_nothing(term: Term) -> bool:
    return bool(term.kinds) and term.kinds <= _SAY_NOTHING


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
                return _are_called([one for one in others if not _says_nothing(one)])
    return False


def _is_fact(term: Term) -> bool:
    """Whether a word is a code, a number or a type."""
    return term.text in vocabulary().marks["code"] or bool(term.kinds & _FACTS and term.kinds <= _FACTS | _SAY_NOTHING)
