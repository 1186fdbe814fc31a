"""What a header says about its column, before any value is looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from crm.mapping.vocabulary import Term, vocabulary, words_of


class Meaning(StrEnum):
    """What a column may be about; only some of these are fields of a lead."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    NAME = "name"
    """A name without saying whose: the columns beside it tell."""
    JOB_TITLE = "job_title"
    TITLE = "title"
    """A job title or a salutation: the values tell."""
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    """A person, an email or a phone: the values tell."""
    CLIENT = "client"
    """A person or a company: the values tell."""
    NOTES = "notes"
    NAME_PARTICLE = "name_particle"
    INITIALS = "initials"
    """Of the given names, beside the family name."""
    COUNTRY = "country"
    COMPANY_FLAG = "company_flag"
    DATE = "date"
    SALUTATION = "salutation"
    TYPE = "type"
    """Says what kind of email or phone the next column holds."""
    SOMEONE_ELSE = "someone_else"
    OTHER = "other"
    """Known, and no field of a lead."""
    UNKNOWN = "unknown"


RANKS: dict[str, int] = {
    "main": 0,
    "work": 20,
    "mobile": 30,
    "home": 40,
    "alternative": 50,
    "switchboard": 60,
    "billing": 70,
    "shipping": 80,
}
"""Which of several emails, phones or names is taken first; a column that says nothing of it has `PLAIN_RANK`."""
_OWNING = frozenset(
    {
        *("parent", "ultimate", "holding", "group", "konzern", "konzernmutter", "muttergesellschaft", "mère", "matriz"),
        *(
            "capogruppo",
            "moeder",
            "koncern",
            "moderbolag",
            "matka",
            "материнская",
            "головная",
            "母公司",
            "親会社",
            "集团",
        ),
    }
)
"""Words of a company's owner: not where the person works, if that is known."""
PLAIN_RANK = 10
UNKNOWN_RANK = 45
SIDE_RANK = 70
"""From here on a column is used only where the sheet has no better one: billing and shipping addresses."""


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """What one header says.

    Args:
        meaning: what the column is about.
        confidence: 0 to 1; below `WEAK` the values must agree.
        rank: lower is taken first among columns of one meaning.
        ordinal: the number in the header ("Phone 2"), 0 without one.
        languages: languages of the words that decided.
        words: the normalized words.
        kinds: every kind of word found in it.
        unknown: words that no language knows.
    """

    meaning: Meaning
    confidence: float
    rank: int
    ordinal: int
    languages: frozenset[str]
    words: tuple[str, ...]
    kinds: frozenset[str]
    unknown: tuple[str, ...] = ()


WEAK = 0.7
KNOWN = 0.8
"""Confidence from which on every word of a header is known."""

_BRACKETED = re.compile(r"[（(\[{].*?[)）\]}]")
_TELLING_IN_BRACKETS = frozenset({"someone_else", "phonetic", "fax", "first_name", "last_name"})
"""Kinds that count even in brackets: `氏名(姓)` is the family name."""
_NAME_KINDS = frozenset({"first_name", "last_name", "full_name", "name"})
_SAYS_WHICH = frozenset({"neutral", "number", "done_by", *RANKS})
"""Kinds that say which of several a column is, and not what it holds: `Person - Email - Work` is an email."""
_THINGS = frozenset({"web", "thing", "type", "number", "suffix", "middle_name", "initials", "phonetic"})


def read_header(header: str, languages: frozenset[str] = frozenset()) -> HeaderReading:
    """Reads one header cell.

    Args:
        header: the text as the sheet shows it; "" when the column has none.
        languages: the languages of the whole header, from `languages_of`: they decide what a word means that means
            different things in several languages.
    """
    words = words_of(header)
    ordinal = next((int(word) for word in words if word.isdigit() and len(word) <= 2), 0)
    bare = [word for word in words if not word.isdigit()]
    if not bare:
        return HeaderReading(Meaning.UNKNOWN, 0.0, PLAIN_RANK, ordinal, frozenset(), tuple(words), frozenset())
    terms, whole = _terms(header, bare)
    terms = [term.narrowed(languages) for term in terms]
    kinds = [kind for term in terms for kind in _kinds(term, alone=len(terms) == 1)]
    if "done_by" in kinds:
        # "Scanned by" is somebody else; anywhere but at the end, "by" says nothing.
        kinds = ["someone_else" if len(terms) > 1 and "done_by" in terms[-1].kinds else "neutral", *kinds]
    meaning, confidence = _combine(kinds, terms)
    if not whole and confidence > WEAK and any(not term.kinds for term in terms):
        confidence = max(WEAK, confidence - 0.15)
    rank = _rank(frozenset(kinds), ordinal)
    if meaning in (Meaning.EMAIL, Meaning.PHONE) and any(not term.kinds for term in terms):
        # "EA phone" may be anybody's: what is plainly the lead's comes first.
        rank = max(rank, UNKNOWN_RANK)
    if meaning is Meaning.COMPANY:
        # "Company name" beside "Company", which may be a number or a flag; and the company itself before its owner.
        rank += 3 * bool(_OWNING & set(words)) - ("name" in words)
    return HeaderReading(
        meaning,
        confidence,
        rank,
        ordinal,
        frozenset().union(*(term.languages for term in terms)),
        tuple(words),
        frozenset(kinds),
        tuple(term.text for term in terms if not term.kinds),
    )


def languages_of(headers: Iterable[str]) -> frozenset[str]:
    """The languages in which most of a sheet's headers are written; several where the words are of several."""
    counts: Counter[str] = Counter()
    for header in headers:
        bare = [word for word in words_of(header) if not word.isdigit()]
        for term in _terms(header, bare)[0] if bare else ():
            counts.update(term.languages)
    most = max(counts.values(), default=0)
    return frozenset(language for language, count in counts.items() if count >= 0.8 * most)


def _terms(header: str, bare: list[str]) -> tuple[list[Term], bool]:
    """The terms of a header, and whether they are one: what stands in brackets may be left out for that."""
    whole = vocabulary().whole(bare)
    if whole is not None:
        return [whole], True
    terms = vocabulary().split(bare)
    outside = [word for word in words_of(_BRACKETED.sub(" ", header)) if not word.isdigit()]
    outside_whole = vocabulary().whole(outside) if outside and outside != bare else None
    inner = frozenset().union(*(term.kinds for term in terms))
    if outside_whole is not None and not inner & _TELLING_IN_BRACKETS:
        return [outside_whole], False
    if outside and outside != bare:
        # "Full name (as in your passport)" is no passport.
        before = vocabulary().split(outside)
        kinds = frozenset().union(*(term.kinds for term in before))
        if kinds & _NAME_KINDS and inner - kinds <= {"thing", "date", "number", "neutral", "web", "type"}:
            return before, False
    return terms, False


def _kinds(term: Term, *, alone: bool) -> list[str]:
    """The kinds of a term; one that is also a plain word of a sentence counts as that only when it stands alone."""
    kinds = set(term.kinds)
    if len(kinds) > 1 and not alone:
        kinds.discard("neutral")
        kinds.discard("client") if kinds & {"someone_else"} else None
    return sorted(kinds)


def _rank(kinds: frozenset[str], ordinal: int) -> int:
    named = [rank for kind, rank in RANKS.items() if kind in kinds]
    if "address" in kinds and kinds & {"phone", "mobile", "email"}:
        # "Default address phone" is the number of a place, however much it is the default.
        named.append(RANKS["alternative"])
    if "company" in kinds and kinds & {"phone", "email"} and not named:
        named = [RANKS["switchboard"]]
    return (max(named) if named else PLAIN_RANK) + min(ordinal, 9)


def _combine(kinds: list[str], terms: list[Term]) -> tuple[Meaning, float]:
    """The meaning of kinds that stand together, with its confidence."""
    found = frozenset(kinds) - {"done_by"}
    unknown = sum(1 for term in terms if not term.kinds)
    known_alone = len(terms) == 1
    sure = 0.97 if known_alone else 0.9
    last = next((term.kinds for term in reversed(terms) if term.kinds and not term.kinds <= _SAYS_WHICH), frozenset())
    if "someone_else" in found and not (known_alone and found & {"company", "full_name"}):
        return Meaning.SOMEONE_ELSE, sure
    if found & {"phonetic"}:
        return Meaning.OTHER, sure
    if "company_flag" in found:
        return Meaning.COMPANY_FLAG, sure
    if "salutation" in found and not found & {"email", "phone"}:
        return Meaning.SALUTATION, sure
    if "name_particle" in found:
        return Meaning.NAME_PARTICLE, sure
    if "initials" in found and found <= {"initials", "neutral", "name", "first_name"}:
        return Meaning.INITIALS, sure
    if "email" in found and found & {"full_name", "name"} and "email" not in last:
        return Meaning.OTHER, 0.85
    if "email" in found:
        return Meaning.EMAIL, 0.4 if found & (_THINGS - {"number", "phonetic"} | {"date"}) and not known_alone else sure
    if "fax" in found:
        return Meaning.OTHER, sure
    if "date" in found:
        return Meaning.DATE, sure
    if "phone" in found or "mobile" in found:
        if found & (_THINGS - {"number"} | {"country"}):
            return Meaning.PHONE, 0.4
        return Meaning.PHONE, sure
    if "country" in found:
        return (Meaning.COUNTRY, sure) if not found & {"phone"} else (Meaning.OTHER, sure)
    if "address" in found and "address" in last:
        return Meaning.OTHER, sure
    if "type" in found:
        return Meaning.TYPE, sure
    if (
        "number" in found
        and found & {"work", "home", "main"}
        and found <= {"work", "home", "main", "number", "neutral"}
    ):
        return Meaning.PHONE, KNOWN
    if found & _THINGS and not known_alone:
        if found <= {"number", "contact", "neutral"} and "contact" in found:
            return Meaning.PHONE, 0.8
        return Meaning.OTHER, 0.85
    if "first_name" in found and "last_name" in found:
        return Meaning.FULL_NAME, sure
    if "job_title" in found & last:
        return Meaning.JOB_TITLE, sure if not unknown else KNOWN
    for kind in ("first_name", "last_name", "full_name"):
        if kind in found:
            return Meaning(kind), sure if not unknown else 0.8
    if "title" in found and found & {"job_title", "contact", "company"}:
        return Meaning.JOB_TITLE, 0.85
    if "job_title" in found:
        return Meaning.JOB_TITLE, sure if not unknown else 0.8
    if "title" in found:
        return Meaning.TITLE, sure if not unknown else 0.4
    if "name" in found:
        return _whose_name(found, unknown, sure)
    if "company" in found:
        if "contact" in found:
            return Meaning.CONTACT, sure
        return Meaning.COMPANY, sure if not unknown else 0.5
    if "notes" in found:
        return Meaning.NOTES, sure
    if "client" in found and not unknown:
        return Meaning.CLIENT, sure
    if "contact" in found and not unknown:
        return Meaning.CONTACT, sure
    if found & {"work", "home", "main"} and not unknown:
        return Meaning.CONTACT, 0.5
    if found <= {"number", "neutral"} and found:
        return Meaning.UNKNOWN, 0.0
    if found & (_THINGS | {"address", "billing", "shipping"}):
        return Meaning.OTHER, sure if known_alone else 0.8
    return Meaning.UNKNOWN, 0.0


def _whose_name(found: frozenset[str], unknown: int, sure: float) -> tuple[Meaning, float]:
    if "company" in found or ("work" in found and "contact" not in found):
        return Meaning.COMPANY, sure
    if "contact" in found:
        return Meaning.FULL_NAME, sure
    if "client" in found:
        return (Meaning.FULL_NAME, 0.85) if not unknown else (Meaning.CLIENT, 0.6)
    if unknown:
        return Meaning.NAME, 0.4
    return Meaning.NAME, sure


def is_header_word(text: str) -> bool:
    """Whether a text is what a column may be called in a language of the vocabulary, for finding header rows."""
    return len(text) <= 80 and read_header(text).confidence >= KNOWN
