"""Registers of professionals: what people practise, and what a code beside its label means."""

from __future__ import annotations

from dataclasses import replace

from crm.mapping.confidence import IS_SURE_OF_A_SIDE, LIKELY, PLAUSIBLE
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.particulars import phrases_of
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.mapping.rules.reconciliation import reconcile

_OF_NO_FIELD = (Meaning.OTHER, Meaning.UNKNOWN, Meaning.TYPE, Meaning.TITLE)
_SAY_WHICH = frozenset({"main", "alternative", "neutral"})


def tell_labels_from_codes(columns: list[Column], free: list[Column]) -> None:
    """`Libellé profession` beside `Code profession`, `Position description` beside `Position code`: the job title."""
    codes = {rest: column for column in columns if (rest := _without("code", column))}
    for column in of_meaning(free, *_OF_NO_FIELD) if codes else ():
        code = codes.get(_without("label_of_code", column))
        if code is None or code is column or not _fits_jobs(column):
            continue
        meant = read_header(" ".join(_without("label_of_code", column)))
        if meant.meaning is Meaning.JOB_TITLE and meant.confidence >= IS_SURE_OF_A_SIDE and not meant.unknown:
            column.assign(Meaning.JOB_TITLE, LIKELY, beside(Why.LABEL_OF_A_CODE, code))


def find_titles_of_registers(columns: list[Column], free: list[Column]) -> None:
    """`Faggruppe` and `Speciality` of a list of doctors, `Fachanwaltschaft` of lawyers: the job title, in this order.

    A register has the numbers under which people are registered, or both a profession and a speciality.
    """
    if not _lists_professionals(columns):
        return
    by_values = [column for column in of_meaning(free, Meaning.COMPANY) if _has_unknown_header(column)]
    open_ones = [column for column in [*of_meaning(free, *_OF_NO_FIELD), *by_values] if _fits_jobs(column)]
    professions = [column for column in open_ones if _is_called("profession", column)]
    specialities = [column for column in open_ones if _is_called("speciality", column)]
    numbers = vocabulary().marks["register_number"]
    numbered = any(phrases_of(column.header).hold(numbers) for column in columns if column.header)
    known = [column for column in of_meaning(columns, Meaning.JOB_TITLE) if column.shape.filled]
    registered = numbered or (bool(specialities) and bool(professions or known))
    rank = max((column.rank for column in known), default=0)
    for column in [*professions, *specialities]:
        if registered or (column in professions and column.shape.share("job") >= at.SOME_JOBS):
            column.assign(Meaning.JOB_TITLE, PLAUSIBLE, Reason(Why.REGISTERED_AS))
            rank += 1
            column.rerank(rank)


def _lists_professionals(columns: list[Column]) -> bool:
    """Whether what a sheet says of a profession is about its leads.

    It is not where another column names the professional, nor where companies stand in front of their contacts.
    """
    others = [column for column in of_meaning(columns, Meaning.SOMEONE_ELSE) if column.shape.filled]
    names = [column for column in of_meaning(columns, *NAMES) if column.shape.filled]
    companies = [
        column.index
        for column in of_meaning(columns, Meaning.COMPANY)
        if column.shape.filled and not _has_unknown_header(column)
    ]
    if not names or any("professional" in column.reading.kinds for column in others):
        return False
    called = any("professional" in column.reading.kinds for column in names)
    return called or min(companies, default=len(columns)) > names[0].index


def _has_unknown_header(column: Column) -> bool:
    return column.reading.meaning is Meaning.UNKNOWN


def _without(mark: str, column: Column) -> tuple[str, ...]:
    """The words of a header but for those that bear a mark; none where no word or every word does."""
    words = column.reading.words
    rest = tuple(word for word in words if not vocabulary().has_mark(mark, [word]))
    return rest if len(rest) < len(words) else ()


def _is_called(mark: str, column: Column) -> bool:
    """Whether a whole header bears a mark, apart from its number, `Primary`, and the word for a label."""
    words = [word for word in column.reading.words if not word.isdigit()]
    labels = vocabulary().marks["label_of_code"]
    bare = [word for word in words if word not in labels and not read_header(word).kinds & _SAY_WHICH]
    return any(vocabulary().marks_whole(mark, one) for one in (words, bare))


def _fits_jobs(column: Column) -> bool:
    """Whether values may be job titles: words, and no codes or texts."""
    share = column.shape.share
    if not column.shape.filled or share("long") >= at.ARE_TEXTS or share("letters") < at.ARE_WORDS:
        return False
    reading = replace(column.reading, meaning=Meaning.JOB_TITLE, confidence=LIKELY)
    return reconcile(reading, column.shape).meaning is Meaning.JOB_TITLE
