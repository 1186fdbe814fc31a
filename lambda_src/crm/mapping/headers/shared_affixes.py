"""A syllable that a program puts to the names of a table's columns: `den_par`, `tel_par` and `e_mail_par` of partners.

It says whose the whole record is and nothing about a single column, so the headers are read without it. Words that
say something themselves stay: those of `Parent name`, `Parent phone` tell a parent from a child.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crm.mapping.confidence import NEEDS_VALUES
from crm.mapping.headers.abbreviations import abbreviations
from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import languages_of, read_header
from crm.mapping.headers.institutions import said_of_institution
from crm.mapping.headers.parts_of_headers import FIELDS
from crm.mapping.headers.vocabulary import vocabulary, words_of

_FEWEST = 3
"""Columns that share an affix at least. Chosen."""
_SHARE = 0.3
"""Share of a sheet's columns that do: a table may hold parts of other ones, an address or an account. Chosen."""
_LONGEST = 5
"""Letters of an affix that may be a word by chance: French `par` is "by". Chosen."""
_SYLLABLE = 3
"""Letters of an affix of all columns at most, whatever it says: `CP` is a postcode in Spanish. Chosen."""
_SAY_NOTHING = frozenset({"neutral", "done_by"})
_OF_RECORDS = FIELDS | {Meaning.CLIENT}
_MOST_WORDS = 4
"""Words of a header with an affix at most. Chosen: more are a question."""


def without_shared_affix(texts: Sequence[str]) -> list[str]:
    """The headers of a sheet without an affix that many of them share, if more of them are understood so.

    Args:
        texts: as the sheet shows them.
    """
    best, understood = list(texts), -1
    words = [words_of(text) for text in texts]
    filled = sum(map(bool, words))
    fewest = max(_FEWEST, _SHARE * filled)
    for place in (0, -1):
        shared = Counter(parts[place] for parts in words if 2 <= len(parts) <= _MOST_WORDS)
        for affix, count in shared.items():
            if count < fewest or not (_is_affix(affix) or (count == filled and _is_syllable(affix))):
                continue
            bare = [
                " ".join(parts[1:] if place == 0 else parts[:-1])
                if 2 <= len(parts) <= _MOST_WORDS and parts[place] == affix
                else text
                for text, parts in zip(texts, words, strict=True)
            ]
            understood = _understood(texts) if understood < 0 else understood
            if (score := _understood(bare)) > understood:
                best, understood = bare, score
    return best


def _is_affix(word: str) -> bool:
    """Whether a word says nothing by itself, or is a short one that does so by chance."""
    known = vocabulary()
    if word.isdigit() or word in abbreviations().long or said_of_institution((word,)) is not None:
        return False
    if any(word in marked for mark, marked in known.marks.items() if mark != "of_questions"):
        return False
    term = known.terms.get(word)
    return term is None or (len(word) <= _LONGEST and term.kinds <= _SAY_NOTHING)


def _is_syllable(word: str) -> bool:
    """Whether a word that all headers share is too short to say whose the columns are: `cp_name`, `cp_city`."""
    return len(word) <= _SYLLABLE and word.isalpha() and word.isascii()


def _understood(texts: Sequence[str]) -> int:
    """How many different fields headers name: an email beside an email that is understood already adds nothing."""
    languages = languages_of(texts)
    readings = (read_header(text, languages) for text in texts)
    return len({one.meaning for one in readings if one.confidence >= NEEDS_VALUES} & _OF_RECORDS)
