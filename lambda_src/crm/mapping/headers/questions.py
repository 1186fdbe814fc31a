"""Headers that are questions of a form: `Bei welchem Verein sind Sie aktiv?`, `Who recommended you?`.

The words that say nothing are left out, and the rest is read like any header. How a question begins says more: who
recommended somebody is somebody else, whether one may call is no phone, and the school where somebody teaches is their
company, though the school that they attend is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from crm.mapping.confidence import IS_SURE_OF_A_SIDE, NEEDS_VALUES, SURE, VERY_LIKELY
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.parts_of_headers import FIELDS
from crm.mapping.headers.question_words import (
    FEWEST_WORDS,
    MARK,
    UNSPACED,
    Question,
    asked,
    cut_out,
    questions,
    without_places,
)
from crm.mapping.headers.vocabulary import vocabulary, words_of

if TYPE_CHECKING:
    from crm.mapping.headers.header_reading import HeaderReading

    Read = Callable[[str, frozenset[str]], HeaderReading]

_GREEK_MARK = re.compile(r"(?<=[\u0370-\u03ff]);")
_PARTS = re.compile(r"(?<=[?？؟!！。:：\n\]])|(?=\[)|(?<=\w{3}\.)\s(?=[A-ZÀ-ÞΑ-ΩА-Я])|\s[-–—]\s")
"""Between the sentences of a header, and before the part of an answer: `How may we reach you? [Phone]`."""
_ASIDE = re.compile(r"[（(][^()（）]*[)）]")
_CODE = re.compile(r"^\W*+(?:[A-Za-z]{1,4}\d[_.\d]*+){1,4}[:)\]]?\s++(?=\S++\s)")
"""The number of a question, `Q3: ` or `G01Q02. `."""
_LONGEST_ANSWER = 3
"""Words of a part of an answer behind its question at most. Chosen."""
_NOT_WANTED = frozenset({Meaning.COMPANY, Meaning.JOB_TITLE, Meaning.TITLE, Meaning.CLIENT, *NAMES})
_TOLD = FIELDS | {Meaning.CONTACT, Meaning.CLIENT, Meaning.TITLE, Meaning.UNKNOWN}
_COUNTED = _TOLD - {Meaning.PHONE, Meaning.EMAIL} | {Meaning.UNKNOWN}
_OF_COMPANIES = frozenset({"company", "name", "work", "neutral", "alternative"})
_OTHERS = frozenset({"someone_else"})
_HALVES = frozenset({"first_name", "last_name"})


def read_question(header: str, languages: frozenset[str], read: Read) -> HeaderReading | None:
    """What a question of a form says; None for other headers.

    Args:
        header: as the sheet shows it.
        languages: of the whole header.
        read: reads a text in some languages.
    """
    text = _GREEK_MARK.sub("?", _CODE.sub("", header))
    if vocabulary().whole(words_of(text)) is not None:
        # "Who to talk to".
        return None
    if len(text.replace("_", " ").split()) < FEWEST_WORDS and not MARK.search(text) and not UNSPACED.search(text):
        return None
    parts = [part.strip(" []") for part in _PARTS.split(_ASIDE.sub(_aside, text)) if words_of(part)]
    found_questions = [asked(part, languages) for part in parts]
    first = next((place for place, one in enumerate(found_questions) if one is not None), None)
    if first is None:
        return None
    found: HeaderReading | None = None
    for place, (part, question) in enumerate(zip(parts, found_questions, strict=True)):
        own = _read_asked(question, read) if question is not None else read(part, languages)
        if own.meaning is Meaning.SOMEONE_ELSE and (place <= first or question is not None):
            return own
        if found is None:
            found = own if place >= first else None
        elif question is not None and not question.bare and "company" in found.kinds and found.meaning is Meaning.OTHER:
            # "Do you attend on behalf of an organisation? If so, which one?"
            found = replace(found, meaning=Meaning.COMPANY)
        elif question is None and (len(part.split()) > _LONGEST_ANSWER or own.confidence < IS_SURE_OF_A_SIDE):
            continue
        elif own.meaning in FIELDS and own.confidence >= NEEDS_VALUES:
            found = _of_what_was_asked(found, own)
    return found


def _aside(found: re.Match[str]) -> str:
    """What stands for an aside: nothing, if it does not say which part of a name is meant."""
    term = vocabulary().whole(words_of(found[0]))
    return found[0] if term is not None and term.kinds & _HALVES else " "


def _of_what_was_asked(before: HeaderReading, own: HeaderReading) -> HeaderReading:
    """What follows a question, as it is meant: `Do you have a company? If so, what is its name?`."""
    if own.meaning not in NAMES or before.meaning in NAMES or "name" not in own.kinds or not before.kinds:
        return own
    if "company" in before.kinds:
        return replace(own, meaning=Meaning.COMPANY, kinds=own.kinds | {"company"})
    return own


def _read_asked(question: Question, read: Read) -> HeaderReading:
    """The reading of a question, by what is left of it and by how it begins."""
    reading = _read_rest(question, read)
    if question.kind not in ("whether", "many"):
        if question.others:
            return replace(reading, meaning=Meaning.SOMEONE_ELSE, confidence=SURE, kinds=reading.kinds | _OTHERS)
        if _is_company(question):
            kinds, said = reading.kinds - _OTHERS | {"company"}, Meaning.OTHER if question.wants else Meaning.COMPANY
            return replace(reading, meaning=said, confidence=SURE, unknown=(), kinds=kinds)
    meaning = reading.meaning
    if question.kind == "who" and (meaning not in NAMES or reading.unknown):
        return replace(reading, meaning=Meaning.SOMEONE_ELSE, confidence=SURE, kinds=reading.kinds | _OTHERS)
    is_other = (
        (question.kind == "whether" and meaning in _TOLD)
        or (question.kind == "many" and meaning in _COUNTED)
        or (question.wants and meaning in _NOT_WANTED)
    )
    if is_other:
        return replace(reading, meaning=Meaning.OTHER, confidence=VERY_LIKELY)
    return replace(reading, confidence=min(reading.confidence, SURE))


def _read_rest(question: Question, read: Read) -> HeaderReading:
    """What is left of a question; without what somebody does, and where, if no language knows those words."""
    spoken, known = frozenset({question.language}), questions()[question.language]
    rests = [question.full, question.bare, tuple(without_places(question.bare, known, works=True))]
    readings = [read(" ".join(rest), spoken) for rest in dict.fromkeys(rests) if rest]
    told = (one for one in readings if not one.unknown and one.confidence >= NEEDS_VALUES)
    return next(told, None) or next(iter(readings[1:2] or readings), None) or read("", spoken)


def _is_company(question: Question) -> bool:
    """Whether nothing but a company is left of a question, or a school or a club where somebody does something."""
    known = questions()[question.language]
    text = " ".join(question.bare)
    if UNSPACED.search(text):
        text = " ".join(question.full)
        rest = cut_out(text, known["firm"] | (known["place"] if question.works else frozenset()))
    else:
        rest = " ".join(without_places(question.bare, known, works=question.works))
    if rest == text:
        return False
    if UNSPACED.search(text):
        rest = cut_out(rest, known["work"] | known["want"])
    return all(term.kinds and term.kinds <= _OF_COMPANIES for term in vocabulary().split(rest.split()))
