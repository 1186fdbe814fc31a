"""What a header says about its column, before anyone looks at the values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from crm.mapping.confidence import IS_KNOWN, IS_SURE_OF_A_SIDE, NEEDS_VALUES, NONE, SURE, VERY_LIKELY
from crm.mapping.headers.abbreviations import languages_of_abbreviation, spelled_out, without_prefix
from crm.mapping.headers.column_meaning import KINDS_OF_NAMES, RANKS, UNKNOWN_RANK, Meaning
from crm.mapping.headers.halves import name_in_halves
from crm.mapping.headers.institutions import PEOPLE, is_of_institution
from crm.mapping.headers.meaning_rules import combine
from crm.mapping.headers.particulars import is_name_of_place
from crm.mapping.headers.parts_of_headers import (
    BRACKETED,
    FIELDS,
    answer_to_question,
    name_beside_place,
    name_beside_position,
    said_of_record,
)
from crm.mapping.headers.questions import read_question
from crm.mapping.headers.terms import Term
from crm.mapping.headers.vocabulary import vocabulary, words_of
from crm.mapping.mapping import PLAIN_RANK


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """What one header says.

    Args:
        meaning: what the column is about.
        confidence: 0 to 1; below `NEEDS_VALUES` the values must agree.
        rank: lower is taken first among columns of one meaning.
        ordinal: the number in the header ("Phone 2"), 0 without one.
        languages: languages of the words that decided.
        words: the normalized words.
        kinds: every kind of word found in it.
        unknown: words that no language knows.
        beside: kinds of words on the other sides of a header such as `Organization & location`.
    """

    meaning: Meaning
    confidence: float
    rank: int
    ordinal: int
    languages: frozenset[str]
    words: tuple[str, ...]
    kinds: frozenset[str]
    unknown: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether it says that the column holds an email or a phone, and not what kind: "E-Mail", "Phone 2"."""
        return bool(self.kinds & _CONTACTS) and self.kinds <= _PLAIN_CONTACTS and not self.unknown


_SIDES = re.compile(r"[/／・|&+]")
_OF_THE_LEAD = re.compile(r"([^-–:]+)(?:\s[-–]\s|:\s?)(.+)")
"""`Person - Organization`: whom the column is about, and what it holds."""
_LOOKED_UP = re.compile(r"\(from ([^()]+)\)$", re.I)
"""`Company (from Companies)`: in which table a program has looked."""
_FILLED_IN = re.compile(r"\{\{[^{}]*\}\}|\*(?=\w)|(?<=\w)\*(?=[\w?!.])|^[a-z]\w{1,14}?__(?=\w+__c$)|__p?c$")
"""What a form fills into a question, how it marks bold, and API names: `{{field:1}}, your *name*?`, `hed__City__c`."""
_DOMAIN = re.compile(r"(?<!\S)@(?:[\w-]+\.)+\w+|^urn:[\w.:-]{1,80}:(?=\w)")
"""`Email @acme.com`: what all addresses of a column end with says nothing of whose they are."""
_LEADS = frozenset({"contact", "full_name", "neutral"})
_OF_ANYTHING = frozenset({Meaning.OTHER, Meaning.DATE})
"""What no field is filled with, so that a header may say it of a thing that no language knows."""
_UNKNOWN_WORDS_COST = 0.15
"""Confidence that a header loses by unknown words. Chosen: less than the step from `SURE` to `NEEDS_VALUES`."""
_AS_FREQUENT = 0.8
"""Share of the most frequent language's words that another language needs to count too. Chosen: four words of five."""
_LONGEST_HEADER = 80
"""Characters of a text that may be a header; a longer one is a sentence."""
_TELLING_IN_BRACKETS = frozenset({"someone_else", "phonetic", "fax", "first_name", "last_name"})
"""Kinds that count even in brackets: `氏名(姓)` is the family name."""
_CONTACTS = frozenset({"email", "phone"})
_PLAIN_CONTACTS = _CONTACTS | {"neutral", "number"}
_HALVES = frozenset({"first_name", "last_name"})
_ASIDE = frozenset({"thing", "date", "number", "neutral", "web", "type"})
"""Kinds of words that say nothing of a name in brackets behind it. Behind a whole name, nor do nicknames."""


@lru_cache(maxsize=1024)
def read_header(header: str, languages: frozenset[str] = frozenset()) -> HeaderReading:
    """Reads one header cell.

    Args:
        header: the text as the sheet shows it; "" when the column has none.
        languages: the languages of the whole header, from `languages_of`: they decide what a word means that means
            different things in several languages.
    """
    header = _FILLED_IN.sub("", _DOMAIN.sub("", _LOOKED_UP.sub(r"(\1)", header)))
    asked = read_question(header, languages, _read_in_full)
    if asked is not None and answer_to_question(header, partial(_read, languages=languages)) is None:
        return asked
    reading = _read_in_full(without_prefix(header, languages) or header, languages)
    is_clear = reading.confidence >= NEEDS_VALUES and not reading.unknown
    if is_clear or not reading.words or len(header) > _LONGEST_HEADER:
        return reading
    return _spelled_out(reading, languages) or reading


def _spelled_out(reading: HeaderReading, languages: frozenset[str]) -> HeaderReading | None:
    """What a header says with its abbreviations written out; None if it is unclear even so, or in which language.

    `cd_zorp` is the code and `dt_zorp` the date of something, whatever that is. English is written out in another
    language only where the header says nothing: German `Tel WK` is a constituency's, and not that at work.
    """
    is_told = reading.confidence >= NEEDS_VALUES
    found = [_read_in_full(text, languages) for text in spelled_out(reading.words, languages, of_databases=not is_told)]
    clear = [one for one in found if one.confidence >= IS_KNOWN and not one.unknown]
    if not (clear or is_told) and languages and all(one.meaning in _OF_ANYTHING for one in found):
        clear = [one for one in found if one.confidence >= NEEDS_VALUES]
    if not clear or (not languages and len({one.meaning for one in clear}) > 1):
        return None
    return replace(clear[0], ordinal=reading.ordinal, confidence=min(clear[0].confidence, SURE))


def _read_in_full(header: str, languages: frozenset[str]) -> HeaderReading:
    if header[:1] == "#" and header[1:2].isalpha():
        # A header that a program wrote as a comment: "#First". "#Employees" counts something.
        behind = _read(header[1:], languages)
        if behind.meaning in FIELDS and behind.confidence >= IS_SURE_OF_A_SIDE:
            return behind
    reading = _read(header, languages)
    about = _OF_THE_LEAD.fullmatch(header)
    if about is not None and reading.meaning in (Meaning.FULL_NAME, Meaning.CONTACT):
        lead, held = _read(about[1], languages), _read(about[2], languages)
        if lead.kinds <= _LEADS and held.meaning is Meaning.COMPANY and held.confidence >= IS_SURE_OF_A_SIDE:
            return replace(held, words=reading.words)
    read_part = partial(_read, languages=languages)
    part = said_of_record(header, read_part) or answer_to_question(header, read_part)
    part = part or name_beside_position(header, reading, read_part)
    part = part or name_beside_place(header, reading, read_part) or name_in_halves(header, reading, read_part)
    if part is not None:
        return replace(part, words=reading.words)
    sides = _SIDES.split(header)
    someone_else = reading.meaning is Meaning.SOMEONE_ELSE
    if len(sides) > 1 and reading.meaning is Meaning.FULL_NAME and "company" in reading.kinds:
        of_company = any(_read(side, languages).meaning is Meaning.COMPANY for side in sides)
        return replace(reading, beside=frozenset({"company"} if of_company else ()))
    if someone_else and _is_firm_or_agent(sides, languages):
        return replace(_read(sides[0], languages), words=reading.words)
    # "Post/By", Danish for postcode and town, is one term.
    is_told = someone_else or vocabulary().whole([*filter(str.isalpha, reading.words)]) is not None
    if len(sides) < 2 or is_told or (reading.meaning in FIELDS and reading.confidence >= NEEDS_VALUES):
        return reading
    # "Company / group", "部署・役職": one of the names is a field's.
    known = [side for text in sides if (side := _read(text, languages)).confidence >= IS_SURE_OF_A_SIDE]
    fields = [side for side in known if side.meaning in FIELDS]
    if len(fields) != 1 or any(side.meaning is Meaning.SOMEONE_ELSE for side in known):
        return reading
    beside = frozenset[str]().union(*(side.kinds for side in known if side is not fields[0]))
    return replace(fields[0], words=reading.words, confidence=IS_KNOWN, beside=beside)


def _is_firm_or_agent(sides: list[str], languages: frozenset[str]) -> bool:
    """`Company / Agent` of a hotel: the firm of the guest, or the one that booked."""
    firm, *others = sides
    if _read(firm, languages).meaning is not Meaning.COMPANY:
        return False
    return bool(others) and all(vocabulary().marks_whole("booking_agent", words_of(side)) for side in others)


def _read(header: str, languages: frozenset[str]) -> HeaderReading:
    words = words_of(header)
    ordinal = next((int(word) for word in words if word.isdigit() and len(word) <= 2), 0)
    bare = [word for word in words if not word.isdigit()]
    if not bare:
        return HeaderReading(Meaning.UNKNOWN, NONE, PLAIN_RANK, ordinal, frozenset(), tuple(words), frozenset())
    terms, whole = _terms(header, bare)
    terms = [term.narrowed(languages) for term in terms]
    kinds = [kind for term in terms for kind in _kinds(term, alone=len(terms) == 1)]
    if "done_by" in kinds:
        # "Scanned by" is somebody else; anywhere but at the end, "by" says nothing.
        kinds = ["someone_else" if len(terms) > 1 and "done_by" in terms[-1].kinds else "neutral", *kinds]
    meaning, confidence = combine(kinds, terms)
    if meaning in FIELDS and is_name_of_place(terms):
        meaning, confidence = Meaning.OTHER, VERY_LIKELY
    if is_of_institution(bare, terms, meaning):
        meaning, confidence = Meaning.OTHER, VERY_LIKELY
        kinds = [kind for kind in kinds if kind not in PEOPLE]
    if not whole and confidence > NEEDS_VALUES and any(not term.kinds for term in terms):
        confidence = max(NEEDS_VALUES, confidence - _UNKNOWN_WORDS_COST)
    rank = _rank(frozenset(kinds) | _kinds_in_brackets(header), ordinal)
    if meaning in (Meaning.EMAIL, Meaning.PHONE) and (
        confidence < NEEDS_VALUES or any(not term.kinds for term in terms)
    ):
        # "EA phone" and "Site phone" may be anybody's: what is plainly the lead's comes first.
        rank = max(rank, UNKNOWN_RANK)
    if meaning is Meaning.PHONE and vocabulary().has_mark("of_company", words):
        rank = max(rank, RANKS["switchboard"])
    is_plain = rank == PLAIN_RANK + min(ordinal, 9)
    if meaning is Meaning.PHONE and is_plain and vocabulary().marked_parts("landline", words):
        # A fixed line of which nothing says that it is at work.
        rank = RANKS["home"]
    if meaning is Meaning.EMAIL and vocabulary().has_mark("registered_mail", words):
        rank = max(rank, RANKS["alternative"])
    if meaning is Meaning.FULL_NAME and vocabulary().marks_whole("public_name", words):
        rank = max(rank, RANKS["alternative"])
    if meaning is Meaning.COMPANY:
        # "Company name" beside "Company", which may be a number or a flag; and the company itself before its owner.
        rank += 3 * vocabulary().has_mark("owning_company", words) - vocabulary().has_mark("called_name", words)
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
    """The languages that most of a sheet's headers are written in; several where they share the words.

    A program's own columns are English; those for names are in the language of who uses it: `PRENOM`, `NOM`.
    """
    counts: Counter[str] = Counter()
    of_names: set[str] = set()
    for header in headers:
        bare = [word for word in words_of(header) if not word.isdigit()]
        terms = _terms(header, bare)[0] if bare else []
        for term in terms:
            counts.update(term.languages or languages_of_abbreviation(term.text))
        if len(terms) == 1 and terms[0].kinds & _HALVES and "en" not in terms[0].languages:
            of_names |= terms[0].languages
    most = max(counts.values(), default=0)
    frequent = frozenset(language for language, count in counts.items() if count >= _AS_FREQUENT * most)
    return frequent | of_names if frequent == {"en"} else frequent


def regions_of(headers: Iterable[str]) -> frozenset[str]:
    """The ISO 3166 regions in which people write such headers; none where they may live anywhere, as for English."""
    known, languages = vocabulary().regions, languages_of(headers)
    if not languages <= known.keys():
        return frozenset()
    return frozenset().union(*(known[language] for language in languages))


def _terms(header: str, bare: list[str]) -> tuple[list[Term], bool]:
    """The terms of a header, and whether the whole header, brackets included, is one term."""
    whole = vocabulary().whole(bare)
    if whole is not None:
        return [whole], True
    terms = vocabulary().split(bare)
    outside = [word for word in words_of(BRACKETED.sub(" ", header)) if not word.isdigit()]
    outside_whole = vocabulary().whole(outside) if outside and outside != bare else None
    inner = frozenset().union(*(term.kinds for term in terms))
    if outside_whole is not None and not inner & _TELLING_IN_BRACKETS:
        return [outside_whole], False
    if outside and outside != bare:
        # "Full name (as in your passport)" is no passport, and "Attendee Name (Nickname)" no nickname.
        before = vocabulary().split(outside)
        kinds = frozenset().union(*(term.kinds for term in before))
        aside = _ASIDE if kinds & _HALVES else _ASIDE | {"middle_name"}
        if kinds & KINDS_OF_NAMES and inner - kinds <= aside:
            return before, False
    return terms, False


def _kinds_in_brackets(header: str) -> frozenset[str]:
    """The kinds in a header's brackets that say which of several it is: `Phone (home)` is not the first choice."""
    found = frozenset[str]()
    for text in BRACKETED.findall(header):
        for term in vocabulary().split(words_of(text)):
            found |= term.kinds & RANKS.keys()
    return found


def _kinds(term: Term, *, alone: bool) -> list[str]:
    """The kinds of a term: beside other words, one with a meaning is no filler, and somebody else is no client."""
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


def is_header_word(text: str) -> bool:
    """Whether a column may be called so in some language, for finding header rows."""
    return len(text) <= _LONGEST_HEADER and read_header(text).confidence >= IS_KNOWN
